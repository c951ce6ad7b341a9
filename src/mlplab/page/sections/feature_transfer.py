"""Section C, part 5: a classifier on the autoencoders' features."""

from mlplab import wording
from mlplab.page import descriptions, settings
from mlplab.page.comparisons import best_of, equals, grouped, leader, ranking
from mlplab.page.results import Results
from mlplab.page.section import Finding, Picture, Rows, Section
from mlplab.page.tables import Table, grid

STUDY = "feature_transfer"
# What the report prints comes first.
METRICS = (
    "test_accuracy",
    "val_loss",
    "test_macro_f1",
    "test_macro_precision",
    "test_macro_recall",
)


def network(results: Results) -> Rows:
    """Data, features, classifier and training."""
    study = results.params.feature_transfer
    hidden = settings.widths(study.hidden_layer_sizes)
    return [
        *settings.data(results, "fashion"),
        ("Features", _kinds(results)),
        ("Classifier", f"hidden layers {hidden}, {wording.words(study.activation)}"),
        *settings.training(study, settings.estimator(study, "MLPClassifier")),
    ]


def _kinds(results: Results) -> str:
    """The kinds of features that this run has: the autoencoders', and the baselines."""
    study, width = results.params.feature_transfer, results.params.autoencoder.bottleneck_width
    words = {"pixels": "all pixels", "pca": wording.count(width, "principal component")}
    baselines = wording.listing([words[name] for name in study.features if name in words])
    if set(study.features) <= set(words):
        return baselines
    encoded = f"the autoencoders' bottleneck, {wording.count(width, 'activation')}"
    return f"{encoded}; as baselines {baselines}" if baselines else encoded


def sentences(results: Results) -> list[str]:
    """The best features, and whether the report's ranking holds."""

    def name(key: str) -> str:
        return features(results, key)

    scores = results.scores(STUDY, "test_accuracy")
    return [
        leader(scores, "highest", "test accuracy", name=name),
        *ranking(results, STUDY, "test_accuracy", "highest"),
    ]


def features(results: Results, key: str) -> str:
    """A kind of features in words: ReLU features, pixels."""
    return wording.cell_name(key) + (" features" if key in results.cells["autoencoder"] else "")


def finding(results: Results) -> Finding | None:
    """The best accuracy on an autoencoder's features, and the best on others."""
    scores = results.scores(STUDY, "test_accuracy")
    encoded = {key: score for key, score in scores.items() if key in results.cells["autoencoder"]}
    others = {key: score for key, score in scores.items() if key not in encoded}
    if not encoded:
        return None
    best = best_of(encoded, "highest")
    named = f"{features(results, best)}{equals(encoded, best)}"
    text = f"is the best test accuracy on an autoencoder's features ({named})"
    against = grouped(others, encoded[best])
    parts = [f"; {word}: {names}" for word, names in against.items()]
    return Finding(wording.mean_and_sd(encoded[best].mean), f"{text}{''.join(parts)}.")


def table(results: Results) -> Table:
    """A row a kind of features."""
    return grid(results, STUDY, "Scores by features", METRICS)


def describe_accuracy(results: Results) -> str:
    """The scores of each kind of features."""
    scores = descriptions.list_scores(results.scores(STUDY, "test_accuracy"))
    return f"Dot chart of the test accuracy on each kind of features: {scores}."


SECTION = Section(
    title="Are an autoencoder's features good for a classifier?",
    label="Transfer",
    part="C",
    position=60,
    task="Train a small classifier on the activations of the autoencoders' bottleneck, and give its accuracy.",
    settings=network,
    sentences=sentences,
    finding=finding,
    pictures=[
        Picture("feature_transfer_accuracy", "Test accuracy by features", describe_accuracy),
        Picture(
            "feature_transfer_loss",
            "Loss of the classifiers on features",
            descriptions.curves(STUDY, "val_loss", "loss"),
        ),
    ],
    tables=[table],
)
