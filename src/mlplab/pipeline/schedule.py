"""Independent stages side by side, in the order of DVC's graph: each is a `dvc repro --single-item` of its own."""

import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import networkx as nx
from dvc.repo import Repo
from tqdm import tqdm

from mlplab import parallel
from mlplab.console import end_with_parent

# DVC's advice after each stage.
HINTS = ("\nTo track the changes with git", "\nUse `dvc push`")
GRACE = 10  # seconds
LOCK_TIMEOUT = 0.3  # seconds; DVC looks for its lock six times in it, by itself twice a second
Report = Callable[[str], None]
# DVC's bars would start a thread, which can hold their lock while a stage is forked: that would wait for good.
tqdm.monitor_interval = 0


@dataclass(frozen=True)
class Running:
    """A stage at work, and the file that its output goes to."""

    stage: str
    process: BaseProcess
    log: Path


def stages_to_run(repo: Repo, force: bool) -> nx.DiGraph:
    """The graph of the stages that have to run, by name; an edge leads from a stage to one that it depends on.

    These are the ones that DVC finds changed and all that depend on them, or with `force` all.
    """
    repo.stage.load_file()  # an error where dvc.yaml is ignored: the graph is then empty, and nothing would run
    graph = nx.relabel_nodes(repo.index.graph, lambda stage: stage.addressing)
    if force:
        return graph
    changed = [stage for stage in repo.status() if stage in graph]
    return graph.subgraph(changed + [s for name in changed for s in nx.ancestors(graph, name)])


def run_stages(graph: nx.DiGraph, jobs: int, force: bool, report: Report = print) -> int:
    """Run the stages of a graph, at most `jobs` at a time, those first that the longest chain of others waits for.

    After a failure none is started, the running ones end, and the failed one's output comes last.

    Returns
    -------
    int
        The exit status of the first stage that failed, or else 0.
    """
    waited_for = {stage: len(chain) for stage, chain in _chains(graph).items()}
    waiting = sorted(graph, key=lambda stage: -waited_for[stage])
    done: set[str] = set()
    running: list[Running] = []
    status, failure = 0, ""
    with tempfile.TemporaryDirectory() as logs:
        try:
            while running or (waiting and not status):
                ready = [s for s in waiting if done.issuperset(graph.successors(s))]
                for stage in [] if status else ready[: jobs - len(running)]:
                    waiting.remove(stage)
                    side_by_side = min(jobs, len(ready) + len(running))
                    log = Path(logs, str(len(waiting)))
                    running.append(_start(stage, log, side_by_side, force))
                for job in _ended(running):
                    running.remove(job)
                    done.add(job.stage)
                    output = _read(job.log)
                    if job.process.exitcode and not status:
                        status, failure = abs(job.process.exitcode), _failure(job, output)
                    else:
                        report(output)
        except KeyboardInterrupt:
            for job in running:
                job.process.join(GRACE)  # the terminal interrupts them, too
            raise
        finally:
            for job in running:
                job.process.terminate()
                job.process.join()
    if status:
        report(failure)
    return status


def _chains(graph: nx.DiGraph) -> Mapping[str, list[str]]:
    """For every stage a longest chain of stages that wait for it, itself the first."""
    chains: dict[str, list[str]] = {}
    for stage in nx.topological_sort(graph):  # what depends on a stage comes before it
        chains[stage] = [
            stage,
            *max((chains[s] for s in graph.predecessors(stage)), key=len, default=[]),
        ]
    return chains


def _start(stage: str, log: Path, side_by_side: int, force: bool) -> Running:
    log.touch()  # an error here, where the folder of temporary files is full or gone
    # Forked where it is safe: DVC's imports are there at once.
    context: Any = get_context("fork" if sys.platform == "linux" else "spawn")
    workers = str(max(1, parallel.workers() // side_by_side))
    arguments = ["--wait-for-lock", "repro", "--single-item", *["--force"] * force, stage]
    process = context.Process(target=_run_dvc, args=(arguments, log, workers), daemon=True)
    process.start()
    return Running(stage, process, log)


def _run_dvc(arguments: list[str], log: Path, workers: str) -> None:
    end_with_parent()
    os.environ[parallel.VARIABLE] = workers
    file = os.open(log, os.O_WRONLY)
    os.dup2(file, 1)
    os.dup2(file, 2)
    from dvc import lock
    from dvc.cli import main

    lock.DEFAULT_TIMEOUT = LOCK_TIMEOUT
    sys.exit(main(arguments))


def _ended(running: Iterable[Running]) -> list[Running]:
    sentinels = {job.process.sentinel: job for job in running}
    ended = [job for sentinel, job in sentinels.items() if sentinel in wait(sentinels)]
    for job in ended:
        job.process.join()
    return ended


def _read(log: Path) -> str:
    text = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
    for hint in HINTS:
        text = text.partition(hint)[0]
    return text.strip()


def _failure(job: Running, output: str) -> str:
    """What a stage that failed said, and that it was cut short, where a kill or a full disk did that."""
    if "ERROR" in output:  # as in DVC's last line
        return output
    return f"{output}\n{job.stage}: killed, or no room in {job.log.parent} for what it says".strip()
