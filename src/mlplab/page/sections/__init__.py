"""The sections of the page: every module of this package is one, and has its section as `SECTION`."""

import pkgutil
from dataclasses import replace
from importlib import import_module

from mlplab.page.section import Section


def find_sections() -> list[Section]:
    """All sections by their position; then those without, by their name."""
    names = [module.name for module in pkgutil.iter_modules(__path__)]
    sections = [
        replace(import_module(f"{__name__}.{name}").SECTION, name=name) for name in sorted(names)
    ]
    return sorted(sections, key=lambda section: (section.position is None, section.position or 0))
