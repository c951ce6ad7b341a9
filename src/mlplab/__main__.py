"""The command line: `python -m mlplab predict` classifies images, `sweep` compares experiments, nothing lists."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from mlplab import paths
from mlplab.console import guard
from mlplab.errors import InputError, printable, shown

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class _Parser(argparse.ArgumentParser):
    """A parser whose errors are one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"error: {printable(message)} (see {self.prog} --help)\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit status is 1 where its input is at fault, 2 where the command is."""
    parser = _Parser(prog="python -m mlplab", description="Use what the study trained.")
    parser.set_defaults(run=lambda _: _list(parser))
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    _add_predict(commands)
    _add_sweep(commands)
    options = parser.parse_args(arguments)
    try:
        options.run(options)
        return 0
    except InputError as error:
        text = str(error)
    except ModuleNotFoundError as missing:
        text = f"{missing.name} is not installed: pip install 'mlplab[study]' installs it"
    print(f"error: {text}", file=sys.stderr)
    return 1


def _list(parser: argparse.ArgumentParser) -> None:
    from mlplab import predict

    print(parser.format_help())
    print(f"models in {predict.MODELS}/:")
    for line in list(predict.describe_models()) or ["none yet: `dvc repro` trains them"]:
        print(f"  {printable(line)}")


def _add_predict(commands: argparse._SubParsersAction) -> None:
    text = "classify image files with a trained network"
    command = commands.add_parser("predict", help=text, description=f"{text.capitalize()}.")
    command.set_defaults(run=_predict)
    command.add_argument(
        "images", nargs="+", type=Path, metavar="IMAGE", help="PNG, JPEG or the like, of any size"
    )
    command.add_argument(
        "--model",
        type=Path,
        metavar="FILE",
        default=paths.model("kfold_tuning"),
        help="a file below models/ (default: %(default)s)",
    )
    command.add_argument(
        "--top", type=_count, metavar="N", default=3, help="classes to show (default: %(default)s)"
    )
    command.add_argument("--invert", action="store_true", help="take black for white")


def _count(text: str) -> int:
    if not (text.isdecimal() and len(text) < 10 and int(text) > 0):
        raise argparse.ArgumentTypeError(f"1 to 999999999 expected, got {shown(text)}")
    return int(text)


def _predict(options: argparse.Namespace) -> None:
    """Classify all images or, where one of them cannot be read, none."""
    from mlplab import data, predict

    classifier = predict.load_classifier(options.model)
    doubts = []

    def read(path: Path) -> "NDArray[np.uint8]":
        image = data.read_gray(path)
        image = 255 - image if options.invert else image
        doubts.append([*predict.find_doubts(image, classifier.frame)])
        return image

    # One after the other: a folder of photographs does not fit into memory.
    probabilities = classifier.probabilities(map(read, options.images))
    print(printable(predict.describe(options.model, classifier)))
    for path, row, found in zip(options.images, probabilities, doubts, strict=True):
        name = printable(str(path))
        for doubt in found:
            print(f"warning: {name}: {doubt}", file=sys.stderr)
        print(predict.format_prediction(name, row, classifier.class_names, options.top))


def _add_sweep(commands: argparse._SubParsersAction) -> None:
    text = "compare the experiments on HEAD: a table, and a picture of one headline number"
    command = commands.add_parser("sweep", help=text, description=f"{text.capitalize()}.")
    command.set_defaults(run=_sweep)
    command.add_argument(
        "--metric",
        help="a number of metrics/summary.json to draw (default: the validation score that ranks them)",
    )
    command.add_argument(
        "--picture",
        type=Path,
        metavar="FILE",
        default=Path("sweep.png"),
        help="PNG or SVG (default: %(default)s)",
    )


def _sweep(options: argparse.Namespace) -> None:
    from mlplab import artifacts, experiments
    from mlplab.pictures import style, sweep

    finished, failed = experiments.read_experiments()
    table, params, found = experiments.tabulate(finished)
    table, best_by = experiments.rank(table, found)
    metric = options.metric or best_by or (found[0] if found else None)
    if metric not in found:
        raise InputError(
            f"--metric: must differ between the experiments, as {', '.join(found) or 'none'} does, got {metric}"
        )
    if options.picture.suffix not in (".png", ".svg"):
        raise InputError(f"--picture: must end in .png or .svg, got {options.picture}")
    print(table.to_string(float_format="{:.4g}".format))
    print(
        f"ranked by {best_by}"
        if best_by
        else "in the order of the parameters: no validation score differs"
    )
    if failed:
        print(f"failed, and left out (`dvc queue logs` tells why): {', '.join(failed)}")
    picture = style.render(sweep.panels(table, params, metric), options.picture.suffix)
    artifacts.write_bytes(options.picture, picture)
    print(f"{metric} by {', '.join(params)}: in {options.picture}")


if __name__ == "__main__":
    guard(lambda *arguments: main(arguments))
