"""How the tests read a picture."""

import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text


@pytest.fixture(scope="session")
def texts():
    """A function that lists every text that a picture, or a part of it, shows."""

    def read(figure: Figure) -> list[str]:
        found = [text for text in figure.findobj(Text) if text.get_visible()]
        return [text.get_text() for text in found if text.get_text()]

    return read
