"""Kills a run at random moments, takes it up again, and compares what comes out with a run that nobody disturbed.

`python -m benchmarks.kills` works in a clone of HEAD with parameters so small that what is killed is mostly DVC itself.
A run is killed until it has come to its end, and then the next one starts from nothing.
"""

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import suppress
from pathlib import Path

import psutil
import yaml

ROOT = Path(__file__).parents[1]
SIGNALS = [signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT]
TARGETS = ["dvc", "stage", "group"]
MENDED = (": removed", ": git's is back")  # how a line of mlplab.pipeline.recovery ends
LIMIT = 60  # seconds in which what is left of a killed run has to end
FIT = {"hidden_layer_sizes": [6], "epochs": 2, "batch_size": 32, "seeds": [0, 1]}
SMALL = {
    "scratch_mlp": {**FIT, "initializers": ["zero", "random"], "activations": ["relu", "tanh"]},
    "activation_comparison": {**FIT, "activations": ["tanh", "relu"]},
    "kfold_tuning": {"hidden_layer_sizes": [6], "epochs": 1, "batch_sizes": [32]},
    "autoencoder": {**FIT, "hidden_layer_sizes": [8, 4, 8]},
    "feature_transfer": {**FIT, "features": ["relu", "pca"]},
}


def main() -> None:
    """Kill as often as asked; the exit status is 1 where anything went wrong."""
    options = parse()
    rng = random.Random(options.seed)
    kills: Counter[str] = Counter()
    mended: Counter[str] = Counter()
    faults: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        expected = contents(undisturbed_run(Path(folder, "undisturbed")))
        while kills.total() < options.kills:
            study = clone(Path(folder, "disturbed"))
            faults += run_to_its_end(study, options, rng, kills, mended)
            found = contents(study)
            differ = {p for p in expected | found if expected.get(p) != found.get(p)}
            print(f"at its end; files that differ: {sorted(differ) or 'none'}", flush=True)
            faults += [f"differs: {path}" for path in sorted(differ)]
            shutil.rmtree(study)
    print(f"{kills.total()} kills, {len(faults)} faults:", dict(kills))
    print("what was found torn and mended:", dict(mended))
    print(*faults, sep="\n")
    sys.exit(bool(faults))


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=100, help="default: %(default)s")
    parser.add_argument("--jobs", type=int, default=2, help="default: %(default)s")
    parser.add_argument("--seed", type=int, default=0, help="default: %(default)s")
    parser.add_argument(
        "--longest", type=float, default=30, help="seconds before a kill (default: %(default)s)"
    )
    return parser.parse_args()


def undisturbed_run(folder: Path) -> Path:
    if start(clone(folder), 1).wait():
        raise SystemExit(log_of(folder))
    return folder


def clone(folder: Path) -> Path:
    """A clone of HEAD with small parameters and a cache of its own."""
    subprocess.run(["git", "clone", "--quiet", ROOT, folder], check=True)
    path = folder / "params.yaml"
    values = yaml.safe_load(path.read_text())
    for section, changes in SMALL.items():
        values[section] |= changes
    path.write_text(json.dumps(values, indent=1))  # which is YAML, too
    return folder


def start(folder: Path, jobs: int) -> subprocess.Popen:
    """The documented command that runs, or takes up again, the study."""
    return subprocess.Popen(
        [sys.executable, "-m", "mlplab.pipeline", "--jobs", str(jobs)],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder / "src"), "MLPLAB_WORKERS": "2"},
        stdout=(folder.parent / "log").open("w"),
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def run_to_its_end(
    study: Path,
    options: argparse.Namespace,
    rng: random.Random,
    kills: Counter[str],
    mended: Counter[str],
) -> list[str]:
    """Start a run, kill it, and take it up again until it ends well; the faults found on the way."""
    faults = []
    while True:
        run = start(study, options.jobs)
        killed, processes = "", []
        while kills.total() < options.kills and not ended_within(
            run, rng.uniform(0, options.longest)
        ):
            processes = tree(run.pid)
            done = kill(run.pid, processes, rng)
            if done:
                killed = done
                kills[done] += 1
                print(f"{kills.total():4} {done}", flush=True)
        run.wait()
        mended.update(line for line in log_of(study).splitlines() if line.endswith(MENDED))
        alone = psutil.wait_procs(processes, LIMIT)[1]
        faults += [f"{killed}: {process} went on alone" for process in alone]
        for process in alone:
            process.kill()
        if run.returncode == 0:
            return faults
        if not killed:
            print(log_of(study), flush=True)
            return [*faults, "could not be taken up again"]


def ended_within(run: subprocess.Popen, seconds: float) -> bool:
    with suppress(subprocess.TimeoutExpired):
        run.wait(seconds)
    return run.poll() is not None


def tree(pid: int) -> list[psutil.Process]:
    """The process and all below it."""
    with suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        return [process, *process.children(recursive=True)]
    return []


def kill(group: int, processes: list[psutil.Process], rng: random.Random) -> str:
    """Send a random signal to DVC, to a stage or to the whole group; what was done, or nothing where it is too late."""
    number, target = rng.choice(SIGNALS), rng.choice(TARGETS)
    with suppress(ProcessLookupError, psutil.NoSuchProcess):
        if target == "group":
            os.killpg(group, number)
        else:
            stages = [p for p in processes if any("stages" in part for part in p.cmdline())]
            others = [p for p in processes if p not in stages]
            rng.choice(stages if target == "stage" and stages else others).send_signal(number)
        return f"{number.name} to {target}"
    return ""


def contents(study: Path) -> dict[str, str]:
    """A hash of every file that a run makes or changes, by its path."""
    files = [path for path in study.rglob("*") if path.is_file()]
    names = {path.relative_to(study).as_posix(): path for path in files}
    return {
        name: hashlib.sha256(path.read_bytes()).hexdigest()
        for name, path in names.items()
        if not name.startswith((".git/", ".dvc/")) and "__pycache__" not in name
    }


def log_of(study: Path) -> str:
    return (study.parent / "log").read_text()


if __name__ == "__main__":
    main()
