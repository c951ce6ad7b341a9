"""What the verdict on each claim rests on, in words, by the claim's name."""

from mlplab.page.explanations import section_b, section_c

EXPLANATIONS = section_b.EXPLANATIONS | section_c.EXPLANATIONS
