import numpy as np
import pytest
from matplotlib.collections import PolyCollection

from mlplab.pictures import curves, style
from tests.pictures.records import ACTIVATIONS, DIVERGED, GRID, curve


def bands(ax):
    return ax.findobj(PolyCollection)


def test_a_grid_has_a_panel_for_every_cell_with_its_names(texts):
    figure = curves.grid(GRID)
    said = texts(figure)
    assert len(figure.axes) == len(GRID) == 8
    assert {"sigmoid", "tanh", "ReLU", "leaky ReLU"} <= set(said)
    assert {"zero initializer", "normal initializer", "epoch", "loss (nats)"} <= set(said)


def test_a_panel_holds_both_curves_and_their_bands():
    panel = curves.grid(GRID).axes[0]
    assert [len(line.get_xdata()) for line in panel.lines] == [20, 20]
    assert len(bands(panel)) == 2
    assert {line.get_color() for line in panel.lines} == {style.COLORS["sigmoid"]}


def test_one_epoch_has_a_mark_where_others_have_a_line():
    one = {cell: found.head(1) for cell, found in GRID.items()}
    panel = curves.grid(one).axes[0]
    assert [line.get_marker() for line in panel.lines] == ["o", "o"]
    assert {line.get_marker() for line in curves.grid(GRID).axes[0].lines} == {"None"}


def test_a_diverged_panel_says_what_happened(texts):
    figure = curves.grid(GRID, notes={("normal", "relu"): "diverged at step 4 to 8"})
    relu, leaky = figure.axes[6:]
    assert "diverged at\nstep 4 to 8" in texts(relu)
    assert "diverged" in texts(leaky)
    assert not relu.lines


def test_losses_share_one_logarithmic_scale_and_accuracies_the_unit_interval():
    losses, accuracies = curves.grid(GRID), curves.grid(GRID, "accuracy")
    assert {ax.get_yscale() for ax in losses.axes} == {"log"}
    assert len({ax.get_ylim() for ax in losses.axes}) == 1
    assert {ax.get_ylim() for ax in accuracies.axes} == {(0, 1.02)}


def test_a_missing_cell_is_blank(texts):
    figure = curves.grid({("zero", "relu"): curve(), ("random", "tanh"): curve()})
    assert sum("not run" in texts(ax) for ax in figure.axes) == 2


def test_noise_on_a_flat_loss_does_not_fill_the_panel():
    low, high = curves.grid({("zero", "tanh"): curve(2.3)}).axes[0].get_ylim()
    assert high / low > 4


def test_a_comparison_labels_every_line_with_its_last_value(texts):
    said = texts(curves.comparison({"logistic": curve(1.6), "relu": curve(0.46)}))
    assert any(text.startswith("logistic 1.6") for text in said)
    assert any(text.startswith("ReLU 0.4") for text in said)


def test_a_comparison_bands_the_validation_alone():
    ax = curves.comparison({name: curve() for name in ACTIVATIONS}).axes[0]
    assert len(ax.lines) == 8
    assert len(bands(ax)) == 4


@pytest.mark.parametrize(
    "one_seed", [curve(seeds=1), curve().drop(columns=["val_loss_sd", "train_loss_sd"])]
)
def test_one_seed_has_no_band_and_the_key_names_none(one_seed, texts):
    figure = curves.comparison({"relu": one_seed})
    assert not bands(figure.axes[0])
    assert not any("sd" in text for text in texts(figure))


def test_a_reference_is_a_line_with_its_name_inside_the_axes(texts):
    errors = curve(0.02, metrics=("mse",))
    figure = curves.comparison({"relu": errors}, "mse", ("PCA, 32 components", 0.0151))
    ax = figure.axes[0]
    assert "PCA, 32 components 0.0151" in texts(figure)
    assert ax.get_ylim()[0] < 0.0151
    assert ax.get_ylabel() == "mean squared error (intensity²)"


def test_a_comparison_names_what_diverged(texts):
    figure = curves.comparison({"relu": curve(), "leaky_relu": DIVERGED})
    assert "diverged: leaky ReLU" in texts(figure)


def test_a_curve_that_ends_in_nan_has_diverged(texts):
    lost = curve()
    lost.loc[5:, lost.columns != "epoch"] = np.nan
    assert "diverged" in texts(curves.grid({("normal", "relu"): lost}))


def test_printed_values_are_diamonds_at_the_last_epoch_with_their_numbers(texts):
    printed = {("normal", "tanh"): {"train": 1.1635, "val": 2.673}}
    figure = curves.grid(GRID, printed=printed)
    (panel,) = (ax for ax in figure.axes if any("2.673" in text for text in texts(ax)))
    diamonds = [line for line in panel.lines if line.get_marker() == "D"]
    assert [tuple(map(float, line.get_xydata()[0])) for line in diamonds] == [
        (20, 1.1635),
        (20, 2.673),
    ]
    assert "◇ 1.1635\n◆ 2.673" in texts(panel)
    assert {"report, training", "report, validation"} <= set(texts(figure))


def test_a_diverged_panel_has_no_mark(texts):
    figure = curves.grid(GRID, printed={("normal", "relu"): {"val": 9.0}})
    assert not any(line.get_marker() == "D" for ax in figure.axes for line in ax.lines)


def test_a_compared_line_says_what_the_report_prints_for_it(texts):
    figure = curves.comparison({"relu": curve(), "tanh": curve(0.4)}, printed={"relu": 0.462})
    said = texts(figure)
    assert "ReLU 0.313\nreport 0.462" in said
    assert "tanh 0.413" in said


def test_a_mean_that_ends_since_one_run_diverged_says_so_and_has_no_mark(texts):
    key = "random", "relu"
    note = "1 of 4 runs diverged at step 184"
    figure = curves.grid({key: curve()}, notes={key: note}, printed={key: {"val": 0.3}})
    assert "1 of 4 runs\ndiverged at\nstep 184" in texts(figure)
    assert not any(text.startswith("◆") for text in texts(figure))
