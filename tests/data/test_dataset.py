import numpy as np
import pytest

from mlplab.data import Dataset
from mlplab.data.dataset import check_class_name
from mlplab.errors import InputError

IMAGES = np.zeros((2, 4, 5), np.uint8)
LABELS = np.array([0, 1])
NAMES = ("a", "b")


def test_images_labels_and_names_that_fit_are_taken() -> None:
    dataset = Dataset(IMAGES, LABELS, NAMES, test_images=IMAGES[:1], test_labels=LABELS[:1])
    assert dataset.scale == 255


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"images": IMAGES.reshape(2, 20)}, r"images must be \(n, h, w\) uint8, got \(2, 20\)"),
        ({"images": IMAGES / 255}, "uint8, got .* float64"),
        ({"images": IMAGES.tolist()}, "images must be an array"),
        ({"images": IMAGES[:, :0]}, "images must be"),
        ({"images": IMAGES + 17, "scale": 16}, "scale must be a finite number from 17, .* got 16"),
        ({"scale": float("nan")}, "scale must be a finite number from 1, .* got nan"),
        ({"scale": float("inf")}, "scale must be .* got inf"),
        ({"scale": "255"}, "scale must be .* got '255'"),
        ({"scale": 0}, "scale must be .* got 0"),
        ({"labels": LABELS.tolist()}, "labels must be an array"),
        ({"labels": LABELS[:1]}, r"labels must be \(2,\) int64, got \(1,\) int64"),
        ({"labels": LABELS.astype(np.uint8)}, "int64, got .* uint8"),
        ({"labels": LABELS + 1}, "labels must be from 0 to 1, got 1 to 2"),
        ({"labels": LABELS - 1}, "labels must be from 0 to 1, got -1 to 0"),
        ({"class_names": ("a", "a")}, r"differ from each other, got \('a', 'a'\)"),
        ({"class_names": (0, 1)}, "a class name must be a text, got 0"),
        ({"class_names": ("a", "=b")}, "class name must .* got '=b'"),
        ({"test_images": IMAGES}, "come together"),
        ({"test_labels": LABELS}, "come together"),
        ({"test_images": IMAGES, "test_labels": LABELS + 1}, "from 0 to 1"),
        (
            {"test_images": IMAGES + 17, "test_labels": LABELS, "scale": 16},
            "scale must be a finite number from 17",
        ),
        (
            {"test_images": IMAGES[:, 1:], "test_labels": LABELS},
            r"test images must be \(4, 5\) as the images are, got \(3, 5\)",
        ),
    ],
)
def test_arrays_that_do_not_fit_are_refused(changed: dict, fault: str) -> None:
    fields = {"images": IMAGES, "labels": LABELS, "class_names": NAMES} | changed
    with pytest.raises(InputError, match=fault):
        Dataset(**fields)


@pytest.mark.parametrize(
    "name",
    [
        "T-shirt/top",
        "Ankle boot",
        "é",
        "中文",
        "می\u200cخواهم",
        "0",
        "-1",
        "+1",
        "a=b",
        "1+1",
        "<b>&amp;</b>",
        "a, b",
        "'\"",
        "$\\frac{1}{$",
        "..",
        "`x`",
        "$(x)",
        "👩\u200d🚀",
    ],
)
def test_a_class_name_may_be_any_text_of_one_line(name: str) -> None:
    check_class_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "a\nb",
        "a\r",
        "\t",
        "a\0",
        "\x1b[31m",
        "\x85",
        "a\u2028b",
        "\udcff",
        "=1+1",
        "@SUM(1)",
        "+cmd|'/C calc'!A0",
        "-1+1",
        "-",
        " =1",
        "\u3000=1",
        "＝1",
        "－x",
        "</script><script>alert()",
        "a</SCRIPT",
        "<!--<script>",
    ],
)
def test_a_class_name_that_breaks_a_line_a_table_or_a_script_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="a class name must be") as error:
        check_class_name(name)
    assert str(error.value).isprintable()
