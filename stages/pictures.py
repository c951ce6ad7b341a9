"""Every picture of the study: the one stage that draws, so that a changed color retrains nothing."""

from mlplab import artifacts, paths
from mlplab.console import announce, run_main
from mlplab.params import load_params
from mlplab.pictures import style
from mlplab.pictures.catalog import PICTURES, suffix
from mlplab.records import Records, read_records


def run(records: Records) -> dict[str, bytes]:
    """Every picture as the bytes of its file, in the report's order."""
    return {name: style.render(draw(records), suffix(name)) for name, draw in PICTURES.items()}


def main() -> None:
    """Draw all pictures and write them."""
    pictures = run(read_records(load_params()))
    for name, content in pictures.items():
        artifacts.write_bytes(paths.picture(name, suffix(name)), content)
    announce(f"{len(pictures)} pictures in {paths.PICTURES}")


if __name__ == "__main__":
    run_main(main)
