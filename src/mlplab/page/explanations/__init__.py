"""What the verdict on each claim rests on, by the claim's name: words, series as tables, and what its picture shows."""

from mlplab.page.explanations import section_b, section_c
from mlplab.page.explanations.pictures import DESCRIPTIONS
from mlplab.page.explanations.series import TABLES

__all__ = ["DESCRIPTIONS", "EXPLANATIONS", "TABLES"]

EXPLANATIONS = section_b.EXPLANATIONS | section_c.EXPLANATIONS
