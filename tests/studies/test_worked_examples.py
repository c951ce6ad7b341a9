"""Section A against its derivation by hand (and, where the report rounds on the way, against the exact values)."""

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest

from mlplab.errors import InputError
from mlplab.studies.backpropagation import run_steps, with_intermediates
from mlplab.studies.hard_margin_svm import solve


@pytest.fixture(scope="module")
def steps():
    return run_steps(0.5, 0.5, 0.01, [(1, 3), (2, 4), (3, 5)])


def test_the_first_step_is_the_reports(steps):
    step = steps[0]
    assert (step["h"], step["y_hat"], step["loss"]) == (1, 1, 2)
    assert step["gradients"] == {"y_hat": -2, "w2": -2, "b2": -2, "h": -1, "w1": -1, "b1": -1}
    assert step["updated"] == pytest.approx({"w1": 0.51, "b1": 0.51, "w2": 0.52, "b2": 0.52})


def test_the_losses_and_the_final_weights_are_the_exact_ones(steps):
    assert [step["loss"] for step in steps] == pytest.approx([2, 3.603002, 5.293435], abs=5e-7)
    final = {"w1": 0.592685, "b1": 0.542215, "w2": 0.630627, "b2": 0.579381}
    assert steps[-1]["updated"] == pytest.approx(final, abs=5e-7)


def test_every_value_follows_from_the_ones_before_it_by_the_chain_rule(steps):
    for step, after in zip(steps, [*steps[1:], None], strict=True):
        g = step["gradients"]
        assert step["h"] == pytest.approx(step["w1"] * step["x"] + step["b1"])
        assert step["y_hat"] == pytest.approx(step["w2"] * step["h"] + step["b2"])
        assert step["loss"] == pytest.approx((step["y_hat"] - step["y"]) ** 2 / 2)
        assert g["y_hat"] == pytest.approx(step["y_hat"] - step["y"])
        assert g["w2"] == pytest.approx(g["y_hat"] * step["h"])
        assert g["b2"] == pytest.approx(g["y_hat"])
        assert g["h"] == pytest.approx(g["y_hat"] * step["w2"])
        assert g["w1"] == pytest.approx(g["h"] * step["x"])
        assert g["b1"] == pytest.approx(g["h"])
        for name, value in step["updated"].items():
            assert value == pytest.approx(step[name] - 0.01 * g[name])
            assert after is None or after[name] == value


def test_what_the_report_writes_between_its_values_is_given(steps):
    step = with_intermediates(steps[1])
    assert step["w2_h"] + step["b2"] == pytest.approx(step["y_hat"])
    assert step["squared_error"] == pytest.approx(2 * step["loss"])
    for name, increment in step["increments"].items():
        assert step[name] + increment == pytest.approx(step["updated"][name])


def test_a_dead_unit_passes_no_gradient_on():
    (step,) = run_steps(0.5, 0.5, 0.01, [(-3, 2)])
    assert step["h"] == 0
    assert step["gradients"]["w1"] == step["gradients"]["b1"] == 0
    assert step["updated"]["w1"] == 0.5


@pytest.mark.parametrize(
    ("positive", "negative", "weights", "bias", "margin", "on_margin"),
    [
        ([(1, 0), (0, 1)], [(1, 1), (2, 0)], (-2, -2), 3, 0.353553, [0, 1, 2, 3]),
        ([(1, 2), (2, 3)], [(3, 3), (4, 1)], (-2, 0), 5, 0.5, [1, 2]),
    ],
)
def test_the_svms_are_those_of_the_derivation_by_hand(
    positive, negative, weights, bias, margin, on_margin
):
    result = solve(positive, negative)
    assert result["weights"] == pytest.approx(weights, abs=1e-6)
    assert result["bias"] == pytest.approx(bias, abs=1e-6)
    assert result["margin"] == pytest.approx(margin, abs=1e-6)
    assert result["on_margin"] == on_margin
    assert np.all(np.abs(result["decisions"])[on_margin] == pytest.approx(1, abs=1e-6))


def test_the_class_of_1_3_is_positive():
    query = solve([(1, 2), (2, 3)], [(3, 3), (4, 1)], (1, 3))["query"]
    assert query["label"] == 1
    assert query["decision"] == pytest.approx(3, abs=1e-6)


def test_points_that_no_line_separates_are_refused():
    with pytest.raises(InputError, match="no straight line"):
        solve([(0, 0), (1, 1)], [(0, 1), (1, 0)])


def test_a_query_on_the_line_has_no_class():
    query = solve([(0, 0)], [(4, 0)], (2, 7))["query"]
    assert query["label"] == 0
    assert query["decision"] == 0


def exact_weights(positive, negative):
    """The shortest w with w.d >= 2 for every pair's difference d, in fractions: one or two of them hold it."""
    d = [
        [Fraction(a) - Fraction(b) for a, b in zip(p, q, strict=True)]
        for p in positive
        for q in negative
    ]
    found = [(2 * x / (x * x + y * y), 2 * y / (x * x + y * y)) for x, y in d if x or y]
    for (x1, y1), (x2, y2) in combinations(d, 2):
        if det := x1 * y2 - y1 * x2:
            found.append((2 * (y2 - y1) / det, 2 * (x1 - x2) / det))
    for u, v in sorted(found, key=lambda w: w[0] ** 2 + w[1] ** 2):
        if all(u * x + v * y >= 2 for x, y in d):
            return float(u), float(v)
    return None


def points_of_many_kinds():
    """Whole numbers, decimals, nearly on one line, far from 0; most of them separable."""
    rng = np.random.default_rng(0)
    for _ in range(25):
        count = rng.integers(2, 9)
        plain = rng.normal(size=(count, 2)) * 3
        x = plain[:, 0]
        along = np.column_stack([x, 2 * x + 10.0 ** -rng.integers(1, 7) * plain[:, 1]])
        for points in (
            np.rint(plain),
            plain.round(2),
            plain * 10.0 ** rng.integers(-5, 6),
            (plain + 10.0 ** rng.integers(1, 6)).round(3),
            along.round(7),
        ):
            if rng.random() < 0.8:
                points = points[np.argsort(points @ rng.normal(size=2))]
            cut = rng.integers(1, count)
            yield points[:cut].tolist(), points[cut:].tolist()


def test_any_points_have_the_line_that_fractions_give():
    separable = 0
    for positive, negative in points_of_many_kinds():
        expected = exact_weights(positive, negative)
        if expected is None:
            with pytest.raises(InputError, match="no straight line"):
                solve(positive, negative)
        else:
            separable += 1
            result = solve(positive, negative)
            error = np.subtract(result["weights"], expected)
            assert np.abs(error).max() < 1e-6 * np.abs(expected).max(), (positive, negative)
            assert {*np.array(result["labels"])[result["on_margin"]]} == {1, -1}
    assert 80 < separable < 120
