"""The pictures of the claims on section B and of what it does not state."""

import numpy as np
import pandas as pd
import pytest

from mlplab.pictures import finite_runs, ridge, signal_flow


@pytest.fixture
def flow():
    rows = [
        {
            "initializer": initializer,
            "activation": activation,
            "step": step,
            "layer": layer,
            "activation_rms": 10.0**layer,
            "gradient_rms": np.nan if layer == 0 else 0.1**layer,
            "expected_activation_rms": 10.0**layer,
            "expected_gradient_rms": np.nan if layer == 0 else 0.1**layer,
        }
        for initializer in ("zero", "normal", "he_normal")
        for activation in ("relu", "tanh")
        for step in (0, 20)
        for layer in range(3)
    ]
    return pd.DataFrame(rows)


def test_the_flow_has_a_column_an_initializer_on_a_log_scale(flow):
    figure = signal_flow.panels(flow)
    assert [ax.get_title("left") for ax in figure.axes[:2]] == ["normal", "He normal"]
    assert all(ax.get_yscale() == "log" for ax in figure.axes)
    for ax in figure.axes:
        theory, measured = ax.get_lines()[:2]
        np.testing.assert_array_equal(theory.get_ydata(), measured.get_ydata())


def test_a_signal_of_zero_stands_on_a_line_of_its_own(flow):
    flow.loc[flow["initializer"] == "zero", ["gradient_rms", "expected_gradient_rms"]] = 0
    figure = signal_flow.panels(flow, ["zero", "normal"], limit=88.7)
    activations, gradients = figure.axes[0], figure.axes[2]
    assert activations.get_yscale() == "log"
    assert gradients.get_yscale() == "symlog"
    assert gradients.get_yticklabels()[0].get_text() == "0"
    assert 88.7 in [line.get_ydata()[0] for line in activations.get_lines()]


def test_the_flow_has_a_row_an_initializer_where_columns_have_no_room(flow):
    figure = signal_flow.panels(flow, width=4.6)
    assert figure.axes[0].get_subplotspec().get_gridspec().get_geometry() == (2, 2)


def test_the_finite_runs_are_counted_in_every_cell():
    cells = [
        {"softmax": way, "initializer": "normal", "learning_rate": rate, "runs": 4}
        | {"finite": finite, "low": finite / 8, "high": 1.0}
        for way, finite in (("naive", 0), ("log_sum_exp", 3))
        for rate in (0.01, 0.001)
    ]
    (ax,) = finite_runs.heatmap(pd.DataFrame(cells)).axes
    said = [text.get_text() for text in ax.texts]
    assert said.count("0 of 4") == said.count("3 of 4") == 2
    assert "38 to 100%" in said


def test_the_ridge_marks_the_best_setting():
    counts = [
        {
            "train_size": size,
            "weight_scale": scale,
            "epochs": epoch,
            "chosen_by": epoch + size // 10,
        }
        for size in (10, 20)
        for scale in (1.0, 2.0)
        for epoch in (1, 2, 3)
    ]
    figure = ridge.panels(pd.DataFrame(counts), counts[8], printed=24)
    assert len(figure.axes) == 2
    marked = [ax for ax in figure.axes if ax.texts]
    assert [ax.texts[0].get_text() for ax in marked] == [str(counts[8]["chosen_by"])]
    assert [ax.get_title("left") for ax in marked] == ["weights × 1"]


def test_a_signal_of_no_shown_initializer_is_drawn_as_it_is():
    rows = [
        {"step": 0, "initializer": "zero", "activation": "relu", "layer": layer}
        | dict.fromkeys(("activation_rms", "gradient_rms"), 0.5)
        | dict.fromkeys(("expected_activation_rms", "expected_gradient_rms"), 0.5)
        for layer in (0, 1)
    ]
    figure = signal_flow.panels(pd.DataFrame(rows))
    assert figure.axes[0].get_title(loc="left") == "zero"
