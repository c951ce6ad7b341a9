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


def test_lines_join_experiments_that_differ_in_one_parameter_and_skip_the_failed_one():
    rate, _ = sweep.panels(experiments(), PARAMETERS, "test_accuracy").axes
    *lines, dots = rate.lines
    assert sorted(len(line.get_xdata()) for line in lines) == [2, 3, 3]
    assert len(dots.get_xdata()) == 8
