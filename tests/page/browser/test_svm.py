"""Move the points: the browser's line of largest margin is the study's, whatever the points."""

import numpy as np
import pytest

from mlplab import artifacts
from mlplab.errors import InputError
from mlplab.studies.hard_margin_svm import solve
from tests.conftest import ROOT

SOLVE = "([points, labels]) => Svm.solve(points, labels)"


def solved(page, positive, negative):
    labels = [1] * len(positive) + [-1] * len(negative)
    return page.evaluate(SOLVE, [[*positive, *negative], labels])


def clouds():
    """Points that a line separates, of many numbers, scales and places."""
    rng = np.random.default_rng(0)
    for number in range(40):
        scale, place = 10.0 ** rng.integers(-3, 4), rng.normal(size=2) * 3
        normal = rng.normal(size=2)
        points = rng.normal(size=(rng.integers(4, 14), 2))
        sides = points @ normal
        points += np.outer(np.sign(sides) * 0.2, normal)  # a gap
        if 0 < (sides > 0).sum() < len(points):
            points = (points + place) * scale
            yield pytest.param(
                points[sides > 0].tolist(), points[sides <= 0].tolist(), id=f"{number}"
            )


@pytest.mark.parametrize(("positive", "negative"), list(clouds()))
def test_the_line_is_the_one_of_largest_margin(scripts, positive, negative):
    found = solved(scripts, positive, negative)
    points, labels = (
        np.array([*positive, *negative]),
        np.repeat([1, -1], [len(positive), len(negative)]),
    )
    decisions = points @ found["weights"] + found["bias"]
    np.testing.assert_allclose(decisions, found["decisions"], atol=1e-6)
    assert np.all(labels * decisions > 1 - 1e-5)
    expected = solve(positive, negative)
    assert found["margin"] == pytest.approx(expected["margin"], rel=1e-6)
    largest = np.abs(found["weights"]).max()
    np.testing.assert_allclose(found["weights"], expected["weights"], atol=1e-6 * largest)
    assert found["on_margin"] == expected["on_margin"]
    assert len(found["on_margin"]) >= 2


@pytest.mark.parametrize("name", ["svm_1", "svm_2"])
def test_with_the_defaults_the_line_is_the_tables(scripts, name):
    record = artifacts.read_json(ROOT / "metrics" / "worked_examples.json")[name]
    found = scripts.evaluate(SOLVE, [record["points"], record["labels"]])
    for key in ("weights", "bias", "margin", "decisions"):
        np.testing.assert_allclose(found[key], record[key], rtol=1e-5, atol=1e-9)
    assert found["on_margin"] == record["on_margin"]


@pytest.mark.parametrize(
    ("positive", "negative"),
    [
        ([[0, 0], [1, 1]], [[0, 1], [1, 0]]),
        ([[0, 0]], [[0, 0]]),
        ([[0, 0], [2, 0]], [[1, 0]]),
        ([[0, 0], [3, 0], [0, 3]], [[1, 1]]),
    ],
)
def test_points_that_no_line_separates_have_no_line(scripts, positive, negative):
    assert solved(scripts, positive, negative) is None
    with pytest.raises(InputError):
        solve(positive, negative)


def told(page, name):
    return page.locator(f"#{name} .words").inner_text()


def test_the_printed_values_stand_beside_ours_until_a_point_moves(page):
    assert "w₁ −2 (report −2), w₂ −2 (report −2), b 3 (report 3)" in told(page, "svm-1")
    page.locator("#svm-1 .point").first.press("ArrowUp")
    assert "report" not in told(page, "svm-1")
    page.locator("#svm-1").get_by_role("button", name="Reset").click()
    assert "report" in told(page, "svm-1")


def test_arrow_keys_move_a_point_and_the_line_follows(page):
    point = page.locator("#svm-2 .point").nth(1)
    assert point.get_attribute("aria-label") == "Positive point 2 at (2, 3), on the margin"
    assert "margin 0.5." in told(page, "svm-2")
    for _ in range(5):
        point.press("ArrowLeft")
    assert point.get_attribute("aria-label").startswith("Positive point 2 at (1, 3)")
    points = [[1, 2], [1, 3]], [[3, 3], [4, 1]]
    assert f"margin {solve(*points)['margin']:.4g}." in told(page, "svm-2")
    point.press("Shift+ArrowRight")
    assert point.get_attribute("aria-label").startswith("Positive point 2 at (2, 3)")


def test_a_point_can_be_dragged_among_the_others_which_are_then_inseparable(page):
    point = page.locator("#svm-2 .point").first
    point.scroll_into_view_if_needed()
    start = point.locator(".reach").bounding_box()
    target = page.locator("#svm-2 .point").nth(3).locator(".reach").bounding_box()
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(target["x"] + target["width"], target["y"] + target["height"] / 2, steps=5)
    page.mouse.up()
    assert told(page, "svm-2").startswith("No straight line separates")
    assert page.locator("#svm-2 .line").count() == 0
    page.mouse.move(0, 0)  # the point stays where it was let go
    assert told(page, "svm-2").startswith("No straight line separates")


def test_no_other_mouse_button_and_no_shortcut_moves_a_point(page):
    point = page.locator("#svm-2 .point").first
    point.scroll_into_view_if_needed()
    box, before = point.locator(".reach").bounding_box(), point.get_attribute("aria-label")
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down(button="right")
    page.mouse.move(box["x"] + 60, box["y"] + 60, steps=3)
    page.mouse.up(button="right")
    for key in ("Alt+ArrowLeft", "Control+ArrowUp", "Meta+ArrowRight"):
        point.press(key)
    assert point.get_attribute("aria-label") == before


def test_a_finger_moves_a_point_and_the_page_stays_where_it_is(page):
    point = page.locator("#svm-2 .point").nth(1)
    point.scroll_into_view_if_needed()
    box, scrolled = point.locator(".reach").bounding_box(), page.evaluate("scrollY")
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    session = page.context.new_cdp_session(page)
    for kind, places in [
        ("touchStart", [(x, y)]),
        *(("touchMove", [(x, y + step)]) for step in (10, 30, 60)),
        ("touchEnd", []),
    ]:
        touches = [{"x": across, "y": down} for across, down in places]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})
    assert not point.get_attribute("aria-label").startswith("Positive point 2 at (2, 3)")
    assert page.evaluate("scrollY") == scrolled


def test_the_query_is_classified_and_may_lie_on_the_line(page):
    query = page.locator("#svm-2 .point.query")
    assert "The query (1, 3) has f = 3: class +1." in told(page, "svm-2")
    for _ in range(10):
        query.press("ArrowRight")
    assert "The query (3, 3) has f = −1: class −1." in told(page, "svm-2")
    page.evaluate("""() => {
      const data = { points: [[1, 0], [-1, 0]], labels: [1, -1], query: [0, 5] };
      const root = document.querySelector("#svm-2");
      root.replaceChildren();
      Svm.mount(root, data);
    }""")
    assert "The query (0, 5) lies on the line" in told(page, "svm-2")


def test_what_is_told_of_far_points_has_all_digits_and_the_study_s_word_on_the_query(page):
    points = [[649900, -714900], [-275600, 693300], [464000, 412700]]
    page.evaluate(
        """points => {
          const root = document.querySelector("#svm-2");
          root.replaceChildren();
          Svm.mount(root, { points, labels: [1, -1, -1], query: null });
        }""",
        points,
    )
    assert "f(x) = 2.847 × 10^−7 x₁ − 0.000001727 x₂ − 0.4195, margin" in told(page, "svm-2")
    close = [1e-7, 5]
    assert solve([[1, 0]], [[-1, 0]], close)["query"]["label"] == 0
    page.evaluate(
        """query => {
          const root = document.querySelector("#svm-2");
          root.replaceChildren();
          Svm.mount(root, { points: [[1, 0], [-1, 0]], labels: [1, -1], query });
        }""",
        close,
    )
    assert "lies on the line" in told(page, "svm-2")


def test_a_far_query_stands_at_the_edge_and_leaves_the_points_their_room(page):
    page.evaluate("""() => {
      const data = { points: [[1, 2], [2, 3], [3, 3], [4, 1]], labels: [1, 1, -1, -1], query: [-400, 77] };
      const root = document.querySelector("#svm-2");
      root.replaceChildren();
      Svm.mount(root, data);
    }""")
    assert "The query (−400, 77) has f = 805: class +1." in told(page, "svm-2")
    plane = page.locator("#svm-2 .plane").bounding_box()
    marks = [
        page.locator("#svm-2 .point path").nth(number).bounding_box()["x"] - plane["x"]
        for number in range(5)
    ]
    assert -2 <= marks[4] < 20
    assert marks[3] - marks[0] > plane["width"] / 2


@pytest.mark.parametrize("scale", [0.001, 1, 1000])
def test_nine_points_of_any_scale_can_be_moved(page, scale):
    points = [[0, 0], [1, 0], [0, 1], [1, 1], [3, 3], [4, 3], [3, 4], [4, 4], [5, 5]]
    page.evaluate(
        """([points, labels]) => {
          const root = document.querySelector("#svm-1");
          root.replaceChildren();
          Svm.mount(root, { points, labels, query: null });
        }""",
        [(np.array(points) * scale).tolist(), [1] * 4 + [-1] * 5],
    )
    assert page.locator("#svm-1 .point").count() == 9
    before = page.locator("#svm-1 .point").nth(8).get_attribute("aria-label")
    page.locator("#svm-1 .point").nth(8).press("ArrowLeft")
    assert page.locator("#svm-1 .point").nth(8).get_attribute("aria-label") != before
    margin = solve(points[:4], points[4:])["margin"] * scale
    assert f"margin {margin:.4g}." in told(page, "svm-1")
    assert page.locator("#svm-1 .line").count() == 1
