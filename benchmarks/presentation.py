"""The results as a table, and as a picture."""

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure

COLORS = {
    "products": "0.7",
    "mlplab": "C0",
    "torch": "C1",
    "torch_fused": "C5",
    "jax": "C4",
    "sklearn": "C2",
    "sklearn64": "C3",
}


def environment() -> dict[str, str]:
    """Versions, and the processor's name where the system tells it."""
    found = {"python": platform.python_version()}
    for package in ("numpy", "scipy", "scikit-learn", "torch", "jax"):
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "not installed"
    cpu = Path("/proc/cpuinfo")
    lines = cpu.read_text().splitlines() if cpu.exists() else []
    names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    load = (
        f"{os.getloadavg()[0]:.0f} on {os.cpu_count()} cores" if hasattr(os, "getloadavg") else "?"
    )
    return found | {"processor": names[0] if names else platform.processor(), "load": load}


def table(results: dict[str, Any]) -> str:
    """Everything as aligned text."""
    engines = list(results["speed"][0]["milliseconds"])
    others = [name for name in engines if name != "mlplab"]
    lines = ["an epoch on one thread; ours / products, and others / ours"]
    lines.append(
        f"{'network':8}{'solver':7}{'batch':>5}{'rows':>6}  "
        + "".join(f"{name + ' ms':>13}" for name in engines)
        + "".join(f"{'/ ' + name:>12}" for name in others)
    )
    for row in results["speed"]:
        lines.append(
            f"{row['network']:8}{row['solver']:7}{row['batch']:5}{row['rows']:6}  "
            + "".join(f"{row['milliseconds'][name]:13.1f}" for name in engines)
            + "".join(f"{row['ratios'][name]:12.2f}" for name in others)
        )
    lines.append(
        f"\nan epoch over rows of {results['rows']['source']}, network report, sgd, batch 128"
    )
    for rows, ms in results["rows"]["milliseconds"].items():
        lines.append(f"{rows:6,} rows {ms:8.1f} ms {1e3 * ms / rows:8.2f} microseconds a row")
    lines.append("\npredict_proba, microseconds: ours, scikit-learn's, ours / scikit-learn's")
    for row in results["prediction"]:
        hidden = "-".join(map(str, row["hidden_layer_sizes"]))
        lines.append(
            f"{row['features']:4} features {hidden:13}{row['rows']:6,} rows "
            f"{row['microseconds']:10.1f}{row['sklearn']:10.1f}{row['ratio']:7.2f}"
        )
    lines.append(
        "\npeak memory beside data and workspace, in multiples of the parameters, network included"
    )
    for row in results["memory"]:
        lines.append(
            f"{row['solver']:5}{row['rows']:7,} rows {row['epochs']} epochs "
            f"{row['parameters_beside_workspace']:6.2f}"
        )
    return "\n".join(lines)


def picture(results: dict[str, Any]) -> Figure:
    """Milliseconds an epoch of 7,424 rows, one group of bars for each row of the table."""
    rows = [row for row in results["speed"] if row["rows"] == 7_424 and row["batch"] < 7_424]
    engines = list(rows[0]["milliseconds"])
    figure = Figure(figsize=(11, 4.5), layout="constrained")
    axes = figure.subplots()
    places, width = np.arange(len(rows)), 0.8 / len(engines)
    for i, name in enumerate(engines):
        heights = [row["milliseconds"][name] for row in rows]
        axes.bar(places + i * width, heights, width, label=name, color=COLORS[name])
    labels = [f"{row['network']}\n{row['solver']} {row['batch']}" for row in rows]
    axes.set_xticks(places + 0.4 - width / 2, labels, fontsize=7)
    axes.set_ylabel("milliseconds an epoch")
    axes.set_title("An epoch of 7,424 rows on one thread: lower is better")
    axes.legend(ncols=len(engines), frameon=False)
    axes.spines[["top", "right"]].set_visible(False)
    return figure
