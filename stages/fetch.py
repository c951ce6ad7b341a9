"""Bring the images of both data sets, as the bytes that their source has."""

from pathlib import Path

from mlplab import artifacts, data, params
from mlplab.params import Fetch
from stages.console import run_main, say

RAW = Path("data/raw")


def run(params: Fetch) -> dict[str, data.Dataset]:
    """The data set of every name in `fetch`."""
    return {name: data.load(source) for name, source in params}


def main() -> None:
    settings = params.load().fetch
    for name, dataset in run(settings).items():
        path = RAW / f"{name}.npz"
        artifacts.write_dataset(path, dataset)
        say(f"{name}: {len(dataset.images)} images of {getattr(settings, name)} in {path}")


if __name__ == "__main__":
    run_main(main)
