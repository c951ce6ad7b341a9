"""How a stage meets the terminal: a fault is one line, and so is what it found."""

import sys
from collections.abc import Callable

from mlplab.errors import InputError


def run_main(main: Callable[..., None]) -> None:
    """Run a stage's `main` with the command line's arguments; an InputError ends it in one line, with exit status 1.

    So does Ctrl-C, with the status that shells give it.
    """
    try:
        main(*sys.argv[1:])
    except InputError as error:
        sys.exit(f"error: {error}")
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        sys.exit(130)


def announce(text: str) -> None:
    """Print what a stage found and where it wrote it."""
    print(text, flush=True)
