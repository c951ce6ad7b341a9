"""The stages that bring and scale the images, and the worked examples."""

import numpy as np
import pytest

from mlplab import artifacts, paths
from mlplab.errors import InputError
from mlplab.params import CLAIMS, own_values
from stages import check_params, fetch, normalize, worked_examples


def test_the_embedded_study_fetches_scikit_learns_digits_twice(embedded):
    datasets = fetch.run(embedded.fetch)
    assert set(datasets) == {"digits", "fashion"}
    assert datasets["digits"].images.shape == (1797, 8, 8)
    assert datasets["digits"].images.dtype == np.uint8


def test_normalize_gives_parts_of_the_sizes_asked_for_in_0_to_1(embedded):
    results = normalize.run(embedded.normalize, fetch.run(embedded.fetch))
    described = normalize.describe(results["fashion"])
    assert described["images"] == {"train": 1200, "val": 300, "test": 297}
    assert (described["min"], described["max"]) == (0, 1)
    assert sum(described["train_class_shares"].values()) == pytest.approx(1)


def test_sizes_larger_than_the_data_name_their_key(embedded):
    large = embedded.normalize.fashion.model_copy(update={"train": 5000})
    sizes = embedded.normalize.model_copy(update={"fashion": large})
    with pytest.raises(InputError, match=r"normalize\.fashion\.train.*1797.*5000"):
        normalize.run(sizes, fetch.run(embedded.fetch))


def test_the_worked_examples_hold_three_steps_and_two_svms(embedded):
    results = worked_examples.run(embedded.worked_examples)
    assert set(results) == {"backpropagation", "svm_1", "svm_2"}
    assert set(results["backpropagation"]) == {"step_1", "step_2", "step_3", "final"}


def test_points_that_no_line_separates_name_their_key(embedded):
    crossed = embedded.worked_examples.svm_1.model_copy(update={"positive": [[0, 0], [2, 1]]})
    examples = embedded.worked_examples.model_copy(update={"svm_1": crossed})
    with pytest.raises(InputError, match=r"worked_examples\.svm_1: no straight line"):
        worked_examples.run(examples)


def test_a_claims_settings_have_every_digit(embedded, tmp_path, monkeypatch):
    """Metrics have six: the claim's stage would not find its own settings, or miss a change of them."""
    rate = 0.1 + 0.2  # as in a range(0.1,0.4,0.1) of `dvc exp run`
    scratch = embedded.scratch_mlp.model_copy(update={"learning_rate": rate})
    params = embedded.model_copy(update={"scratch_mlp": scratch})
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(check_params, "load_params", lambda: params)
    check_params.main()
    for claim in CLAIMS:
        assert artifacts.read_json(paths.claim_settings(claim)) == own_values(params, claim)
