"""params.yaml: what it may hold, and what is said of what it may not."""

import sys
from pathlib import Path

import pytest
import yaml
from dvc.utils.serialize import load_yaml

from mlplab.errors import InputError
from mlplab.params import load_params, validate
from mlplab.studies.claims.identity_features import DEFAULT_BATCH_SIZE

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "params.yaml").read_text(encoding="utf-8")
EMBEDDED = yaml.safe_load(TEXT)


def changed(key, value):
    """The embedded parameters with one key changed; a value of None with a leading '-' in the key removes it."""
    values = yaml.safe_load(TEXT)
    *sections, name = key.lstrip("-").split(".")
    section = values
    for part in sections:
        section = section[part]
    if key.startswith("-"):
        del section[name]
    else:
        section[name] = value
    return values


FAULTS = [
    # key, value, what the line must hold beside the key
    ("scratch_mlp.learning_rat", 0.1, ["scratch_mlp.learning_rat", "unknown key", "learning_rate"]),
    ("-scratch_mlp.epochs", None, ["scratch_mlp.epochs", "missing"]),
    ("scratch", {}, ["scratch: unknown key", "scratch_mlp"]),
    ("scratch_mlp.epochs", "ten", ["scratch_mlp.epochs", "integer", "'ten'"]),
    ("scratch_mlp.epochs", 1.5, ["scratch_mlp.epochs", "integer", "1.5"]),
    ("scratch_mlp.epochs", True, ["scratch_mlp.epochs", "integer", "True"]),
    ("scratch_mlp.epochs", 0, ["scratch_mlp.epochs", "greater than 0", "got 0"]),
    ("scratch_mlp.learning_rate", -0.1, ["scratch_mlp.learning_rate", "greater than 0", "-0.1"]),
    ("scratch_mlp.learning_rate", float("inf"), ["scratch_mlp.learning_rate", "finite", "inf"]),
    ("scratch_mlp.activations", ["relu", "swish"], ["activations.1", "leaky_relu", "'swish'"]),
    ("scratch_mlp.activations", [], ["scratch_mlp.activations", "at least 1", "[]"]),
    ("scratch_mlp.activations", ["relu", "relu"], ["scratch_mlp.activations", "distinct"]),
    ("scratch_mlp.initializers", ["zeros"], ["initializers.0", "zero, random, normal", "'zeros'"]),
    ("scratch_mlp.dtype", "float16", ["scratch_mlp.dtype", "'float32' or 'float64'", "'float16'"]),
    ("scratch_mlp.seeds", [-1], ["scratch_mlp.seeds.0", "greater than or equal to 0", "-1"]),
    ("scratch_mlp.hidden_layer_sizes", [64, 0], ["hidden_layer_sizes.1", "greater than 0", "0"]),
    ("scratch_mlp.batch_size", 1201, ["scratch_mlp.batch_size", "at most the 1200", "1201"]),
    ("fetch.digits", "cifar", ["fetch.digits", "sklearn_digits", "'cifar'"]),
    ("fetch.digits", "folder:", ["fetch.digits", "folder:PATH", "'folder:'"]),
    ("normalize.digits.test_from", "val", ["test_from", "'train' or 'test'", "'val'"]),
    ("-normalize.digits.test_from", None, ["normalize.digits.test_from", "missing"]),
    ("normalize.digits.seed", "zero", ["normalize.digits.seed", "integer", "'zero'"]),
    ("activation_comparison.activations", ["swish"], ["activations.0", "leaky_relu", "'swish'"]),
    (
        "autoencoder.estimators",
        "torch",
        ["autoencoder.estimators", "'sklearn' or 'mlplab'", "'torch'"],
    ),
    ("activation_comparison.solver", "lbfgs", ["solver", "'adam' or 'sgd'", "'lbfgs'"]),
    ("kfold_tuning.activation", "worst", ["kfold_tuning.activation", "best", "'worst'"]),
    ("kfold_tuning.folds", 1, ["kfold_tuning.folds", "greater than or equal to 2", "1"]),
    ("kfold_tuning.batch_sizes", [801], ["kfold_tuning.batch_sizes", "at most the 800", "801"]),
    ("feature_transfer.features", ["tanh"], ["feature_transfer.features", "autoencoder", "tanh"]),
    ("feature_transfer.seeds", [9], ["feature_transfer.seeds", "[0, 1, 2, 3]", "9"]),
    # Results have six digits, and the page's words five: these would be one row, or one panel.
    ("kfold_tuning.learning_rates", [0.01, 0.01 + 1e-9], ["kfold_tuning.learning_rates", "five"]),
    ("claims.tuning.learning_rates", [0.123456, 0.123457], ["tuning.learning_rates", "five"]),
    ("unstated.weight_scales", [1, 1.0000001], ["unstated.weight_scales", "five digits"]),
    ("claims.encoders.learning_rates", [0.00300001], ["autoencoder.learning_rate 0.003", "five"]),
    ("claims.encoders.seeds", [0], ["claims.encoders.seeds", "at least 2", "[0]"]),
    ("claims.blocks.number", 1, ["claims.blocks.number", "greater than or equal to 2", "1"]),
    ("claims.blocks.number", 10**400, ["claims.blocks.number", "less than or equal to 100"]),
    ("worked_examples.svm_1.positive", [[1]], ["svm_1.positive.0", "at least 2", "[1]"]),
    ("worked_examples.backpropagation.bias", 1e300, ["backpropagation.bias", "1000000", "1e+300"]),
    ("scratch_mlp.epochs", 10**9, ["scratch_mlp.epochs", "100000", "1000000000"]),
    ("scratch_mlp.learning_rate", 1e300, ["scratch_mlp.learning_rate", "less than", "1e+300"]),
    ("scratch_mlp.hidden_layer_sizes", [10**9], ["hidden_layer_sizes.0", "10000", "1000000000"]),
    ("scratch_mlp.hidden_layer_sizes", [10_000] * 3, ["hidden_layer_sizes", "100,000,000 weights"]),
    ("scratch_mlp.hidden_layer_sizes", [1] * 101, ["hidden_layer_sizes", "at most 100"]),
    ("scratch_mlp.seeds", list(range(101)), ["scratch_mlp.seeds", "at most 100"]),
    ("kfold_tuning.folds", 100, ["kfold_tuning.folds", "20", "100"]),
    ("normalize.digits.train", 10**9, ["normalize.digits.train", "10000000", "1000000000"]),
    ("autoencoder.activations", ["../relu"], ["autoencoder.activations.0", "'../relu'"]),
    ("scratch_mlp.activations", ["relu; touch X #"], ["activations.0", "'relu; touch X #'"]),
    ("fetch.digits", "x\x1b[2J\n", ["fetch.digits", r"'x\x1b[2J\n'"]),
    ("fetch.digits", "x" * 10_000, ["fetch.digits", "x" * 150, "…"]),
    ("scratch_mlp.\n\x1b", 1, [r"scratch_mlp.\n\x1b: unknown key"]),
]


@pytest.mark.parametrize(("key", "value", "words"), FAULTS, ids=lambda value: str(value)[:40])
def test_a_fault_is_told_in_one_line_with_its_key_what_is_allowed_and_what_was_given(
    key, value, words
):
    with pytest.raises(InputError) as caught:
        validate(changed(key, value))
    line = str(caught.value)
    assert line.startswith("params.yaml: ")
    assert "\n" not in line
    for word in words:
        assert word in line


def test_the_tuning_that_a_claim_is_tested_on_must_have_two_settings():
    values = changed("claims.tuning", {"batch_sizes": [8], "learning_rates": [1.0]})
    validate(values)
    values["claims"]["tested"].append("tuning")
    with pytest.raises(InputError, match=r"claims\.tuning: must have two settings or more.*got 1"):
        validate(values)


def test_long_numbers_that_differ_in_their_first_digits_are_distinct():
    validate(changed("kfold_tuning.learning_rates", [0.0123456789, 0.0123656789, 123456.7]))
    validate(changed("claims.encoders.learning_rates", [0.003, 0.0030001]))


@pytest.mark.parametrize(
    ("claim", "key", "rows"),
    [
        ("activations", "activation_comparison.batch_size", 900),
        ("tuning", "claims.tuning.batch_sizes", 600),  # of three folds two
        ("features", "autoencoder.batch_size", 900),
        ("features", "feature_transfer.batch_size", 900),
        ("identity_features", "autoencoder.batch_size", 900),
        ("reconstructions", "autoencoder.batch_size", 900),
    ],
)
def test_no_batch_is_larger_than_what_a_claim_trains_on(claim, key, rows):
    def values(size, tested):
        values = changed(key, [size] if key.endswith("s") else size)
        values["claims"]["blocks"]["train"] = 900
        values["claims"]["tested"] = [tested]
        return values

    validate(values(rows, claim))
    validate(values(rows + 1, "nan_argmax"))
    message = rf"{key}: must be at most the {rows} rows that the claim {claim} .*, got {rows + 1}"
    with pytest.raises(InputError, match=message):
        validate(values(rows + 1, claim))


def test_no_batch_is_larger_than_what_a_search_for_unstated_settings_trains_on():
    validate(changed("unstated.train_sizes", [1200, 16]))
    with pytest.raises(InputError, match=r"scratch_mlp\.batch_size: must be at most the 15 rows"):
        validate(changed("unstated.train_sizes", [1200, 15]))


def test_the_claim_with_the_default_batch_size_trains_on_as_many_rows():
    values = changed("claims.blocks.train", DEFAULT_BATCH_SIZE)
    values["claims"]["tested"] = ["identity_features"]
    validate(values)
    values["claims"]["blocks"]["train"] -= 1
    with pytest.raises(InputError, match=r"claims\.blocks\.train: must be 200 or more.*got 199"):
        validate(values)


def test_an_ensembles_interval_needs_two_test_images():
    values = changed("normalize.digits.test", 1)
    validate(values)
    values["claims"]["tested"].append("ensemble")
    with pytest.raises(InputError, match=r"normalize\.digits\.test: must be 2 or more .*, got 1"):
        validate(values)


def test_a_key_of_an_earlier_version_is_told_with_its_new_name():
    values = changed("autoencoder.estimators", "sklearn")
    values["autoencoder"]["engine"] = values["autoencoder"].pop("estimators")
    with pytest.raises(InputError, match=r"autoencoder\.engine: is now called estimators"):
        validate(values)


@pytest.mark.parametrize("path", ["params.yaml", "published/report/params.yaml"])
def test_both_studies_fit_the_one_schema(path):
    load_params(ROOT / path)


def test_both_studies_have_the_same_keys_in_the_same_order():
    def keys(value):
        return {k: keys(v) for k, v in value.items()} if isinstance(value, dict) else None

    report = yaml.safe_load((ROOT / "published/report/params.yaml").read_text())
    assert str(keys(report)) == str(keys(EMBEDDED))


@pytest.mark.parametrize("text", ["2e-5", "2.0e-05", "2E-5", "0.00002", ".00002", "+2e-5"])
def test_a_number_in_any_notation_of_yaml_1_2_is_a_number(tmp_path, text):
    values = (ROOT / "params.yaml").read_text()
    path = tmp_path / "params.yaml"
    path.write_text(values.replace("learning_rate: 0.1\n", f"learning_rate: {text}\n"))
    assert load_params(path).scratch_mlp.learning_rate == 2e-5


@pytest.mark.parametrize(
    ("text", "epochs"), [("010", 10), ("0b11", 3), ("1_000", 1000), ("0o17", 15), ("0x1F", 31)]
)
def test_a_number_means_what_it_means_to_dvc(tmp_path, text, epochs):
    path = tmp_path / "params.yaml"
    path.write_text(TEXT.replace("epochs: 30\n", f"epochs: {text}\n", 1))
    assert load_params(path).scratch_mlp.epochs == epochs
    assert load_yaml(path)["scratch_mlp"]["epochs"] == epochs


def test_a_missing_library_is_no_fault_of_the_file(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "ruamel.yaml", None)
    (tmp_path / "params.yaml").write_text(TEXT)
    with pytest.raises(ModuleNotFoundError, match="ruamel"):
        load_params(tmp_path / "params.yaml")


FILES = [
    # content, what the line must hold
    (b"fetch: [", "not valid YAML: line [12]"),
    (b"- 1\n", r"must be a mapping of sections, got \[1\]"),
    (b"", "must be a mapping of sections, got None"),
    (b"\xff\xfe\xff", "not valid YAML: .*utf-8"),
    (b"\ta: 1\n", "not valid YAML: line 1: .*cannot start any token"),
    (b"a: 2020-99-99", "not valid YAML: month must be in 1..12"),
    (b"a: " + b"9" * 5000, "not valid YAML: .*4300 digits"),
    (b"a: 'x\x00'", "not valid YAML: .*unacceptable character"),
    (b"a: 1\nb: 2\na: 3\n", 'not valid YAML: line 3: found duplicate key "a"'),
    (b"a: {b: 1, b: 1}", 'not valid YAML: line 1: found duplicate key "b"'),
    (b"a: 1\nb: !!float x", "line 2: tags"),
    (b"a: !!python/object/apply:os.system [id]", "line 1: tags"),
    (b"a: &x 1\nb: *x", "line 1: anchors and aliases"),
    (b"a: 1\n<<: {b: 1}", "line 2: merge keys"),
    (b"--- {a: 1}\n--- {b: 1}", "line 2: a second document"),
    (b'a: "\\uD800"', "line 1: (half a character|.*invalid Unicode)"),
    (b"a: " + b"[" * 5000 + b"]" * 5000, "line 1: at most 20 levels"),
    (b"a: [" + b"1," * 10_000 + b"]", "line 1: at most 10,000 values"),
    (b"#" * 100_001, "at most 100,000 characters"),
]


@pytest.mark.parametrize(("content", "words"), FILES, ids=lambda value: str(value)[:40])
def test_a_file_that_is_not_one_plain_mapping_is_told_in_one_line(tmp_path, content, words):
    path = tmp_path / "params.yaml"
    path.write_bytes(content)
    with pytest.raises(InputError, match=words) as caught:
        load_params(path)
    assert str(caught.value).isprintable()


def test_a_byte_order_mark_is_read_over(tmp_path):
    path = tmp_path / "params.yaml"
    path.write_text(TEXT, encoding="utf-8-sig")
    assert load_params(path) == load_params(ROOT / "params.yaml")


def test_a_folder_in_its_place_is_told(tmp_path):
    with pytest.raises(InputError, match=r"cannot be read \(Is a directory\)"):
        load_params(tmp_path)


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        load_params(tmp_path / "params.yaml")


def test_an_activation_must_be_one_that_the_estimators_know():
    values = changed("activation_comparison.estimators", "sklearn")
    values["activation_comparison"]["activations"] = ["leaky_relu"]
    with pytest.raises(InputError, match=r"logistic.*sklearn, got 'leaky_relu'"):
        validate(values)


def test_the_best_activation_must_be_one_that_the_tunings_estimators_know():
    values = changed("kfold_tuning.estimators", "sklearn")
    values["activation_comparison"]["activations"] = ["relu", "leaky_relu"]
    with pytest.raises(InputError, match=r"kfold_tuning\.activation.*sklearn, got 'leaky_relu'"):
        validate(values)
