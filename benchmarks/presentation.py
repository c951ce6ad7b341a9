"""The results as lines of text, as a table in Markdown, and as a picture."""

import os
import platform
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

NAMES = {  # in the order of the table, with the marks of the picture
    "mlplab": ("mlplab", "C0", "o"),
    "jax": ("JAX", "C4", "D"),
    "torch_compile": ("torch.compile", "C5", "v"),
    "torch_fused": ("PyTorch, fused", "C1", "s"),
    "torch": ("PyTorch", "C8", "^"),
    "sklearn": ("scikit-learn", "C2", "P"),
    "sklearn64": ("scikit-learn, float64", "C3", "X"),
}
TITLES = {
    "speed": "an epoch on one thread: milliseconds; ours by the products', the others' by ours",
    "rows": "an epoch, network report, sgd, batch 128, by the number of rows",
    "prediction": "predict_proba: microseconds; ours and the products' by scikit-learn's",
    "threads": "a step with the threads of the rule, one, and all: milliseconds that pass",
    "memory": "peak memory beside data and workspace, in multiples of the parameters",
}


def environment() -> dict[str, str]:
    """Versions, the processor's name where the system tells it, and how busy the machine is."""
    found = {"python": platform.python_version()}
    for package in ("numpy", "scipy", "scikit-learn", "torch", "jax"):
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "not installed"
    cpu = Path("/proc/cpuinfo")
    lines = cpu.read_text().splitlines() if cpu.exists() else []
    names = [text.split(":")[1].strip() for text in lines if text.startswith("model name")]
    load = f"{os.getloadavg()[0]:.0f}" if hasattr(os, "getloadavg") else "unknown"
    found["processor"] = names[0] if names else platform.processor()
    return found | {"cores": str(os.cpu_count()), "load": load}


def line(row: dict[str, Any]) -> str:
    """Write every value after its name."""
    return ", ".join(f"{name} {value}" for name, value in row.items())


def _speed(row: dict[str, Any]) -> str:
    times = "  ".join(f"{name} {ms:.1f}" for name, ms in row["milliseconds"].items())
    ratios = "  ".join(f"{name} {ratio:.2f}" for name, ratio in row["ratios"].items())
    start = f"{row['network']:7}{row['solver']:5} batch {row['batch']:<5} {row['rounds']:2} rounds"
    return f"{start}  {times}\n{'':31}{ratios}"


def _prediction(row: dict[str, Any]) -> str:
    hidden = "-".join(map(str, row["hidden_layer_sizes"]))
    times = "  ".join(f"{name} {us:.1f}" for name, us in row["microseconds"].items())
    start = f"{row['features']:4} features {hidden:13}{row['rows']:6,} rows"
    handle = f"  handle {row['handle']}" if "handle" in row else ""
    return f"{start}  ratio {row['ratio']:.2f}, products {row['floor']:.2f}  {times}{handle}"


LINES: dict[str, Callable[[dict[str, Any]], str]] = {
    "speed": _speed,
    "rows": line,
    "prediction": _prediction,
    "threads": line,
    "memory": line,
}


def _case(row: dict[str, Any]) -> str:
    batch = "all rows" if row["batch"] == row["rows"] else f"batch {row['batch']}"
    solver = {"sgd": "SGD", "adam": "Adam"}[row["solver"]]
    network = {"report": "", "tuning": "784-128-64-32-10, ", "wide": "784-1024-1024-10, "}
    return f"{network[row['network']]}{solver}, {batch}"


def table(rows: Sequence[dict[str, Any]]) -> str:
    """Write a table in Markdown: milliseconds by mlplab, and the others' time by ours."""
    others = [name for name in NAMES if name != "mlplab" and name in rows[0]["ratios"]]
    heads = ["", "mlplab, ms", "by the products", *(NAMES[name][0] for name in others)]
    lines = ["| " + " | ".join(heads) + " |", "|---" * len(heads) + "|"]
    for row in rows:
        cells = [f"{row['milliseconds']['mlplab']:.1f}", f"{row['ratios']['products']:.2f}"]
        cells += [f"{row['ratios'][name]:.2f}" for name in others]
        lines.append("| " + " | ".join([_case(row), *cells]) + " |")
    return "\n".join(lines)


def picture(rows: Sequence[dict[str, Any]]) -> Figure:
    """Draw the time of an epoch by that of its products: a line for each row, a mark an engine."""
    rows = [row for row in rows if row["batch"] > 1]  # NumPy's products of one row are no bound
    figure = Figure(figsize=(9, 1.2 + 0.42 * len(rows)), layout="constrained")
    axes = figure.subplots()
    for name, (label, color, marker) in NAMES.items():
        if name not in rows[0]["milliseconds"]:
            continue
        ratios = [1.0 if name == "mlplab" else row["ratios"][name] for row in rows]
        times = [r * row["ratios"]["products"] for r, row in zip(ratios, rows, strict=True)]
        front = 3 if name == "mlplab" else 2
        axes.plot(times, range(len(rows)), marker, color=color, label=label, zorder=front)
    axes.axvline(1, color="0.6", linewidth=1)
    axes.set_xscale("log")
    ticks = [1, 1.5, 2, 3, 4, 6]
    axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    axes.set_xticks([], minor=True)
    axes.set_yticks(range(len(rows)), [_case(row) for row in rows])
    axes.invert_yaxis()
    axes.grid(axis="y", color="0.9")
    axes.set_axisbelow(True)
    axes.set_xlabel(
        "time of an epoch, by that of its matrix products alone (NumPy's): less is better"
    )
    axes.legend(loc="upper left", bbox_to_anchor=(1, 1), frameon=False)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(axis="y", length=0)
    return figure
