"""Curves to read: the exact values at an epoch, and what is shown of them."""

from dataclasses import replace

import pytest

from mlplab.page.sections import scratch_mlp


@pytest.fixture(scope="module")
def data(compared_results):
    return scratch_mlp.panels(compared_results)


def chart(page, title):
    return page.get_by_role("slider", name=f"{title}: epoch", exact=True)


def values(data, title, label, quantity, epoch, seeds=(0, 1, 2, 3)):
    (panel,) = (panel for panel in data["panels"] if panel["title"] == title)
    chosen = [line for line in panel["lines"] if line["label"] == label and line["seed"] in seeds]
    return [line["values"][quantity][epoch - 1] for line in chosen]


def text(values, digits=4):
    return f"{sum(values) / len(values):.{digits}g}"


def test_arrow_keys_give_the_exact_values_at_an_epoch_in_all_panels(page, data):
    slider = chart(page, "ReLU and random weights")
    slider.press("Home")
    for _ in range(4):
        slider.press("ArrowRight")
    assert slider.get_attribute("aria-valuenow") == "5"
    for title in ("ReLU and random weights", "Tanh and normal weights"):
        told = chart(page, title).get_attribute("aria-valuetext")
        assert told.startswith("epoch 5: training ")
        for label in ("training", "validation"):
            assert f"{label} {text(values(data, title, label, 'loss', 5))} (" in told


def test_the_pointer_gives_the_values_where_it_is(page):
    slider = chart(page, "ReLU and random weights")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    page.mouse.move(box["x"] + 47, box["y"] + 60)
    assert slider.get_attribute("aria-valuenow") == "1"
    page.mouse.move(box["x"] + box["width"] - 1, box["y"] + 60)
    assert slider.get_attribute("aria-valuenow") == "30"


def test_seeds_can_be_hidden_and_shown(page, data):
    slider, curves = chart(page, "ReLU and random weights"), page.locator("#curves .panel .curve")
    everything = curves.count()
    for seed in ("1", "2", "3"):
        page.locator("#curves").get_by_role("checkbox", name=seed).uncheck()
    assert curves.count() < everything / 2
    slider.press("End")
    (value,) = values(data, "ReLU and random weights", "training", "loss", 30, seeds=[0])
    assert f"training {value:.4g};" in slider.get_attribute("aria-valuetext")
    page.locator("#curves").get_by_role("checkbox", name="0").uncheck()
    assert curves.count() == 0
    page.locator("#curves").get_by_role("checkbox", name="2").check()
    assert curves.count() > 0


def test_accuracy_and_logarithms_redraw_the_same_panels(page, data):
    page.locator("#curves").get_by_role("radio", name="logarithmic").check()
    ticks = chart(page, "Tanh and random weights").locator(".tick").all_text_contents()
    assert {"1", "0.1", "0.01"} <= set(ticks)
    page.locator("#curves").get_by_role("radio", name="Accuracy").check()
    told = chart(page, "Tanh and random weights").get_attribute("aria-valuetext")
    assert (
        f"validation {text(values(data, 'Tanh and random weights', 'validation', 'accuracy', 30))} ("
        in told
    )


def test_flat_and_diverged_panels_are_told_in_a_line(page):
    def panel(title):
        name = page.get_by_text(title, exact=True)
        return page.locator("#curves .panel", has=name)

    assert panel("Leaky ReLU and normal weights").locator("svg").count() == 0
    assert (
        panel("Leaky ReLU and normal weights")
        .locator(".readout")
        .inner_text()
        .startswith("4 of 4 runs diverged at step")
    )
    assert (
        panel("ReLU and zero weights")
        .locator(".readout")
        .inner_text()
        .startswith("flat, 2.299 to 2.304 (report training 2.3009")
    )
    heights = [
        panel(title).bounding_box()["height"]
        for title in ("ReLU and zero weights", "ReLU and random weights")
    ]
    assert heights[0] < heights[1] / 2


def test_a_panel_of_which_one_run_diverged_says_so_beside_the_mean_of_the_others(
    page, compared_results
):
    key = "random-relu"
    name = f"scratch_mlp/{key}"
    metrics = {**compared_results.metrics[name], "diverged": 1}
    metrics["diverged_at_step"] = [None, 150, None, None]
    rows = compared_results.seed_curves[key]
    kept = [row for row in rows if row["seed"] != 1 or row["epoch"] <= 2]
    results = replace(
        compared_results,
        metrics={**compared_results.metrics, name: metrics},
        seed_curves={**compared_results.seed_curves, key: kept},
    )
    page.evaluate(
        """data => {
          const root = document.querySelector("#curves");
          root.replaceChildren();
          Curves.mount(root, data);
        }""",
        scratch_mlp.panels(results),
    )
    slider = chart(page, "ReLU and random weights")
    slider.press("End")
    told = slider.get_attribute("aria-valuetext")
    assert told.endswith("; 1 of 4 runs diverged at step 150")
    others = values(
        scratch_mlp.panels(compared_results),
        "ReLU and random weights",
        "training",
        "loss",
        30,
        (0, 2, 3),
    )
    assert f"training {text(others)} (" in told
    assert "diverged" not in chart(page, "Tanh and random weights").get_attribute("aria-valuetext")


def test_every_printed_value_is_a_mark_with_its_number(page):
    marks = chart(page, "ReLU and random weights").locator(".mark text").all_text_contents()
    assert sorted(marks) == ["0.2604", "0.3261"]


@pytest.mark.parametrize(
    ("low", "high", "logarithmic", "expected"),
    [
        (0, 1, False, [0, 0.5, 1]),
        (0.2, 2.4, False, [1, 2]),
        (0.001, 1, True, [0.001, 0.01, 0.1, 1]),
        (0.1, 0.97, False, [0.2, 0.4, 0.6, 0.8]),
        (0.3, 0.9, True, [0.4, 0.6, 0.8]),
        (0.65, 0.84, True, [0.65, 0.7, 0.75, 0.8]),
        (20, 400, True, [20, 50, 100, 200]),
    ],
)
def test_ticks_are_round(scripts, low, high, logarithmic, expected):
    script = "([low, high, logarithmic]) => Curves.roundTicks(low, high, logarithmic)"
    assert scripts.evaluate(script, [low, high, logarithmic]) == expected


ONE_EPOCH = """() => {
  const root = document.body.appendChild(Object.assign(document.createElement("div"), { id: "one-epoch" }));
  const lines = [["training", 1.5e38], ["validation", 4e38]].map(
    ([label, loss]) => ({ label, seed: 0, values: { loss: [loss] } }));
  const panel = { title: "One", group: "", note: null, lines, printed: {} };
  Curves.mount(root, { quantities: { loss: "Loss" }, panels: [panel] });
}"""


def test_one_epoch_has_dashes_and_huge_losses_have_ticks_with_their_digits(page):
    page.evaluate(ONE_EPOCH)
    curves = page.locator("#one-epoch .panel .curve")
    curves.first.wait_for(state="attached")
    drawn = [curves.nth(number).get_attribute("d") for number in range(2)]
    assert all(path.endswith("h12") for path in drawn)
    assert page.locator("#one-epoch .tick").all_text_contents() == [
        "2e38",
        "3e38",
        "4e38",
        "epoch 1",
        "",
    ]


def test_curves_of_any_number_of_epochs_are_drawn(scripts):
    told = scripts.evaluate(
        """() => {
          const values = { loss: Array.from({ length: 400_000 }, (_, i) => i) };
          return Curves.tellFlat({ note: null }, [{ values }], "loss");
        }"""
    )
    assert told is None
