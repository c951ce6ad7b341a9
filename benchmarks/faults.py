"""What the machine can refuse: files, memory, an output, a home. Each command works then, or ends in one line.

`python -m benchmarks.faults` tries every command with every fault in a clone of HEAD with small parameters. As root it
also takes away /dev/shm and the right to write into the folder.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from itertools import product
from pathlib import Path

from benchmarks.kills import undisturbed_run

COMMANDS = {
    "predict": "python -m mlplab predict examples/2.png --model models/scratch_mlp/random-relu.npz",
    "stage": "python -m stages scratch_mlp@random-relu",
    "make repro": "python -m mlplab.pipeline",
    "dvc repro": "python -m dvc repro --force --single-item scratch_mlp@random-relu",
}
# A fault is what bash runs, with the command in place of {}.
FAULTS = {
    "files of 1 KiB at most": "ulimit -f 1; {}",
    "12 open files": "ulimit -n 12; {}",
    "400 MB of memory": "ulimit -v 400000; {}",
    "150 MB of memory": "ulimit -v 150000; {}",
    "60 MB of memory": "ulimit -v 60000; {}",
    "no HOME": "unset HOME; {}",
    "a closed output": "{} >&-",
    "a full output": "{} >/dev/full",
    "an output without a reader": "set -o pipefail; {} | true",
    "1,000 workers": "MLPLAB_WORKERS=1000 {}",
}
MOUNTED = {
    "a read-only folder": "mount --bind . . && mount -o remount,ro,bind . && cd $PWD && {}",
    "no /dev/shm": "mount -t tmpfs -o ro tmpfs /dev/shm && {}",
}
# DVC logs what it cannot write, with tracebacks of its own.
EXCEPTIONS = {("dvc repro", "a full output")}


def main() -> None:
    """Print a line a case; the exit status is 1 where one is neither well nor told."""
    argparse.ArgumentParser(prog="python -m benchmarks.faults", description=__doc__).parse_args()
    wrong = 0
    faults = FAULTS | (MOUNTED if os.geteuid() == 0 else {})
    with tempfile.TemporaryDirectory() as parent:
        folder = undisturbed_run(Path(parent, "study"))
        cases = [case for case in product(COMMANDS, faults) if case not in EXCEPTIONS]
        for command, fault in cases:
            status, errors = attempt(folder, faults[fault].format(COMMANDS[command]), fault)
            is_told = status == 0 or (bool(errors.strip()) and "Traceback" not in errors)
            wrong += not is_told
            state = "works" if status == 0 else "told" if is_told else "WRONG"
            print(f"{command:10}  {fault:27} {state:6} {first_line(errors)}", flush=True)
    print(f"{len(cases)} cases, {wrong} wrong")
    sys.exit(bool(wrong))


def attempt(folder: Path, line: str, fault: str) -> tuple[int, str]:
    """The exit status and the errors of a line of bash, in a namespace of its own where it mounts."""
    namespace = ["unshare", "--mount"] if fault in MOUNTED else []
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PYTHONPATH": f"{folder / 'src'}:{folder}",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(
        [*namespace, "bash", "-c", line],
        cwd=folder,
        env={"MLPLAB_WORKERS": "2"} | environment,
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stderr


def first_line(errors: str) -> str:
    return next((line[:100] for line in errors.splitlines() if "rror" in line), "")


if __name__ == "__main__":
    main()
