"""Every picture of the study: the one stage that draws, so that a changed color retrains nothing."""

from mlplab import artifacts, paths
from mlplab.console import announce
from mlplab.parallel import run_jobs
from mlplab.params import load_params
from mlplab.pictures import style
from mlplab.pictures.catalog import drawable
from mlplab.records import Records, read_records

NAME = "pictures"


def run(records: Records, width: float = style.WIDE) -> dict[str, bytes]:
    """Every picture as the bytes of its SVG file, in the report's order; `width` is in inches."""
    drawn = drawable(records)
    return {name: style.render(draw(records, width), ".svg") for name, draw in drawn.items()}


def main() -> None:
    """Draw all pictures for a page and for a phone, side by side, and write them."""
    records = read_records(load_params())
    folders = {paths.PICTURES: style.WIDE, paths.NARROW_PICTURES: style.NARROW}
    drawn = run_jobs(run, [(records, width) for width in folders.values()], NAME, here=True)
    for folder, pictures in zip(folders, drawn, strict=True):
        for name, content in pictures.items():
            artifacts.write_bytes(paths.picture(name, folder), content)
    announce(f"{len(drawn[0])} pictures in {paths.PICTURES}")
