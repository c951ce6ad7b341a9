"""The command line: `python -m mlplab predict` classifies images, without a command it lists."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from mlplab import data, predict
from mlplab.errors import InputError


class _Parser(argparse.ArgumentParser):
    """A parser whose errors are one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"error: {message} (see {self.prog} --help)\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit status is 1 where its input is at fault, 2 where the command is."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        if options.command is None:
            print(parser.format_help())
            _list_models()
        else:
            _predict(options.images, options.model, options.top, options.invert)
    except InputError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m mlplab", description="Use what the study trained.")
    commands = parser.add_subparsers(title="commands", dest="command", metavar="COMMAND")
    text = "classify image files with a trained network"
    command = commands.add_parser("predict", help=text, description=f"{text.capitalize()}.")
    command.add_argument(
        "images", nargs="+", type=Path, metavar="IMAGE", help="PNG, JPEG or the like, of any size"
    )
    command.add_argument(
        "--model",
        type=Path,
        metavar="FILE",
        default=predict.DEFAULT_MODEL,
        help="a file below models/ (default: %(default)s)",
    )
    command.add_argument(
        "--top", type=_count, metavar="N", default=3, help="classes to show (default: %(default)s)"
    )
    command.add_argument("--invert", action="store_true", help="take black for white")
    return parser


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"1 or more expected, got {text!r}")
    return int(text)


def _list_models() -> None:
    print(f"models in {predict.MODELS}/:")
    for line in list(predict.describe_models()) or ["none yet: `dvc repro` trains them"]:
        print(f"  {line}")


def _predict(paths: Sequence[Path], model: Path, top: int, invert: bool) -> None:
    """Classify all images or, where one of them cannot be read, none."""
    classifier = predict.load_classifier(model)
    images = [data.read_grey(path) for path in paths]
    if invert:
        images = [255 - image for image in images]
    probabilities = classifier.probabilities(images)
    for path, image, row in zip(paths, images, probabilities, strict=True):
        for doubt in predict.find_doubts(image):
            print(f"warning: {path}: {doubt}", file=sys.stderr)
        print(predict.format_prediction(str(path), row, classifier.class_names, top))


if __name__ == "__main__":
    sys.exit(main())
