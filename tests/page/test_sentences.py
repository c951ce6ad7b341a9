"""What the sentences say of contrived numbers."""

from dataclasses import replace

import pytest

from mlplab import wording
from mlplab.page import comparisons, descriptions, summary
from mlplab.page.results import Score
from mlplab.page.sections import (
    activation_comparison,
    autoencoder,
    backpropagation,
    draw_digit,
    feature_transfer,
    hard_margin_svm,
    kfold_tuning,
    normalize,
    scratch_mlp,
)
from mlplab.verdicts import VERDICTS

SCORES = {
    "relu": Score(0.9, 0.01, 4),
    "tanh": Score(0.895, 0.01, 4),
    "logistic": Score(0.5, 0.02, 4),
}


@pytest.fixture
def changed(compared_results):
    """A function that gives the study with other metrics, by the name of their file, and other printed values."""

    def change(metrics, printed=None):
        printed_values = [
            {"section": "C", "name": n, "report": v, "verdict": "differs"}
            for n, v in (printed or {}).items()
        ]
        updated = {name: compared_results.metrics[name] | new for name, new in metrics.items()}
        return replace(
            compared_results,
            metrics=compared_results.metrics | updated,
            printed_values=printed_values,
        )

    return change


def scored(stage, metric, means, sd=0.001):
    """The metrics of cells whose losses have no sampling error."""
    return {
        f"{stage}/{key}": {metric: {"mean": mean, "sd": sd}, "standard_error": {}}
        for key, mean in means.items()
    }


def test_the_leader_is_named_with_who_is_within_noise_of_it_and_who_is_not():
    assert comparisons.leader(SCORES, "highest", "F1") == (
        "The highest F1 is 0.900 ± 0.010, with ReLU. Within noise of it: tanh (0.895 ± 0.010). "
        "Lower: logistic (0.500 ± 0.020)."
    )
    assert comparisons.leader(SCORES, "lowest", "loss") == (
        "The lowest loss is 0.500 ± 0.020, with logistic. "
        "Higher: ReLU (0.900 ± 0.010) and tanh (0.895 ± 0.010)."
    )


def test_without_the_rest_only_those_within_noise_are_named():
    assert "logistic" not in comparisons.leader(SCORES, "highest", "F1", rest=False)


def test_of_all_combinations_only_those_within_noise_of_the_best_are_named(compared_results):
    assert "Lower: " not in scratch_mlp.sentences(compared_results)[0]


@pytest.mark.parametrize("extreme", ["highest", "lowest"])
def test_a_leader_of_none_says_so_and_one_alone_has_no_others(extreme):
    assert comparisons.leader({}, extreme, "F1") == "There is no F1: runs of every cell diverged."
    alone = comparisons.leader({"relu": Score(0.9)}, extreme, "F1")
    assert alone == f"The {extreme} F1 is 0.900, with ReLU."


@pytest.mark.parametrize(
    ("ours", "said"),
    [
        ({"relu": 0.7, "identity": 0.6}, "so do our means, beyond noise"),
        ({"relu": 0.6, "identity": 0.7}, "here ReLU is lower than identity"),
        ({"relu": 0.7, "identity": 0.6995}, "here ReLU is within noise of identity"),
        ({"relu": 0.7, "identity": 0.7}, "here ReLU is equal to identity"),
    ],
)
def test_the_reports_ranking_is_held_against_ours(changed, ours, said):
    printed = {
        "feature_transfer/relu:test_accuracy": 0.712,
        "feature_transfer/identity:test_accuracy": 0.5915,
    }
    results = changed(scored("feature_transfer", "test_accuracy", ours), printed)
    (text,) = comparisons.ranking(results, "feature_transfer", "test_accuracy", "highest")
    assert text.startswith("The report ranks ReLU before identity")
    assert said in text


def test_a_lower_loss_ranks_first(changed):
    ours = {"relu": 0.46, "tanh": 0.48, "identity": 0.49, "logistic": 1.6}
    printed = {f"activation_comparison/{key}:val_loss": loss for key, loss in ours.items()}
    results = changed(scored("activation_comparison", "val_loss", ours), printed)
    (text,) = comparisons.ranking(results, "activation_comparison", "val_loss", "lowest")
    assert text == (
        "The report ranks ReLU before tanh before identity before logistic: so do our means, beyond noise."
    )


def test_other_data_is_never_ranked_against_the_report(embedded_results):
    assert not comparisons.ranking(embedded_results, "feature_transfer", "test_accuracy", "highest")
    assert "The report ranks" not in " ".join(feature_transfer.sentences(embedded_results))


def test_section_a_gives_the_exact_values(compared_results):
    text = " ".join(backpropagation.sentences(compared_results))
    assert "2, 3.603 and 5.2934" in text
    assert "w₁ = 0.59269, b₁ = 0.54222, w₂ = 0.63063 and b₂ = 0.57938" in text
    assert "29 of the 47 printed values" in text
    first, second = (
        " ".join(hard_margin_svm.findings(compared_results, name)) for name in ("svm_1", "svm_2")
    )
    assert "w = (−2, −2) and b = 3, so the margin 1/‖w‖ is 0.35355" in first
    assert "4 of 4 points lie on the margin" in first
    assert "2 of 4 points lie on the margin, where f is 1 or −1: (2, 3) and (3, 3)" in second
    assert "(1, 3) has f = 3: the positive class" in second


def test_diverged_runs_are_counted_with_their_steps(changed):
    results = changed(
        {
            "scratch_mlp/normal-relu": {
                "seeds": [0, 1],
                "diverged_at_step": [4, 6],
                "test_accuracy": None,
            },
            "scratch_mlp/normal-leaky_relu": {
                "seeds": [0, 1],
                "diverged_at_step": [None, 5],
                "test_accuracy": None,
            },
        }
    )
    text = " ".join(scratch_mlp.sentences(results))
    assert "ReLU and normal weights (2 of 2 runs diverged at steps 4 to 6); " in text
    assert "leaky ReLU and normal weights (1 of 2 runs diverged at step 5)." in text


def test_where_some_runs_of_every_cell_diverged_not_every_run_is_told_to_have(changed):
    some = {"seeds": [0, 1], "diverged_at_step": [None, 5], "test_accuracy": None}
    results = changed({"scratch_mlp/normal-relu": some})
    results = replace(results, cells={**results.cells, "scratch_mlp": ["normal-relu"]})
    first, second, *_ = scratch_mlp.sentences(results)
    assert first == "There is no test accuracy: runs of every cell diverged."
    assert "(1 of 2 runs diverged at step 5)" in second


def test_without_divergence_there_is_no_word_of_it(changed):
    keys = ("normal-relu", "normal-leaky_relu")
    quiet = {"diverged_at_step": [None], "test_accuracy": {"mean": 0.5, "sd": 0.1}}
    results = changed({f"scratch_mlp/{key}": quiet for key in keys})
    assert "stops being finite" not in " ".join(scratch_mlp.sentences(results))


@pytest.mark.parametrize(
    ("normal", "word"), [(0.8, "lower"), (0.9, "within noise"), (0.95, "higher")]
)
def test_normal_weights_are_compared_with_random_ones(changed, normal, word):
    cells = {"random-tanh": 0.901, "normal-tanh": normal}
    results = changed(scored("scratch_mlp", "test_accuracy", cells))
    (text,) = [s for s in scratch_mlp.sentences(results) if "against random ones" in s]
    assert f"tanh ({normal:.3f} ± 0.001 against 0.901 ± 0.001)" in text
    told = next(part for part in text.partition(": ")[2].split("; ") if "tanh" in part)
    assert told.startswith(word)


def tuned(results, *rows):
    names = ("solver", "batch_size", "learning_rate", "mean_macro_f1", "minus_best", "low", "high")
    table = [dict(zip(names, row, strict=True), sd_macro_f1=0.01) for row in rows]
    return replace(results, tuning=table)


@pytest.mark.parametrize(("high", "standing"), [(0.01, "within noise"), (-0.005, "beyond noise")])
def test_the_best_setting_is_held_against_the_next_fold_by_fold(compared_results, high, standing):
    results = tuned(
        compared_results,
        ("sgd", 32, 0.0001, 0.7, -0.01, -0.03, high),
        ("adam", 64, 0.333333, 0.71, 0, 0, 0),  # six digits of a rate that may have more
    )
    text, refitted = kfold_tuning.sentences(results)
    assert "Of 2 settings, Adam with batches of 64" in text
    assert "The next is SGD with batches of 32 at rate 1e-4; fold by fold it differs" in text
    assert f"by −0.0100 (−0.0300 to {wording.signed(high, 4)}): {standing}." in text
    close = kfold_tuning.finding(results).text
    assert close.endswith(f"fold by fold: {int(high > 0)} of 1.")
    assert "largest that was tried" in text
    assert "of the same activation before tuning" in refitted


def test_a_best_learning_rate_inside_the_grid_needs_no_remark(compared_results):
    rows = ("adam", 64, 0.0001, 0.7, 0, 0, 0), ("adam", 64, 0.001, 0.6, -0.1, -0.2, -0.05)
    text, _ = kfold_tuning.sentences(tuned(compared_results, *rows))
    assert "largest" not in text


def test_one_learning_rate_and_one_setting_are_compared_with_nothing(compared_results):
    rate = compared_results.params.kfold_tuning.learning_rates[0]
    results = tuned(compared_results, ("adam", 64, rate, 0.7, 0, 0, 0))
    section = results.params.kfold_tuning.model_copy(update={"learning_rates": [rate]})
    alone = replace(results, params=results.params.model_copy(update={"kfold_tuning": section}))
    text, _ = kfold_tuning.sentences(alone)
    assert not {"largest", "next"} & set(text.split())
    assert kfold_tuning.finding(alone).text.endswith("no other setting was tried.")


def test_of_settings_with_equal_digits_the_one_that_was_refitted_is_the_best(compared_results):
    best = compared_results.metrics["kfold_tuning"]["best"]
    results = tuned(
        compared_results,
        ("other", 1, 0.5, 0.7, -1e-9, -0.01, 0.01),
        (*best.values(), 0.7, 0, 0, 0),
    )
    assert (
        kfold_tuning.in_words(kfold_tuning.ranked(results)[0]) in kfold_tuning.sentences(results)[0]
    )
    assert kfold_tuning.ranked(results)[0]["solver"] == best["solver"]


@pytest.mark.parametrize(
    ("losses", "said"),
    [
        ({"relu": 0.4, "tanh": 0.4, "identity": 0.5}, "equal: tanh (0.400 ± 0.001)."),
        ({"relu": 0.4, "tanh": 0.5, "identity": 0.5}, "beyond noise of every other activation."),
        ({"relu": 0.4}, "no other activation was tried."),
    ],
)
def test_the_lowest_loss_is_beyond_noise_of_others_where_there_are_such(changed, losses, said):
    results = changed(scored("activation_comparison", "val_loss", losses))
    results = replace(results, cells={**results.cells, "activation_comparison": list(losses)})
    found = activation_comparison.finding(results)
    assert found.text.endswith(f"with ReLU; {said}")


@pytest.mark.parametrize(
    ("accuracies", "said"),
    [
        ({"zero-relu": 0.1131, "zero-tanh": 0.1129}, "is 0.113, whatever the activation"),
        ({"zero-relu": 0.11, "zero-tanh": 0.18}, "is 0.110 to 0.180, depending on the activation"),
        ({"zero-relu": 0.11}, "is 0.110, where the commonest class"),
    ],
)
def test_zero_weights_give_the_same_with_every_activation_only_where_they_do(
    changed, accuracies, said
):
    results = changed(scored("scratch_mlp", "test_accuracy", accuracies))
    results = replace(results, cells={**results.cells, "scratch_mlp": list(accuracies)})
    assert said in " ".join(scratch_mlp.sentences(results))


def test_what_one_image_says_is_within_noise_of_everything(changed):
    described = changed({}).metrics["normalize"]
    images = described["fashion"]["images"] | {"val": 1}
    results = changed(
        scored("activation_comparison", "val_loss", {"relu": 0.1, "tanh": 0.2}, sd=None)
        | {"normalize": {"fashion": described["fashion"] | {"images": images}}}
    )
    scores = {
        key: results.score(f"activation_comparison/{key}:val_loss") for key in ("relu", "tanh")
    }
    assert comparisons.compare(scores["relu"], scores["tanh"]) == "within noise"
    other = results.score("activation_comparison/relu:test_macro_f1")
    assert other.sampling < 1


def test_the_best_is_told_with_how_many_others_are_as_good():
    assert comparisons.equals(SCORES, "relu") == ""
    tied = SCORES | {"identity": Score(0.9, 0.02, 4)}
    assert comparisons.equals(tied, "relu") == ", as good as 1 other"


def test_a_combination_that_may_have_learned_is_not_told_as_no_better_than_guessing(changed):
    wide = scored("scratch_mlp", "test_accuracy", {"random-relu": 0.8}, sd=0.9)
    results = changed(wide)
    results = replace(results, cells={**results.cells, "scratch_mlp": ["random-relu"]})
    found = scratch_mlp.finding(results)
    assert found.number == "1 of 1"
    assert "activation does not beat guessing by more than noise. The best" in found.text


@pytest.mark.parametrize(("accuracy", "number"), [(0.67, "1 of 1"), (0.7, "0 of 1")])
def test_guessing_errs_by_its_images_too(changed, accuracy, number):
    normalize = changed({}).metrics["normalize"]
    digits = normalize["digits"] | {
        "train_class_shares": {"0": 0.6, "1": 0.4},
        "images": normalize["digits"]["images"] | {"test": 297},
    }
    cells = scored("scratch_mlp", "test_accuracy", {"random-relu": accuracy}, sd=None)
    results = changed(cells | {"normalize": {"digits": digits}})
    results = replace(results, cells={**results.cells, "scratch_mlp": ["random-relu"]})
    assert scratch_mlp.finding(results).number == number


def test_the_most_frequent_mistake_is_told_of_all_images_of_its_class(compared_results):
    pairs = {("a", "a"): 5, ("a", "b"): 3, ("b", "a"): 1, ("b", "b"): 9}
    results = replace(compared_results, predictions={"relu": pairs, "tanh": {("a", "a"): 8}})
    text = activation_comparison.describe_confusions(results)
    assert text.endswith("The most frequent mistakes: ReLU, a taken for b (3 of 8).")


@pytest.mark.parametrize(
    ("section", "metric", "words"),
    [
        (activation_comparison, "val_loss", "validation loss"),
        (autoencoder, "val_mse", "validation mean squared error"),
        (feature_transfer, "val_loss", "validation loss"),
    ],
)
def test_a_charts_curves_are_told_by_their_last_validation_value(
    compared_results, section, metric, words
):
    scores = descriptions.list_scores(compared_results.scores(section.STUDY, metric))
    texts = [picture.describe(compared_results) for picture in section.SECTION.pictures]
    assert sum(text.endswith(f"Last {words}: {scores}.") for text in texts) == 1


def test_one_of_a_thing_is_told_as_one():
    assert wording.share_of(0, 1, "claim", "is", "are") == "claim is"
    assert wording.share_of(1, 3, "claim", "is", "are") == "claims is"
    assert wording.share_of(0, 3, "claim", "is", "are") == "claims are"


def test_a_chart_without_a_last_value_says_so(compared_results):
    keys = {"scratch_mlp": []}
    text = descriptions.curves("scratch_mlp", "val_loss", "loss")(
        replace(compared_results, cells=keys)
    )
    assert text.endswith("Last validation loss: none, since runs of every cell diverged.")


def test_the_autoencoder_is_held_against_pca(changed):
    results = changed(
        {
            "autoencoder/relu": {"val_mse": {"mean": 0.025, "sd": 0.0002}},
            "baseline_encoders": {"pca_val_mse": 0.0151},
            "autoencoder/identity": {"val_mse": {"mean": 0.015, "sd": 0.0002}},
        }
    )
    _, text = autoencoder.sentences(results)
    assert "has an error of 0.0151" in text
    assert (
        "Against it, higher: ReLU (0.0250 ± 0.0002); within noise: identity (0.0150 ± 0.0002)."
        in text
    )


def test_where_pca_rebuilds_the_images_but_for_rounding_no_error_is_a_multiple_of_its_own(changed):
    exact = {"baseline_encoders": {"pca_val_mse": 3.83876e-14}}  # of 64 pixels by 64 components
    results = changed({"autoencoder/relu": {"val_mse": {"mean": 0.01, "sd": 0.001}}} | exact)
    assert autoencoder.finding(results) is None
    assert "has an error of 3.84e-14." in autoencoder.sentences(results)[1]


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ({"oak": 1.0}, "The only class makes up 1.000 of these images."),
        (
            {"oak": 0.4, "elm": 0.6},
            "Each of the 2 classes makes up 0.400 to 0.600 of these images.",
        ),
    ],
)
def test_the_classes_are_told_by_how_many_there_are(changed, shares, said):
    fashion = changed({}).metrics["normalize"]["fashion"] | {"train_class_shares": shares}
    assert normalize.sentences(changed({"normalize": {"fashion": fashion}}))[1] == said


def test_the_terminals_command_names_the_drawn_network_and_what_the_default_is_trained_on(
    embedded_results, compared_results
):
    same, other = (
        " ".join(draw_digit.sentences(results)) for results in (embedded_results, compared_results)
    )
    best = draw_digit.chosen(embedded_results)[0]
    for text in (same, other):
        assert f"predict --model models/scratch_mlp/{best}.npz FILE classifies the digit" in text
    assert same.endswith("trained on the same digits.")
    assert other.endswith("trained on Fashion-MNIST.")


def test_the_printed_values_are_told_in_words_that_need_no_key(compared_results):
    verdicts = ["reproduced", "reproduced", "slip", "differs", "differs", "not_comparable"]
    printed = [{"name": str(n), "verdict": verdict} for n, verdict in enumerate(verdicts)]
    (linked,) = summary.findings(replace(compared_results, printed_values=printed), [])
    assert linked.finding == (
        "2 of 5",
        "printed values are reproduced; 1 is due to the report's own slips and 2 are different from "
        "ours. 1 more cannot be compared.",
    )
    (all_well,) = summary.findings(replace(compared_results, printed_values=printed[:2]), [])
    assert all_well.finding == ("2 of 2", "printed values are reproduced.")


def test_each_verdict_that_is_counted_has_its_words():
    assert {"reproduced", *summary.IN_SHORT, "not_comparable"} == set(VERDICTS)


@pytest.mark.parametrize(
    ("features", "text"),
    [
        (
            ["relu", "pixels", "pca"],
            "the autoencoders' bottleneck, 8 activations; as baselines all pixels and 8 principal components",
        ),
        (["relu", "identity"], "the autoencoders' bottleneck, 8 activations"),
        (["pixels"], "all pixels"),
    ],
)
def test_the_settings_name_the_features_that_there_are_and_no_others(
    embedded_results, features, text
):
    params = embedded_results.params
    study = params.feature_transfer.model_copy(update={"features": features})
    updated = params.model_copy(update={"feature_transfer": study})
    rows = dict(feature_transfer.network(replace(embedded_results, params=updated)))
    assert rows["Features"] == text
