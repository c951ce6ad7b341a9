"""Results of stages that are no longer in dvc.yaml: DVC leaves them there, and the page shows what is there."""

from collections.abc import Iterator
from pathlib import Path

from dvc.repo import Repo

FOLDERS = ("metrics", "plots")  # which the page depends on as a whole


def find_leftovers(repo: Repo) -> Iterator[str]:
    """Tell each file of `FOLDERS` that no stage writes, a line each; none where DVC sees no stage at all."""
    written = {Path(out.fs_path) for out in repo.index.outs}
    if not written:
        return
    root = Path(repo.root_dir)
    for path in sorted(path for folder in FOLDERS for path in (root / folder).rglob("*")):
        hidden = path.name.startswith(".")  # DVC's list of what git is to ignore
        if path.is_file() and not hidden and written.isdisjoint((path, *path.parents)):
            name = path.relative_to(root)
            yield f"{name}: no stage of dvc.yaml writes it; while it is there the page shows it"
