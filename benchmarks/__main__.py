"""`python -m benchmarks`: the engine beside its bound, PyTorch and scikit-learn, on one thread."""

import os

for _variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_variable] = "1"  # before NumPy is imported

import argparse
import json
from pathlib import Path

from benchmarks import data, memory, report, speed

FOLDER = Path(__file__).parent


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=15, help="of the report's network (15)")
    parser.add_argument("--output", type=Path, default=FOLDER, help="folder for the results")
    arguments = parser.parse_args()
    results = {
        "environment": report.environment(),
        "speed": speed.measure(arguments.rounds),
        "rows": speed.measure_rows(*data.fashion_mnist()),
        "memory": memory.measure(),
    }
    print(report.table(results))
    arguments.output.mkdir(parents=True, exist_ok=True)
    (arguments.output / "results.json").write_text(json.dumps(results, indent=2) + "\n")
    report.picture(results).savefig(arguments.output / "results.png", metadata={"Software": None})


if __name__ == "__main__":
    main()
