"""The tests and intervals by which a claim is judged; what SciPy has is SciPy's."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy import stats

LEVEL = 0.05  # of every test; intervals are of 1 - LEVEL


def paired_difference(
    differences: Sequence[float], *, margin: float, test_train_ratio: float = 0.0
) -> dict[str, Any]:
    """Judge by Student's paired t whether a mean difference is zero, above a margin, or within it.

    Parameters
    ----------
    differences : sequence of float, shape (n,)
        One difference a block, split or seed.
    margin : float
        The smallest difference that matters, in the differences' unit.
    test_train_ratio : float
        Test rows by training rows where the repetitions are random splits of one data set, which
        share rows; 0 where they share none.

    Returns
    -------
    dict
        The `differences`; `n`, `mean`, `low` and `high` (the 95% interval); `p` that the mean is
        zero (two-sided); `p_above` that it is no more than the margin; `p_equivalent` that it is
        as large as the margin in either direction: the larger p of two one-sided tests.

    Notes
    -----
    The variance of the mean is s² (1/n + test_train_ratio): the corrected resampled t of [1]_,
    which without a ratio is the ordinary paired t. The two one-sided tests are those of [2]_.

    References
    ----------
    .. [1] C. Nadeau and Y. Bengio, "Inference for the generalization error", Machine Learning 52
       (2003), 239-281.
    .. [2] D. J. Schuirmann, "A comparison of the two one-sided tests procedure and the power
       approach for assessing the equivalence of average bioavailability", Journal of
       Pharmacokinetics and Biopharmaceutics 15 (1987), 657-680.
    """
    n, mean = len(differences), float(np.mean(differences))
    error = float(np.std(differences, ddof=1)) * (1 / n + test_train_ratio) ** 0.5
    # Repetitions that all agree have no error: a test of theirs is sure.
    student = stats.t(n - 1, scale=max(error, np.finfo(float).tiny))
    reach = float(stats.t.ppf(1 - LEVEL / 2, n - 1)) * error
    return {
        "differences": [float(difference) for difference in differences],
        "n": n,
        "mean": mean,
        "low": mean - reach,
        "high": mean + reach,
        "p": min(2 * float(student.sf(abs(mean))), 1.0),
        "p_above": float(student.sf(mean - margin)),
        "p_equivalent": float(max(student.sf(mean + margin), student.cdf(mean - margin))),
    }


def holm(p_values: Mapping[str, float]) -> dict[str, float]:
    """Adjust the p values of one family of tests by Holm's step-down method.

    Any of them at or below a level may be called significant: the chance of one false call in the
    whole family is at most that level.

    References
    ----------
    S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of
    Statistics 6 (1979), 65-70.
    """
    adjusted, largest = {}, 0.0
    for rank, (name, p) in enumerate(sorted(p_values.items(), key=lambda item: item[1])):
        largest = max(largest, min((len(p_values) - rank) * p, 1.0))
        adjusted[name] = largest
    return {name: adjusted[name] for name in p_values}


def share_interval(successes: int, trials: int) -> tuple[float, float]:
    """Give the exact 95% interval of a share.

    References
    ----------
    C. J. Clopper and E. S. Pearson, "The use of confidence or fiducial limits illustrated in the
    case of the binomial", Biometrika 26 (1934), 404-413.
    """
    interval = stats.binomtest(successes, trials).proportion_ci(1 - LEVEL, method="exact")
    return float(interval.low), float(interval.high)


def prediction_interval(values: Sequence[float], variance: float = 0.0) -> tuple[float, float]:
    """Give the 95% interval of one more value.

    Parameters
    ----------
    values : sequence of float, shape (n,)
    variance : float
        What the new value's own measurement adds: p (1 - p) / m for a share of m images.

    Notes
    -----
    mean ± t sqrt(s² (1 + 1/n) + variance), t with n - 1 degrees of freedom.

    References
    ----------
    G. J. Hahn and W. Q. Meeker, "Statistical Intervals", Wiley (1991).
    """
    n, mean = len(values), float(np.mean(values))
    spread = (float(np.var(values, ddof=1)) * (1 + 1 / n) + variance) ** 0.5
    reach = float(stats.t.ppf(1 - LEVEL / 2, n - 1)) * spread
    return mean - reach, mean + reach
