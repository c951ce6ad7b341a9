"""`python -m benchmarks`: measure, print tables, and write results.json and results.png."""

import argparse
import json
from pathlib import Path

from benchmarks import data, memory, prediction, presentation, speed


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=30, help="for the first row (default: 30)")
    parser.add_argument(
        "--output",
        type=Path,
        default=Path(__file__).parent / "results",
        help="folder (default: benchmarks/results, which git ignores; benchmarks publishes)",
    )
    arguments = parser.parse_args()
    results = {
        "environment": presentation.environment(),
        "speed": speed.measure(arguments.rounds),
        "rows": speed.measure_rows(*data.fashion_mnist()),
        "prediction": prediction.measure(),
        "memory": memory.measure(),
    }
    print(presentation.table(results))
    arguments.output.mkdir(parents=True, exist_ok=True)
    (arguments.output / "results.json").write_text(json.dumps(results, indent=2) + "\n")
    presentation.picture(results).savefig(
        arguments.output / "results.png", metadata={"Software": None}
    )
    print(f"written to {arguments.output}")


if __name__ == "__main__":
    main()
