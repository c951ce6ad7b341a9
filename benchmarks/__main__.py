"""`python -m benchmarks`: measure, print each row as it comes, and write results.json and results.svg."""

import argparse
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks import memory, prediction, presentation, speed, threads
from mlplab import artifacts

PARTS: dict[str, Callable[[bool], Iterator[dict[str, Any]]]] = {
    "speed": speed.measure,
    "rows": speed.measure_rows,
    "prediction": prediction.measure,
    "threads": threads.measure,
    "memory": memory.measure,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="fewer rows and rounds: a minute or two"
    )
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS), metavar="PART")
    parser.add_argument(
        "--output",
        type=Path,
        default=Path(__file__).parent / "results",
        help="folder (default: benchmarks/results, which git ignores; benchmarks publishes)",
    )
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)
    path = arguments.output / "results.json"
    environment = presentation.environment()
    results = {**measured(path, environment), "environment": environment}
    print(presentation.line(environment), flush=True)
    for part in arguments.parts:
        start, rows = perf_counter(), []
        print(f"\n{presentation.TITLES[part]}", flush=True)
        for row in PARTS[part](arguments.quick):
            rows.append(row)
            print(presentation.LINES[part](row), flush=True)
        results[part] = rows  # what is left of an interrupted run is whole parts
        artifacts.write_text(path, json.dumps(results, indent=1) + "\n")
        print(f"({perf_counter() - start:.0f} seconds)", flush=True)
    if "speed" in results:
        presentation.picture(results["speed"]).savefig(
            arguments.output / "results.svg", metadata={"Date": None}
        )
    print(f"\nwritten to {arguments.output}")


def measured(path: Path, environment: dict[str, str]) -> dict[str, Any]:
    """The parts that were measured before, if on this machine and with these versions: the file names one of each."""
    results = json.loads(path.read_text()) if path.exists() else {}
    same = {**results.get("environment", {}), "load": environment["load"]} == environment
    return results if same else {}


if __name__ == "__main__":
    main()
