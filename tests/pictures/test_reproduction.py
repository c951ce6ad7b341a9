from mlplab.pictures import reproduction
from tests.pictures.records import VERDICTS


def test_every_printed_value_is_a_square_in_the_line_of_its_stage(texts):
    figure = reproduction.overview(VERDICTS)
    assert len(figure.axes[0].patches) == 4
    assert {"worked examples", "k-fold tuning", "scratch MLP"} <= set(texts(figure))


def test_the_key_counts_the_verdicts_that_occur(texts):
    said = texts(reproduction.overview(VERDICTS))
    assert {"✓ 2 reproduced", "≈ 1 within two sd", "× 1 differs"} <= set(said)
    assert not any("not comparable" in text for text in said)


def test_a_long_stage_goes_on_in_the_next_line():
    rows = [{"name": "scratch_mlp/a:b", "verdict": "reproduced"}] * (reproduction.ROW + 1)
    first, *_, last = reproduction.overview(rows).axes[0].patches
    assert last.get_y() == first.get_y() + 1
    assert last.get_x() == first.get_x()
