"""Bring the images of both data sets, as the bytes that their source has."""

from mlplab import artifacts, data, paths
from mlplab.console import announce, run_main
from mlplab.params import Fetch, load_params


def run(params: Fetch) -> dict[str, data.Dataset]:
    """The data set of every name in `fetch`."""
    return {name: data.load(source) for name, source in params}


def main() -> None:
    """Read or download both data sets, and write them."""
    params = load_params().fetch
    for name, dataset in run(params).items():
        path = paths.raw(name)
        artifacts.write_dataset(path, dataset)
        announce(f"{name}: {len(dataset.images)} images of {getattr(params, name)} in {path}")


if __name__ == "__main__":
    run_main(main)
