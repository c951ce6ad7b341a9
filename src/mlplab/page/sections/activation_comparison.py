"""Section C, part 2: activations in one network."""

from mlplab import wording
from mlplab.page import descriptions, settings
from mlplab.page.comparisons import best_of, grouped, leader, ranking
from mlplab.page.confusion import best_matrix
from mlplab.page.results import Results
from mlplab.page.section import Finding, Picture, Rows, Section
from mlplab.page.tables import Table, grid

STUDY = "activation_comparison"
# What the report prints comes first.
METRICS = (
    "val_loss",
    "test_macro_f1",
    "test_accuracy",
    "test_macro_precision",
    "test_macro_recall",
)


def network(results: Results) -> Rows:
    """Data, network and training."""
    study = results.params.activation_comparison
    return [
        *settings.data(results, "fashion"),
        ("Network", settings.layers(results, "fashion", study.hidden_layer_sizes)),
        ("Activations", wording.listing([wording.words(name) for name in study.activations])),
        *settings.training(study, settings.estimator(study, "MLPClassifier")),
    ]


def sentences(results: Results) -> list[str]:
    """The best by validation loss and by macro F1, and whether the report's ranking holds."""
    return [
        leader(results.scores(STUDY, "val_loss"), "lowest", "validation loss"),
        *ranking(results, STUDY, "val_loss", "lowest"),
        leader(results.scores(STUDY, "test_macro_f1"), "highest", "macro F1 on the test images"),
    ]


def finding(results: Results) -> Finding | None:
    """The lowest validation loss, and who is within noise of it."""
    scores = results.scores(STUDY, "val_loss")
    if not scores:
        return None
    best = best_of(scores, "lowest")
    others = {key: score for key, score in scores.items() if key != best}
    groups = grouped(others, scores[best])
    close = [
        f"{intro}: {groups[word]}"
        for word, intro in (("equal", "equal"), ("within noise", "within noise of it"))
        if word in groups
    ]
    apart = "beyond noise of every other activation" if others else "no other activation was tried"
    return Finding(
        wording.mean_and_sd(scores[best].mean),
        f"is the lowest validation loss, with {wording.cell_name(best)}; {'; '.join(close) or apart}.",
    )


def table(results: Results) -> Table:
    """A row an activation."""
    return grid(results, STUDY, "Scores by activation", METRICS)


def describe_confusions(results: Results) -> str:
    """What differs most between the activations: the most frequent mistake with each."""
    mistakes = []
    for name, pairs in results.predictions.items():
        mistaken = {pair: n for pair, n in pairs.items() if pair[0] != pair[1]}
        if mistaken:
            actual, predicted = max(mistaken, key=lambda pair: mistaken[pair])
            total = sum(n for pair, n in pairs.items() if pair[0] == actual)
            often = f"{mistaken[actual, predicted]} of {total}"
            mistakes.append(f"{wording.words(name)}, {actual} taken for {predicted} ({often})")
    text = "The confusion matrices of the other activations, as differences to the one above in percentage points"
    return f"{text}. The most frequent mistakes: {'; '.join(mistakes) or 'none'}."


SECTION = Section(
    title="Which activation does best?",
    label="Activations",
    part="C",
    position=30,
    task="Train the same network with each activation, and give its scores and its confusions.",
    settings=network,
    sentences=sentences,
    finding=finding,
    pictures=[
        Picture(
            "activation_comparison_loss",
            "Loss by activation",
            descriptions.curves(STUDY, "val_loss", "loss"),
        ),
        Picture(
            "activation_comparison_confusion",
            "How much more (+) or less (−) often the other activations' networks take a class for each, in percentage "
            "points",
            describe_confusions,
            best_matrix,
        ),
    ],
    tables=[table],
)
