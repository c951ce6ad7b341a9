"""What a picture shows, in words and numbers, where several sections have such a picture."""

from collections.abc import Callable, Mapping

from mlplab import wording
from mlplab.page.results import Results, Score


def list_scores(scores: Mapping[str, Score]) -> str:
    """Each cell with its score: ReLU 0.985 ± 0.004 and tanh 0.982 ± 0.005."""
    return wording.listing([f"{wording.cell_name(key)} {score}" for key, score in scores.items()])


def curves(study: str, metric: str, quantity: str) -> Callable[[Results], str]:
    """A chart of a study's learning curves, told by the `metric` after the last epoch."""

    def describe(results: Results) -> str:
        epochs = wording.count(getattr(results.params, study).epochs, "epoch")
        last = (
            list_scores(results.scores(study, metric)) or "none, since runs of every cell diverged"
        )
        return (
            f"Line chart of training and validation {quantity} over {epochs}. "
            f"Last {wording.words(metric)}: {last}."
        )

    return describe
