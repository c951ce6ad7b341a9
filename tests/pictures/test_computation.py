from mlplab.pictures import computation
from tests.pictures.records import STEP


def test_a_step_shows_every_value_gradient_and_update(texts):
    said = texts(computation.backpropagation([STEP]))
    values = {"x = 2", "y = 4", "w₁ = 0.51", "h = 1.53", "ŷ = 1.316", "loss = 3.603"}
    assert values | {"∂ −4.107", "∂ −2.792", "→ 0.5379", "→ 0.5468"} <= set(said)
    assert sum(text.startswith("∂ −") for text in said) == len(STEP["gradients"])
    assert sum(text.startswith("→ 0") for text in said) == len(STEP["updated"])


def test_the_graph_runs_down_where_it_is_too_wide():
    for width, longer in ((12, 0), (4.6, 1)):
        limits = computation.backpropagation([STEP], width).axes[0].viewLim
        assert (limits.height > limits.width) == longer


def test_every_step_has_its_own_graph(texts):
    figure = computation.backpropagation([STEP, STEP, STEP])
    assert len(figure.axes) == 3
    assert {"Step 1", "Step 2", "Step 3"} <= set(texts(figure))
