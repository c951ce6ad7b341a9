"""Backpropagation, step by step: the same numbers as the engine's, by keys and by buttons."""

import numpy as np
import pytest

from mlplab import artifacts
from mlplab.page.sections import backpropagation
from mlplab.studies.backpropagation import run_steps
from tests.page.browser import harness

RUN = "exercise => Backpropagation.runSteps(exercise)"
PHASES = 7


def flat(step):
    """Every number of a step by its path."""
    return {
        f"{key}.{name}" if name else key: number
        for key, value in step.items()
        for name, number in (value.items() if isinstance(value, dict) else [("", value)])
    }


def exercises():
    rng = np.random.default_rng(0)
    yield harness.exercise()
    yield {
        "weight": -0.5,
        "bias": 0.1,
        "learning_rate": 0.1,
        "samples": [[1, 3], [-2, 1]],
    }  # dead ReLUs
    yield {
        "weight": 0.5,
        "bias": -9,
        "learning_rate": 0.1,
        "samples": [[20, 1]],
    }  # only the second dead
    for _ in range(20):
        weight, bias, rate = rng.normal(size=3)
        samples = rng.normal(size=(5, 2)).tolist()
        yield {"weight": weight, "bias": bias, "learning_rate": abs(rate) / 10, "samples": samples}


@pytest.mark.parametrize("exercise", list(exercises()))
def test_every_number_is_the_engines(scripts, exercise):
    found = scripts.evaluate(RUN, exercise)
    expected = run_steps(**exercise)
    assert len(found) == len(expected)
    for ours, theirs in zip(found, expected, strict=True):
        assert flat(ours).keys() == flat(theirs).keys()
        for path, number in flat(theirs).items():
            assert flat(ours)[path] == pytest.approx(number, rel=1e-12, abs=1e-12), path


def test_with_the_defaults_all_numbers_are_the_tables(scripts):
    table = artifacts.read_json(harness.ROOT / "metrics" / "worked_examples.json")[
        "backpropagation"
    ]
    for number, step in enumerate(scripts.evaluate(RUN, harness.exercise()), start=1):
        ours = flat(table[f"step_{number}"])
        assert flat(step) == pytest.approx({name: ours[name] for name in flat(step)}, rel=1e-5)


def words(page):
    return page.locator("#backpropagation .words").inner_text().replace("\u00a0", " ")


def box(page, name):
    """The lines in the box of a quantity, by its symbol."""
    boxes = page.locator("#backpropagation .box")
    texts = [boxes.nth(i).locator("text").all_text_contents() for i in range(boxes.count())]
    return next(lines for lines in texts if lines[0].startswith(f"{name} ="))


def press(page, key, times=1):
    stage = page.get_by_role("group", name="Backpropagation, step by step")
    for _ in range(times):
        stage.press(key)


def test_arrow_keys_go_through_a_step_and_the_numbers_appear(page):
    assert words(page) == "Step 1 of 3, forward: h = ReLU(w₁ x + b₁) = ReLU(0.5 × 1 + 0.5) = 1"
    assert box(page, "ŷ") == ["ŷ = ?"]
    press(page, "ArrowRight", PHASES)
    assert words(page).startswith("Step 2 of 3, forward: h = ")
    press(page, "ArrowLeft")
    assert words(page).startswith("Step 1 of 3, update:")
    assert box(page, "w₁") == ["w₁ = 0.5", "∂ −1", "report −1", "→ 0.51", "report 0.51"]
    press(page, "End")
    assert words(page).startswith("Step 3 of 3, update:")
    assert box(page, "b₂")[-2:] == ["→ 0.57938", "report 0.57"]
    press(page, "Alt+ArrowLeft")  # the browser's
    assert words(page).startswith("Step 3 of 3, update:")
    press(page, "Home")
    assert words(page).startswith("Step 1 of 3, forward: h")


def test_every_printed_value_stands_beside_its_number(page, compared_results):
    printed = backpropagation.stepper(compared_results)["printed"]
    shown = 0
    for number in (1, 2, 3):
        press(page, "Home")
        press(page, "ArrowRight", number * PHASES - 1)
        shown += page.locator("#backpropagation .printed").count()
    assert shown == len(printed) == 47


def test_space_plays_and_pauses_and_buttons_do_what_keys_do(page):
    press(page, " ")
    assert page.get_by_role("button", name="Pause").is_visible()
    press(page, " ")
    assert page.get_by_role("button", name="Play").is_visible()
    page.get_by_role("button", name="Last").click()
    assert words(page).startswith("Step 3 of 3, update")
    page.get_by_role("button", name="First").click()
    page.get_by_role("button", name="Next").click()
    assert words(page).startswith("Step 1 of 3, forward: ŷ")
    page.get_by_role("button", name="Back").click()
    assert words(page).startswith("Step 1 of 3, forward: h")


def test_another_exercise_is_computed_and_not_compared_with_the_report(page):
    page.get_by_label("Samples (x, y)").fill("(2, 1) (0, 4) (1, 1) (3, -2) (1, 0)")
    page.get_by_role("textbox", name="Weights").fill("-0.25")
    press(page, "End")
    assert words(page).startswith("Step 5 of 5, update")
    assert page.locator("#backpropagation .printed").count() == 0
    page.locator("#backpropagation").get_by_role("button", name="Reset").click()
    press(page, "End")
    assert page.locator("#backpropagation .printed").count() > 0


def test_a_large_number_has_all_its_digits_before_the_point(page):
    page.get_by_label("Samples (x, y)").fill("(123456, 3)")
    assert words(page).endswith("h = ReLU(w₁ x + b₁) = ReLU(0.5 × 123456 + 0.5) = 61729")
    assert box(page, "x") == ["x = 123456"]


@pytest.mark.parametrize(
    ("label", "text"),
    [("Weights", "much"), ("Biases", ""), ("Samples (x, y)", "1 2 3"), ("Samples (x, y)", "")],
)
def test_what_is_no_number_is_told_and_changes_nothing(page, label, text):
    page.get_by_role("textbox", name=label).fill(text)
    assert page.get_by_role("textbox", name=label).get_attribute("aria-invalid") == "true"
    assert page.locator("#backpropagation .error").inner_text().startswith("Numbers only")
    assert words(page).endswith("= 1")


def test_numbers_move_along_the_edges_unless_less_motion_is_asked_for(browser, address, page):
    press(page, "ArrowRight")
    assert page.locator("#backpropagation .token").count() == 0
    with browser.new_context(reduced_motion="no-preference") as context:
        moving = context.new_page()
        moving.goto(address)
        press(moving, "ArrowRight")
        assert moving.locator("#backpropagation .token").all_text_contents() == ["1", "0.5", "0.5"]
        moving.locator("#backpropagation .token").first.wait_for(state="detached")
