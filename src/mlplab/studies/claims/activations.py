"""Section C, part 2: is ReLU the best activation and tanh the second, or do they tie?"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from mlplab import nn
from mlplab.params import EstimatorFit, Params
from mlplab.studies.claims.finding import Finding, Images
from mlplab.studies.shared.blocks import Blocks, make_blocks, run_cases
from mlplab.studies.shared.comparisons import compare_with, is_best, worst
from mlplab.studies.shared.estimators import TrainingDiverged
from mlplab.studies.shared.fits import train_classifier
from mlplab.studies.shared.seeds import mean_sd

CLAIM = (
    "The best performance was received on “ReLU” activation function and the second best was “tanh”"
)
ACTIVATIONS = ("relu", "tanh", "identity", "logistic")
MARGIN = 0.005


class Case(NamedTuple):
    """One classifier: with the report's budget, or with a rate of those to tune over."""

    budget: str
    activation: str
    learning_rate: float
    block: int


def examine(params: Params, images: Images) -> Finding:
    """Train every case, and judge the claim by `judge`."""
    blocks = make_blocks(images.datasets["fashion"], params.claims.blocks)
    results = run_cases(fit, cases(params), params, blocks, "activations")
    verdict, numbers = judge(params, blocks, results)
    return Finding(verdict, numbers, [case._asdict() | found for case, found in results.items()])


def cases(params: Params) -> list[Case]:
    """Every activation on every block: at the report's rate, and at each rate of the tuning."""
    rates = {
        "report": [params.activation_comparison.learning_rate],
        "tuned": params.claims.activations.learning_rates,
    }
    return [
        Case(budget, activation, rate, block)
        for budget in rates
        for activation in ACTIVATIONS
        for rate in rates[budget]
        for block in range(params.claims.blocks.number)
    ]


def fit(case: Case, params: Params, blocks: Blocks) -> dict[str, float]:
    """Train one classifier: its validation and test accuracy; 0 where it diverged, for it predicts nothing."""
    section, splits = params.activation_comparison, blocks.splits(case.block)
    tuned = {"epochs": params.claims.activations.epochs} if case.budget == "tuned" else {}
    values = {"estimators": "mlplab", "learning_rate": case.learning_rate, **tuned}
    settings: EstimatorFit = section.model_copy(update=values)
    X, y, classes = splits.rows("train"), splits.train_labels, len(splits.class_names)
    try:
        network = train_classifier(X, y, classes, settings, case.activation, case.block)
    except TrainingDiverged:
        return {"val_accuracy": 0.0, "test_accuracy": 0.0}
    return {
        "val_accuracy": _accuracy(network, splits.rows("val"), splits.val_labels),
        "test_accuracy": _accuracy(network, splits.rows("test"), splits.test_labels),
    }


def judge(
    params: Params, blocks: Blocks, results: Mapping[Case, Mapping[str, float]]
) -> tuple[str, dict[str, Any]]:
    """The verdict at the report's budget; for both budgets the accuracies and their differences.

    The claim holds where ReLU is above each of the three others in test accuracy, and tanh above
    each of the two left: paired t over the blocks, Holm over one reference's differences. Where
    two one-sided tests find the difference from one of them within MARGIN, it is a tie.
    """
    budgets = {budget: _judge_budget(blocks, budget, results) for budget in ("report", "tuned")}
    numbers = {"blocks": len(blocks), "margin": MARGIN, "budgets": budgets}
    return budgets["report"]["verdict"], numbers


def _judge_budget(
    blocks: Blocks, budget: str, results: Mapping[Case, Mapping[str, float]]
) -> dict[str, Any]:
    chosen = {
        name: [_choose(results, budget, name, block) for block in range(len(blocks))]
        for name in ACTIVATIONS
    }
    accuracies = {
        name: [results[case]["test_accuracy"] for case in cases] for name, cases in chosen.items()
    }
    rest = {name: values for name, values in accuracies.items() if name != "relu"}
    rules = {"margin": MARGIN, "test_train_ratio": blocks.test_train_ratio}
    best, second = compare_with("relu", accuracies, **rules), compare_with("tanh", rest, **rules)
    verdicts = {"best": is_best(best), "second": is_best(second)}
    return {
        "verdict": worst(verdicts.values()),
        "verdicts": verdicts,
        "test_accuracy": {
            name: {
                **mean_sd(values),
                "values": values,
                "learning_rates": [case.learning_rate for case in chosen[name]],
            }
            for name, values in accuracies.items()
        },
        "relu_minus": best,
        "tanh_minus": second,
    }


def _choose(
    results: Mapping[Case, Mapping[str, float]], budget: str, activation: str, block: int
) -> Case:
    """The case of the highest validation accuracy on one block, the first of equal ones."""
    wanted = budget, activation, block
    tried = [case for case in results if (case.budget, case.activation, case.block) == wanted]
    return max(tried, key=lambda case: results[case]["val_accuracy"])


def _accuracy(network: nn.Network, X: np.ndarray, y: np.ndarray) -> float:
    return float(np.mean(nn.predict(network, X) == y))
