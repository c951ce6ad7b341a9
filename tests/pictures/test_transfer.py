from mlplab.pictures import transfer
from tests.pictures.records import SCORES


def test_each_score_has_a_point_a_name_and_its_value(texts):
    figure = transfer.scores(SCORES)
    assert {"ReLU", "identity", "PCA", "0.700", "0.745", "0.842", "test accuracy"} <= set(
        texts(figure)
    )
    assert "the report" not in texts(figure)


def test_the_best_stands_on_top():
    ax = transfer.scores(SCORES).axes[0]
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["PCA", "identity", "ReLU"]
    assert ax.yaxis_inverted()


def test_the_printed_values_are_hollow(texts):
    figure = transfer.scores(SCORES, {"relu": 0.712})
    hollow = [line for line in figure.axes[0].lines if line.get_fillstyle() == "none"]
    assert [float(line.get_xdata()[0]) for line in hollow] == [0.712]
    assert {"the report", "0.712"} <= set(texts(figure))


def test_one_seed_has_no_bar_and_the_key_names_none(texts):
    figure = transfer.scores({"relu": {"test_accuracy": {"mean": 0.7, "sd": None}}})
    assert not figure.axes[0].collections
    assert not any("sd" in text for text in texts(figure))
