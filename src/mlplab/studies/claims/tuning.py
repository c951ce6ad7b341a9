"""Section C, part 3: is the setting that the report found best really better, and does the best lie beyond its grid?"""

from collections.abc import Mapping
from itertools import product
from typing import Any, NamedTuple

import numpy as np

from mlplab.params import KfoldTuning, Params
from mlplab.studies import kfold_tuning
from mlplab.studies.claims.finding import Finding, Images
from mlplab.studies.shared.blocks import Blocks, make_blocks, run_cases
from mlplab.studies.shared.comparisons import compare_with, is_best
from mlplab.studies.shared.seeds import mean_sd
from mlplab.studies.shared.statistics import share_interval

CLAIM = "Best parameters: Solver “adam”, Batch Size 64, Learning Rate 2e-4"
ACTIVATION, SOLVER = "relu", "adam"  # as the report tuned, and found
MARGIN = 0.005


class Case(NamedTuple):
    """One classifier, trained on all folds of a block but one."""

    batch_size: int
    learning_rate: float
    block: int
    fold: int


def examine(params: Params, images: Images) -> Finding:
    """Train every case, and judge the claim by `judge`."""
    blocks = make_blocks(images.datasets["fashion"], params.claims.blocks)
    results = run_cases(fit, cases(params), params, blocks, "tuning")
    verdict, numbers = judge(params, blocks, results)
    return Finding(verdict, numbers, [case._asdict() | found for case, found in results.items()])


def cases(params: Params) -> list[Case]:
    """Every setting on every fold of every block; the first setting is the claim's."""
    claim, folds = params.claims.tuning, range(params.kfold_tuning.folds)
    blocks = range(params.claims.blocks.number)
    return [
        Case(*values) for values in product(claim.batch_sizes, claim.learning_rates, blocks, folds)
    ]


def fit(case: Case, params: Params, blocks: Blocks) -> dict[str, float]:
    """The macro F1 on the fold left out."""
    section, splits = params.kfold_tuning, blocks.splits(case.block)
    seed = (section.seed + case.block) % 2**32  # after the largest seed comes 0
    values = {"estimators": "mlplab", "seed": seed}
    tuning: KfoldTuning = section.model_copy(update=values)
    setting = {"solver": SOLVER, "batch_size": case.batch_size, "learning_rate": case.learning_rate}
    rows = kfold_tuning.folds(splits, tuning)[case.fold]
    return {"macro_f1": kfold_tuning.score_fold(splits, tuning, ACTIVATION, setting, rows)}


def judge(
    params: Params, blocks: Blocks, results: Mapping[Case, Mapping[str, float]]
) -> tuple[str, dict[str, Any]]:
    """The verdict, the scores of every setting, how often the claim's is best, and the differences from it.

    The claim holds where its setting is above each other in macro F1, the mean over the folds:
    paired t over the blocks, Holm. Where two one-sided tests find the difference from one of them
    within MARGIN, it is a tie.
    """
    scores = _block_scores(results, len(blocks))
    claimed = next(iter(scores))
    pairs = compare_with(claimed, scores, margin=MARGIN, test_train_ratio=_ratio(params, blocks))
    wins = int(np.sum(np.argmax([*scores.values()], axis=0) == 0))
    low, high = share_interval(wins, len(blocks))
    return is_best(pairs), {
        "blocks": len(blocks),
        "folds": params.kfold_tuning.folds,
        "margin": MARGIN,
        "claimed": claimed,
        "best": max(scores, key=lambda name: float(np.mean(scores[name]))),
        "wins": {"count": wins, "share": wins / len(blocks), "low": low, "high": high},
        "macro_f1": {
            name: {**mean_sd(values), "values": values} for name, values in scores.items()
        },
        "claimed_minus": pairs,
    }


def _block_scores(
    results: Mapping[Case, Mapping[str, float]], blocks: int
) -> dict[str, list[float]]:
    """The mean over the folds of every block, by setting: `64, 0.0002`."""
    found: dict[str, dict[int, list[float]]] = {}
    for case, score in results.items():
        name = f"{case.batch_size}, {case.learning_rate}"
        found.setdefault(name, {}).setdefault(case.block, []).append(score["macro_f1"])
    return {
        name: [float(np.mean(scores[block])) for block in range(blocks)]
        for name, scores in found.items()
    }


def _ratio(params: Params, blocks: Blocks) -> float:
    """Held-out rows by training rows of a fold where the blocks share images, as random splits do.

    That errs on the safe side: a score is the mean over the folds, which hold every row out once.
    """
    return 1 / (params.kfold_tuning.folds - 1) if blocks.test_train_ratio else 0.0
