import numpy as np

from mlplab.pictures import sweep
from tests.pictures.records import experiments

PARAMETERS = ["scratch_mlp.learning_rate", "activation"]


def test_each_parameter_has_a_panel_on_one_scale():
    rate, activation = sweep.panels(experiments(), PARAMETERS, "test_accuracy").axes
    assert (rate.get_xlabel(), activation.get_xlabel()) == ("learning rate", "activation")
    assert rate.get_ylabel() == "test accuracy"
    assert rate.get_xscale() == "log"
    assert rate.get_ylim() == activation.get_ylim()


def test_the_ticks_are_the_values_tried():
    rate, activation = sweep.panels(experiments(), PARAMETERS, "test_accuracy").axes
    np.testing.assert_allclose(rate.get_xticks(), [0.01, 0.05, 0.2])
    assert [tick.get_text() for tick in activation.get_xticklabels()] == ["ReLU", "sigmoid", "tanh"]


def test_lines_join_experiments_that_differ_in_one_parameter_alone():
    rate, _ = sweep.panels(experiments(), PARAMETERS, "test_accuracy").axes
    lines = [line for line in rate.lines if line.get_marker() == "o"]
    assert sorted(len(line.get_xdata()) for line in lines) == [2, 3, 3]


def test_every_line_is_labelled_by_the_other_parameter(texts):
    rate, activation = sweep.panels(experiments(), PARAMETERS, "test_accuracy").axes
    assert sorted(text.get_text() for text in rate.texts) == ["ReLU", "sigmoid", "tanh"]
    assert sorted(text.get_text() for text in activation.texts) == ["0.01", "0.05", "0.2"]
    assert rate.get_title("left") == "a line for each activation"


def test_labels_with_room_are_level_with_the_ends_of_their_lines():
    figure = sweep.panels(experiments().iloc[3:], PARAMETERS, "test_accuracy")
    figure.draw_without_rendering()  # until then the limits are not what they will be
    _, activation = figure.axes
    ends = activation.transData.transform([label.xy for label in activation.texts])
    places = activation.transAxes.inverted().transform(ends)[:, 1]
    assert np.ptp(places) > 0.5
    np.testing.assert_allclose([label.xyann[1] for label in activation.texts], places)


def test_two_parameters_of_one_name_are_told_apart():
    parameters = ["autoencoder.epochs", "activation_comparison.epochs"]
    table = experiments().rename(columns=dict(zip(PARAMETERS, parameters, strict=True)))
    left, right = sweep.panels(table, parameters, "test_accuracy").axes
    assert left.get_xlabel() == "autoencoder epochs"
    assert left.get_title("left") == "a line for each activation comparison epochs"
    assert right.get_xlabel() == "activation comparison epochs"


def test_a_run_that_diverged_is_a_cross_at_the_foot_of_every_panel(texts):
    figure = sweep.panels(experiments(), PARAMETERS, "test_accuracy")
    for ax, place in zip(figure.axes, (0.01, 1), strict=True):
        crosses = [line for line in ax.lines if line.get_marker() == "x" and len(line.get_xdata())]
        assert [list(line.get_xdata()) for line in crosses] == [[place]]
    assert "diverged" in texts(figure)
    assert "diverged" not in texts(
        sweep.panels(experiments().dropna(), PARAMETERS, "test_accuracy")
    )
