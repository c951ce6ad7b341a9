from matplotlib.patches import Rectangle

from mlplab.pictures import tuning
from tests.pictures.records import BEST, settings


def frames(ax):
    return [patch for patch in ax.patches if isinstance(patch, Rectangle)]


def test_every_solver_has_a_panel_with_every_setting_printed(texts):
    figure = tuning.heatmap(settings(), BEST)
    assert [ax.get_title(loc="left") for ax in figure.axes] == ["Adam", "SGD"]
    assert sum(text.startswith("0.") for text in texts(figure)) == 18
    assert texts(figure).count("± 0.010") == 18


def test_the_best_setting_alone_is_framed():
    adam, sgd = tuning.heatmap(settings(), BEST).axes
    (frame,) = frames(adam)
    x, y = frame.get_center()
    assert not frames(sgd)
    assert adam.get_xticklabels()[round(x)].get_text() == "2e-4"
    assert adam.get_yticklabels()[round(y)].get_text() == "64"


def test_of_equal_means_the_best_setting_is_framed_and_not_the_first():
    """The tuning knows more digits than its table."""
    adam, sgd = tuning.heatmap(settings().assign(mean_macro_f1=0.5), BEST | {"solver": "sgd"}).axes
    assert not frames(adam)
    assert len(frames(sgd)) == 1


def test_every_setting_says_how_many_updates_it_got(texts):
    said = texts(tuning.heatmap(settings(), BEST))
    assert [said.count(f"{n} updates") for n in ("1,260", "2,520", "5,010")] == [6, 6, 6]


def test_an_arrow_leads_out_of_the_edges_that_the_best_lies_on():
    def arrows(best):
        axes = tuning.heatmap(settings(), settings().loc[best, list(BEST)].to_dict()).axes
        return [text.xyann for ax in axes for text in ax.texts if not text.get_text()]

    assert [len(arrows(best)) for best in (3, 4, 0, 17)] == [1, 0, 2, 2]
    assert arrows(3) == [(-0.46, 1)]


def test_one_fold_prints_no_deviation(texts):
    said = texts(tuning.heatmap(settings().drop(columns="sd_macro_f1"), BEST))
    assert not any(text.startswith("± 0") for text in said)


def test_a_setting_without_a_score_shows_a_dash(texts):
    table = settings()
    table.loc[0, "mean_macro_f1"] = float("nan")
    assert "–" in texts(tuning.heatmap(table, BEST))
