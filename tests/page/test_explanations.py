"""What the page says of the claims and of the unstated settings, of contrived numbers."""

import re
from dataclasses import replace

import pytest

from mlplab import artifacts
from mlplab.page.build import build
from mlplab.page.explanations import DESCRIPTIONS, TABLES, phrases, section_b, section_c
from mlplab.page.sections import claims, unstated
from mlplab.params import CLAIMS
from mlplab.studies.shared.comparisons import is_best
from tests.conftest import ROOT


def runs(naive, stable, dead):
    """What the softmax test found at two rates, of 10 runs each."""
    rates = ("0.02", "0.001")
    counts = {"naive": naive, "log_sum_exp": stable}
    finite = {
        f"{softmax}-normal-{rate}": count
        for softmax, found in counts.items()
        for rate, count in zip(rates, found, strict=True)
    }
    return {
        "runs": 10,
        "steps": 100,
        "finite": finite | {"naive-he_normal-0.02": 10},
        "class_share": 0.117,
        "dead_in_last_layer": {name: dead if count else None for name, count in finite.items()},
        "val_accuracy": {name: 0.113 if count else None for name, count in finite.items()},
        "not_finite_at_step_1": {name: 10 - count for name, count in finite.items()},
    }


def test_the_softmax_is_told_with_what_is_left_of_the_networks():
    assert section_b.exploding(runs((0, 0), (0, 10), 0.84)) == (
        "From normal weights with ReLU and a naive softmax, 0 of 20 runs at 2 learning rates stay finite for 100 "
        "steps; 20 have no finite loss at step 1, before there is a gradient. With log-sum-exp 10 stay finite: every "
        "run at 0.001 and below. But at 0.001, 84% of the last hidden layer's units are dead by then, and the "
        "validation accuracy is 0.113, where the commonest class makes up 0.117."
    )
    none = section_b.exploding(runs((0, 0), (0, 0), 0.0))
    assert none.endswith("With log-sum-exp 0 stay finite.")
    one = section_b.exploding(runs((1, 0), (1, 0), 0.0))
    assert ", 1 of 20 runs at 2 learning rates stays finite for 100 steps; 19 have" in one
    assert one.endswith("With log-sum-exp 1 stays finite.")


def test_every_run_at_a_rate_and_below_stays_finite_where_that_is_said():
    some = section_b.exploding(runs((0, 0), (3, 10), 0.0))
    assert "With log-sum-exp 13 stay finite, among them every run at 0.001 and below." in some
    assert section_b.exploding(runs((0, 0), (10, 3), 0.0)).endswith("13 stay finite.")


@pytest.mark.parametrize(
    ("score", "said"),
    [
        (88.69, "88.6 or more"),
        (5432.9, "5,432 or more"),
        (1239600.0, "1.23e6 or more"),
        (1e300, "1e300 or more"),
    ],
)
def test_the_largest_scores_are_not_rounded_beyond_what_they_reach(score, said):
    numbers = {
        "gains": {"measured": [5.0], "expected": [5.0]},
        "smallest_largest_score": score,
        "largest_exponent": 88.7228,
    }
    text = section_b.signal_flow(numbers)
    assert said in text
    assert ("NaN at once" in text) == (score > 88.7228)


WAY = {"mean": 0.75, "sd": 0.01, "predicted_low": 0.7, "predicted_high": 0.8}


@pytest.mark.parametrize(
    ("nearest", "said"),
    [
        ("identity, 128", "No other way comes nearer to 0.5915."),
        (
            "relu, 200",
            "Nearest to 0.5915 comes ReLU at every layer while the features are taken, with batches of 200: "
            "0.600 ± 0.010.",
        ),
    ],
)
def test_the_way_nearest_to_the_printed_accuracy_is_told_and_each_in_the_pictures_text(
    nearest, said
):
    other = {"mean": 0.6, "sd": 0.01, "predicted_low": 0.55, "predicted_high": 0.65}
    ways = {"identity, 128": WAY, "relu, 200": other}
    numbers = {"printed": 0.5915, "seeds": 5, "nearest": nearest, "test_accuracy": ways}
    text = section_c.identity_features(numbers)
    assert "as they are give 0.750 ± 0.010; one more run would give 0.700 to 0.800" in text
    assert text.endswith(said)
    shown = DESCRIPTIONS["identity_features"](numbers)
    assert "identity at every layer, batches of 128: 0.750 ± 0.010 (one more run: 0.700" in shown
    assert "ReLU at every layer, batches of 200: 0.600 ± 0.010 (one more run: 0.550" in shown


def fitted(best, alone, **found):
    """The metrics of the unstated settings: the best, and the best by count alone."""
    names = ("train_size", "weight_scale", "epochs", "chosen_by", "judged_by")
    return {
        "class_shares": {
            "printed": {"commonest": 0.1141, "class_0": 0.0987},
            "fitting": [30000],
            "fitting_of_all": 537,
            "largest": 58500,
        },
        "best": dict(zip(names, best, strict=True)),
        "best_by_count_alone": dict(zip(names, alone, strict=True)),
        "of": {"chosen_by": 24, "judged_by": 6},
        "missed": [],
        "granularity": {},
    } | found


@pytest.fixture
def told(compared_results):
    """A function that gives the sentences on unstated settings, of a run with 30,000 images and 12 epochs."""
    params = compared_results.params
    digits = params.normalize.digits.model_copy(update={"train": 30000})
    taken = params.model_copy(
        update={
            "normalize": params.normalize.model_copy(update={"digits": digits}),
            "scratch_mlp": params.scratch_mlp.model_copy(update={"epochs": 12}),
        }
    )

    def tell(metrics):
        metrics = compared_results.metrics | {"unstated": metrics}
        return " ".join(
            unstated.sentences(replace(compared_results, params=taken, metrics=metrics))
        )

    return tell


BEST, ALONE = (30000, 1, 12, 17, 4), (48000, 1, 7, 20, 4)


def test_the_class_shares_go_before_the_count_and_both_are_told(told):
    text = told(fitted(BEST, ALONE))
    assert "the shares of the first 30,000 training images, and of no other number tried" in text
    assert "Numbers of training images that have them: 537 of 58,500." in text
    assert "30,000 training images and 12 epochs give 17 of the 24" in text
    assert "48,000 training images and 7 epochs give more, 20 and 4, but not the printed" in text
    assert "Section B's run takes 30,000 training images and 12 epochs." in text


def test_a_setting_that_is_best_by_count_too_has_no_rival(told):
    text = told(fitted(BEST, BEST))
    assert "No other setting tried gives more." in text
    assert "Out of tolerance" not in text
    assert "Section B's run takes other settings: 30,000 training images and 12 epochs." in told(
        fitted((30000, 0.5, 12, 17, 4), ALONE)
    )


def test_a_setting_that_gives_as_many_without_the_class_shares_gives_no_more(told):
    text = told(fitted(BEST, (15000, 1, 24, 17, 5)))
    assert "No other setting tried gives more." in text
    assert "give more" not in text


def test_a_setting_without_the_class_shares_may_have_every_value(told):
    missed = [
        {"name": "scratch_mlp/normal-tanh:val_loss", "report": 2.673, "ours": 1.6, "reached": True}
    ]
    assert "but none gives every printed value" in told(fitted(BEST, ALONE, missed=missed))
    assert "none gives every" not in told(fitted(BEST, (48000, 1, 7, 24, 6), missed=missed))


def test_what_remains_is_counted_and_what_no_setting_gives_is_told(told):
    name = "scratch_mlp/normal-tanh:{}".format
    missed = [
        {"name": name("val_loss"), "report": 2.673, "ours": 1.62, "reached": False},
        {"name": name("val_accuracy"), "report": 0.3373, "ours": None, "reached": True},
    ]
    assert (
        "Out of tolerance, over the search's 1 seed: 2 values. "
        "No setting tried gives tanh and normal weights (validation loss 2.673)."
    ) in told(fitted(BEST, ALONE, missed=missed))


def test_the_scale_of_the_weights_is_told_within_a_sentence(told, compared_results):
    found = fitted((30000, 0.5, 12, 1, 0), (30000, 0.5, 12, 1, 0))
    setting = "30,000 training images and 12 epochs (weights times 0.5)"
    assert f"{setting} give 1 of the 24" in told(found)
    metrics = compared_results.metrics | {"unstated": found}
    number, text = unstated.finding(replace(compared_results, metrics=metrics))
    assert number == "1 of 30"
    assert text.startswith(
        f"printed values of trained networks is within tolerance with {setting}, found by a search"
    )


def test_what_remains_is_a_table(compared_results):
    def table(missed):
        metrics = compared_results.metrics | {"unstated": fitted(BEST, ALONE, missed=missed)}
        return unstated.missed_table(replace(compared_results, metrics=metrics))

    name = "scratch_mlp/normal-tanh:val_accuracy"
    found = table([{"name": name, "report": 0.3373, "ours": 0.5321, "reached": True}])
    ((row, entries),) = found.rows
    assert row == "Tanh and normal weights, validation accuracy"
    assert [entry.ours for entry in entries] == ["0.3373", "0.532"]
    diverged = table([{"name": name, "report": 0.3373, "ours": None, "reached": True}])
    assert diverged.rows[0][1][1].ours == "diverged"
    assert table([]) is None


def test_the_granularity_names_the_sizes_that_fit_and_those_that_do_not(told):
    found = {"values": 8, "below": 10000, "allowed": 1258, "smallest": 3041}
    both = {"train": found | {"sizes": {"7500": False, "30000": True}}}
    assert (
        "The 8 different training accuracies that the report prints can all be shares of 30,000 images, and cannot "
        "all be shares of 7,500 images."
    ) in told(fitted(BEST, ALONE, granularity=both))
    none = {"train": found | {"sizes": {}}}  # where no number was tried, the table alone has them
    assert "training accuracies" not in told(fitted(BEST, ALONE, granularity=none))


def test_what_other_settings_give_is_told(told):
    name = "scratch_mlp/normal-tanh:val_loss"
    missed = [{"name": name, "report": 2.673, "ours": 1.62, "reached": True}]
    text = told(fitted(BEST, ALONE, missed=missed))
    assert "1 value. Each of them is within tolerance with another setting" in text


@pytest.mark.parametrize(
    ("decisions", "said"),
    [
        (
            ("equivalent", "undecided"),
            "Whether a larger rate than the claimed one is better remains",
        ),
        (("equivalent", "higher"), "No larger rate than the claimed one is better."),
        (("undecided", "lower"), "A larger rate than the claimed one is better."),
    ],
)
def test_whether_the_grids_edge_is_the_best_is_told(decisions, said):
    names = ("64, 0.001", "32, 0.001")
    pairs = dict(zip(names, decisions, strict=True)) | {"32, 0.0002": "lower"}
    numbers = {
        "claimed": "64, 0.0002",
        "best": "32, 0.0002",
        "blocks": 7,
        "folds": 3,
        "margin": 0.005,
        "wins": {"count": 2, "low": 0.04, "high": 0.71},
        "claimed_minus": {
            name: {"mean": 0, "low": -0.01, "high": 0.01, "decision": decision}
            for name, decision in pairs.items()
        },
    }
    text = section_c.tuning(numbers)
    assert said in text
    assert "Batches of 64 at rate 2e-4 have the highest macro F1 on 2 of 7 blocks" in text
    assert "the highest mean over the blocks is that of batches of 32 at rate 2e-4." in text


@pytest.mark.parametrize(
    ("decisions", "other"),
    [
        ({"tanh": "higher", "identity": "equivalent", "logistic": "undecided"}, "identity"),
        ({"tanh": "equivalent", "identity": "lower"}, "identity"),
        ({"tanh": "higher", "identity": "undecided"}, "identity"),
        ({"tanh": "higher", "identity": "higher"}, "tanh"),
    ],
)
def test_the_pair_that_is_told_is_the_one_on_which_the_verdict_turns(decisions, other):
    means = {"tanh": 0.01, "identity": 0.02, "logistic": -0.01}
    pairs = {name: {"mean": means[name], "decision": word} for name, word in decisions.items()}
    assert phrases.deciding(pairs) == other
    verdict = {"equivalent": "tie", "lower": "refuted", "higher": "holds"}
    assert is_best(pairs) == verdict.get(decisions[other], decisions[other])


def published(claim):
    path = ROOT / f"published/report/metrics/claims/{claim}.json"
    return artifacts.read_json(path)["numbers"]


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_sentence_on_the_reports_run_holds_a_few_numbers_alone(claim):
    for sentence in claims.explain(claim, published(claim)):
        assert len(sentence) < 220
        assert len(re.findall(r"(?<!\w)[−+]?\d[\d.,e-]*", sentence)) <= 6


@pytest.mark.parametrize("claim", TABLES)
def test_the_series_of_the_reports_run_are_tables_as_wide_as_their_heads(claim):
    table = TABLES[claim](published(claim))
    assert table.rows
    for _, entries in table.rows:
        assert len(entries) == len(table.columns)
        assert any(" to " in entry.ours for entry in entries)  # an interval


@pytest.mark.parametrize(
    ("gains", "said"),
    [
        ((0.001, 0.00104), "mean accuracy is +0.0010."),
        ((0.002, -0.001), "mean accuracy is −0.0010 to +0.0020, depending on the activation."),
    ],
)
def test_the_ensembles_gain_depends_on_the_activation_where_it_is_told_to(gains, said):
    found = {str(rank): {"gain": gain} for rank, gain in enumerate(gains)}
    assert section_b.ensemble({"networks": 4, "activations": found}).endswith(said)


def test_tanhs_lead_is_told_at_both_budgets():
    numbers = published("activations")
    pairs = [numbers["budgets"][name]["tanh_minus"] for name in ("report", "tuned")]
    assert pairs[0]["identity"]["mean"] != pairs[1]["identity"]["mean"]
    for (_, entries), other in zip(TABLES["activations"](numbers).rows, pairs[0], strict=True):
        assert [entry.ours for entry in entries] == [
            phrases.interval(found[other], found[other]["decision"]) for found in pairs
        ]


def test_a_claims_series_stands_on_the_page_below_its_sentences(compared_results, drawings):
    record = artifacts.read_json(ROOT / "published/report/metrics/claims/ensemble.json")
    results = replace(
        compared_results,
        metrics=compared_results.metrics | {"claims/ensemble": record},
        cells=compared_results.cells | {"claims": [*compared_results.cells["claims"], "ensemble"]},
    )
    page = build(results, drawings)
    start = page.index('<h3 id="claims-ensemble">')
    part = page[start : page.index("</section>", start)]
    assert part.index("<li>") < part.index('id="claims_ensemble_table"')
    for found in record["numbers"]["activations"].values():
        assert f"{found['gain']:+.4f} (" in part


def test_the_reports_words_alone_are_quoted():
    assert claims.quote("tuning", "Best: Solver “adam”.") == "“Best: Solver ‘adam’”"
    assert claims.quote("ensemble", "Everybody wonders.") == "Everybody wonders"


def test_what_was_not_finite_is_told_as_that():
    numbers = {
        "gains": {"measured": [2.0, None], "expected": [1.5, None]},
        "smallest_largest_score": None,
        "largest_exponent": 88.7,
    }
    assert section_b.signal_flow(numbers) == (
        "From normal weights with ReLU each layer multiplies the activations by 2.0 to ∞ (theory: 1.5 to ∞). Before "
        "the first step, when there is no gradient yet, the largest score of every network, in size, is not finite, "
        "and exp overflows above 88.7."
    )
    numbers = {"class_entropy": 2.3, "train_loss": {"relu": None}, "units_equal": {"relu": True}}
    assert section_b.zero_initializer(numbers).startswith("The training loss is not finite; that")
    numbers["train_loss"] = {"relu": 2.3, "sigmoid": None, "leaky_relu": None}
    assert section_b.zero_initializer(numbers).startswith(
        "The training loss is 2.3000, but with sigmoid and leaky ReLU not finite; that of the class"
    )


def test_the_last_networks_are_those_of_the_seeds_that_diverged():
    numbers = {"test": {"nan_accuracy": 0.1, "last_accuracies": [0.2, 0.25]}}
    every = section_b.nan_argmax(numbers)
    assert every.endswith("finite loss score 0.200 to 0.250 over the seeds.")
    numbers["test"]["last_accuracies"] = [0.2, None, None]
    some = section_b.nan_argmax(numbers)
    assert some.endswith("finite loss score 0.200 over the 1 of 3 seeds that diverged.")


@pytest.mark.parametrize(
    ("tested", "rows"),
    [
        (["zero_initializer"], {}),
        (["nan_argmax"], {"Section B": "4 seeds and 20 steps where the first steps are watched"}),
        (
            ["nan_argmax", "signal_flow"],
            {
                "Section B": "3 seeds and 20 steps where the first steps are watched; 4 seeds for the argmax of NaN"
            },
        ),
        (
            ["tuning"],
            {"Section C": "10 blocks of 1,200 training, 300 validation and 297 test images"},
        ),
        (
            ["features"],
            {
                "Section C": "10 blocks of 1,200 training, 300 validation and 297 test images; "
                "3 seeds for autoencoders"
            },
        ),
    ],
)
def test_the_settings_are_those_of_the_claims_that_are_tested(compared_results, tested, rows):
    params = compared_results.params
    study = params.claims.model_copy(update={"tested": tested})
    updated = params.model_copy(update={"claims": study})
    found = dict(claims.settings(replace(compared_results, params=updated)))
    assert {name: text for name, text in found.items() if name.startswith("Section")} == rows
