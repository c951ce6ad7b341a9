"""What a worker holds for itself when the study has all 60,000 images of MNIST's size: forked, it shares the images.

`python -m benchmarks.sharing` prints it for two and four workers, as Linux counts in /proc/PID/smaps_rollup.
"""

import argparse
import os
from pathlib import Path
from typing import Any

import numpy as np

from mlplab.data import Splits
from mlplab.parallel import VARIABLE, run_jobs
from mlplab.params import ScratchMlp, load_params
from mlplab.studies.scratch_mlp import fit_seed

MIB = 2**20


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sharing", description=__doc__)
    parser.parse_args()
    params = load_params(Path("published/report/params.yaml")).scratch_mlp
    params = params.model_copy(update={"epochs": 1})
    splits = noise()
    images = splits.train_images.nbytes + splits.val_images.nbytes + splits.test_images.nbytes
    print(f"images: {images / MIB:.0f} MiB of float32")
    print("workers  private MiB a worker, after a fit  Pss of all workers, MiB")
    for count in (2, 4):
        os.environ[VARIABLE] = str(count)
        measured = run_jobs(measure, [(splits, params, seed) for seed in range(count)], "fits")
        private = ", ".join(f"{m['Private_Dirty'] / MIB:.0f}" for m in measured)
        print(f"{count:7}  {private:33}  {sum(m['Pss'] for m in measured) / MIB:.0f}")


def measure(splits: Splits, params: ScratchMlp, seed: int) -> dict[str, int]:
    """Fit a network, and give the bytes of this process's memory by kind."""
    fit_seed(splits, params, "random", "relu", seed)
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()[1:]
    return {line.split(":")[0]: int(line.split()[1]) * 1024 for line in lines}


def noise() -> Splits:
    """58,000 images to train, 2,000 to validate and 10,000 to test."""
    rng = np.random.default_rng(0)
    sizes = {"train": 58_000, "val": 2_000, "test": 10_000}
    arrays: dict[str, Any] = {
        f"{part}_images": rng.random((n, 28, 28), dtype=np.float32) for part, n in sizes.items()
    }
    arrays |= {f"{part}_labels": rng.integers(0, 10, n) for part, n in sizes.items()}
    return Splits(**arrays, class_names=tuple("0123456789"), scale=255.0)


if __name__ == "__main__":
    main()
