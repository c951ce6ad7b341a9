"""Numbers and names as text."""

import pytest

from mlplab import wording


@pytest.mark.parametrize(
    ("name", "text"),
    [("leaky_relu", "leaky ReLU"), ("val_loss", "validation loss"), ("0.2", "0.2")],
)
def test_a_name_becomes_words_and_keeps_its_dots(name, text):
    assert wording.words(name) == text


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("val_loss", "validation loss (nats)"),
        ("mse", "mean squared error (intensity²)"),
        ("test_macro_f1", "test macro F1"),
        ("scratch_mlp.batch_size", "batch size (images)"),
        ("accuracy", "accuracy"),
    ],
)
def test_the_last_key_of_a_path_becomes_words_with_their_unit(path, label):
    assert wording.with_unit(path) == label


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2.0, "2"),
        (-2.6844, "−2.684"),
        (0.5, "0.5"),
        (-2e-5, "−2e-5"),
        (0, "0"),
        (10240, "10240"),
        (9999.7, "10000"),
        (3e38, "3e38"),
    ],
)
def test_an_exact_number_is_short(value, text):
    assert wording.number(value, 4) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.26, "0.260"),
        (1, "1.00"),
        (345.2, "345"),
        (999.7, "1000"),
        (-1234.5, "−1234"),
        (1.0132e39, "1.01e39"),
    ],
)
def test_a_measured_number_keeps_three_digits(value, text):
    assert wording.measured(value) == text


@pytest.mark.parametrize(
    ("score", "text"),
    [
        ((0.88512, 0.00432), "0.885 ± 0.004"),
        ((2.30147, 0.00003), "2.30 ± 0.00"),
        ((0.0220219, 0.000162), "0.0220 ± 0.0002"),
        ((-12.34,), "−12.3"),
        ((1234.0,), "1234"),
        ((1.0132e39, 2.5e38), "1.01e39 ± 2.5e38"),
        ((0.0,), "0.00"),
    ],
)
def test_a_mean_has_three_digits_and_its_sd_as_many_decimals(score, text):
    assert wording.mean_and_sd(*score) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (wording.aligned(0.88512, 0.00432), "0.8851 ± 0.0043"),
        (wording.aligned(-0.5), "−0.5000"),
        (wording.signed(0.012345, 4), "+0.0123"),
        (wording.signed(-0.126041), "−0.126"),
        (wording.signed(1234.4), "+1234"),
        (wording.signed(0.0), "0"),
        (wording.signed(-0.00004, 4), "0.0000"),
        (wording.signed(-1.52e38, 4), "−1.52e38"),
        (wording.aligned(9.12e38), "9.12e38"),
        (wording.percent(-1.46), "−146%"),
        (wording.percent(0.004), "less than 1%"),
        (wording.percent(0.999), "more than 99%"),
        (wording.percent(1), "100%"),
        (wording.number(2e-4), "2e-4"),
        (wording.point([1.0, 0.0]), "(1, 0)"),
        (wording.listing([]), ""),
        (wording.listing(["a"]), "a"),
        (wording.listing(["a", "b", "c"]), "a, b and c"),
        (wording.span([5, 4, 4]), "4 to 5"),
        (wording.span([4, 4]), "4"),
        (wording.unbroken("1 ± 2, a × b"), "1\xa0±\xa02, a\xa0×\xa0b"),
        (wording.count(1, "run"), "1 run"),
        (wording.count(4, "run"), "4 runs"),
        (wording.cell_name("random-leaky_relu"), "random, leaky ReLU"),
        (wording.sentence_case("random, ReLU"), "Random, ReLU"),
    ],
)
def test_numbers_and_names_as_text(text, expected):
    assert text == expected


@pytest.mark.parametrize(
    ("names", "labels"),
    [
        (("T-shirt/top", "Dress"), ["T-shirt/top", "Dress"]),
        (("A word more than there is room for", "Dress"), ["A word more…", "Dress"]),
        (("class number 9", "class number 10"), ["class…mber 9", "class…ber 10"]),
        (
            ("leaves of the young oak tree", "leaves of the old oak tree", "moss"),
            ["1 leaves of…", "2 leaves of…", "moss"],
        ),
    ],
)
def test_labels_of_classes_are_short_and_tell_them_apart(names, labels):
    assert wording.class_labels(names) == dict(zip(names, labels, strict=True))
