"""Scores of single runs."""

from matplotlib.colors import to_hex

from mlplab.pictures import dots, style

GROUPS = {"one": {"relu": [0.7, 0.72], "before": [0.5]}, "other": {"relu": [0.6], "before": [0.4]}}


def test_each_choice_has_its_runs_its_mean_and_its_note(texts):
    figure = dots.panels(GROUPS, label="test accuracy", notes={"relu": "2 of 8 dead"})
    assert {"ReLU\n2 of 8 dead", "before", "0.710", "0.500", "0.600"} <= set(texts(figure))
    runs = [line for line in figure.axes[0].lines if line.get_marker() == "o"]
    assert [list(line.get_xdata()) for line in runs] == [[0.7, 0.72], [0.5]]


def test_no_line_strikes_a_number_through():
    figure = dots.panels(GROUPS, label="test accuracy", reference=("the report", 0.711))
    for ax in figure.axes:
        assert len(ax.texts) == 2
        for text in ax.texts:
            plate = text.get_bbox_patch()
            assert plate.get_facecolor() == (1, 1, 1, 1)
            assert text.get_zorder() > max(line.get_zorder() for line in ax.lines)


def test_a_choice_has_the_color_of_its_family():
    figure = dots.panels(GROUPS, label="test accuracy", families={"before": "relu"})
    colors = {to_hex(line.get_color()).upper() for line in figure.axes[0].lines}
    assert colors == {style.COLORS["relu"]}


def test_a_reference_is_a_line_in_every_panel_and_in_the_key(texts):
    figure = dots.panels(GROUPS, label="test accuracy", reference=("the report", 0.712))
    for ax in figure.axes:
        assert [0.712, 0.712] in [list(line.get_xdata()) for line in ax.lines]
    assert "the report" in texts(figure)
