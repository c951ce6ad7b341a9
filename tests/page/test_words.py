"""The words that compare numbers, and numbers as text."""

import pytest

from mlplab.page import words
from mlplab.page.study import Score


@pytest.mark.parametrize(
    ("first", "second", "word"),
    [
        (Score(0.9, 0.01), Score(0.8, 0.01), "higher"),
        (Score(0.8, 0.01), Score(0.9, 0.01), "lower"),
        (Score(0.9, 0.01), Score(0.885, 0.001), "within noise"),  # the larger sd counts
        (Score(0.9, 0.001), Score(0.885, 0.01), "within noise"),
        (Score(0.75, 0.125), Score(0.5, 0.0), "higher"),  # two sd apart: no longer within
        (Score(0.9), Score(0.9, 0.1), "equal"),
        (Score(0.9), Score(0.89, 0.01), "within noise"),  # one run against several
        (Score(0.9), Score(0.89), "higher"),  # single runs know no noise
        (Score(0.9, 0.0), Score(0.89, 0.0), "higher"),
    ],
)
def test_two_means_are_within_noise_when_closer_than_two_of_the_larger_sd(first, second, word):
    assert words.compare(first, second) == word


@pytest.mark.parametrize(
    ("score", "text"),
    [
        (Score(0.88512, 0.00432), "0.885 ± 0.004"),
        (Score(2.30147, 0.00003), "2.30 ± 0.00"),
        (Score(0.0220219, 0.000162), "0.0220 ± 0.0002"),
        (Score(-12.34), "−12.3"),
        (Score(1234.0), "1234"),
        (Score(0.0), "0.00"),
    ],
)
def test_a_score_in_a_sentence_has_three_digits_and_its_sd_as_many_decimals(score, text):
    assert words.spread(score) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (words.in_table(Score(0.88512, 0.00432)), "0.8851 ± 0.0043"),
        (words.in_table(Score(-0.5)), "−0.5000"),
        (words.signed(0.012345, 4), "+0.0123"),
        (words.signed(-0.126041), "−0.126"),
        (words.signed(0.0), "0"),
        (words.exact(-2.0), "−2"),
        (words.exact(2e-4), "2e-4"),
        (words.point([1.0, 0.0]), "(1, 0)"),
        (words.listing([]), ""),
        (words.listing(["a"]), "a"),
        (words.listing(["a", "b", "c"]), "a, b and c"),
        (words.span([5, 4, 4], words.exact), "4 to 5"),
        (words.span([4, 4], words.exact), "4"),
        (words.unbroken("1 ± 2, a × b"), "1\xa0±\xa02, a\xa0×\xa0b"),
        (words.count(1, "run"), "1 run"),
        (words.count(4, "run"), "4 runs"),
        (words.cell_name("random-leaky_relu"), "random, leaky ReLU"),
        (words.sentence_case("random, ReLU"), "Random, ReLU"),
    ],
)
def test_numbers_and_names_as_text(text, expected):
    assert text == expected
