"""dvc.yaml against params.yaml, the schema, and the code that its stages run."""

import ast
import re
from inspect import signature
from itertools import chain
from pathlib import Path

import pytest
import yaml

from mlplab import paths
from mlplab.cells import MATRICES
from mlplab.nn import ACTIVATIONS, INITIALIZERS
from mlplab.params import BASELINE_FEATURES, CLAIMS, Params
from tests.conftest import ROOT, imports

PIPELINE = yaml.safe_load((ROOT / "dvc.yaml").read_text())
STAGES = PIPELINE["stages"]
KINDS = ("outs", "metrics", "plots")
# What moves parameters and results, and decides none: a stage need not depend on it.
PLUMBING = {
    "mlplab/__init__.py",
    "mlplab/errors.py",
    "mlplab/paths.py",
    "mlplab/cluster.py",
    "mlplab/console.py",
    "mlplab/params",
    "mlplab/artifacts.py",
    "mlplab/parallel.py",
    "mlplab/cells.py",
    "mlplab/records.py",
    "mlplab/sources.py",
    "mlplab/data",
    "mlplab/studies/__init__.py",
    "mlplab/studies/claims/__init__.py",
    "mlplab/studies/shared/__init__.py",
    "stages/__init__.py",
    "stages/__main__.py",
}


def entries(stage, *kinds):
    """The paths of a stage's deps, outs, metrics or plots; a matrix over lists of params.yaml is unresolved."""
    for kind in kinds:
        for entry in STAGES[stage].get(kind, []):
            path = entry if isinstance(entry, str) else next(iter(entry))
            item = re.compile(r"\$\{item.(study|claim)\}")
            yield from dict.fromkeys(item.sub(name, path) for name in names(stage))


def names(stage):
    """What the matrix of the tables and of the claims runs over; one empty name for any other stage."""
    if stage == "claims":
        return CLAIMS
    return STAGES[stage]["matrix"]["study"] if stage == "table" else [""]


def schema_has(key):
    model = Params
    for part in key.split("."):
        if part not in getattr(model, "model_fields", {}):
            return False
        model = model.model_fields[part].annotation
    return True


@pytest.mark.parametrize("stage", STAGES)
def test_every_parameter_of_a_stage_is_in_the_schema(stage):
    keys = list(entries(stage, "params"))
    keys += re.findall(r"\$\{([a-z_]+\.[a-z_.]+)\}", str(STAGES[stage]))
    for key in keys:
        assert key.startswith("item.") or schema_has(key), key


@pytest.mark.parametrize("section", Params.model_fields)
def test_a_study_depends_on_every_key_of_its_section(section):
    """That the page does is not enough: it would show a changed setting beside the results of the one before."""
    keys = {f"{section}.{key}" for key in Params.model_fields[section].annotation.model_fields}
    tracked = set(entries(section, "params"))
    matrix = {value.strip("${}") for value in STAGES[section].get("matrix", {}).values()}
    settings = set(chain(*CLAIMS.values())) if section == "claims" else set()
    assert section in tracked or keys <= tracked | matrix | settings


@pytest.mark.parametrize("claim", CLAIMS)
def test_every_setting_of_a_claim_is_in_the_schema(claim):
    assert all(schema_has(key) for key in CLAIMS[claim])


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_runs_its_own_module_and_depends_on_it(stage):
    """Its name reaches the command in $DVC_STAGE: a command holds no text of params.yaml."""
    assert STAGES[stage]["cmd"] == 'exec python -m stages "$DVC_STAGE"'
    path = f"stages/{stage}.py"
    assert (ROOT / path).is_file()
    assert path in entries(stage, "deps")


def test_stages_has_one_module_for_each_stage_and_nothing_else():
    modules = {path.stem for path in (ROOT / "stages").glob("*.py")}
    assert modules == {*STAGES, "__init__", "__main__"}


def project_files(module_path, seen=None):
    """Every file of the project that a file imports, directly or through others, but for the plumbing's own."""
    seen = set() if seen is None else seen
    for name in imports(module_path):
        for depth in range(len(name.split(".")), 0, -1):
            relative = Path(*name.split(".")[:depth])
            for base in (ROOT / "src", ROOT):
                for path in (
                    base / relative.with_suffix(".py"),
                    base / relative / "__init__.py",
                ):
                    if path.is_file() and path not in seen:
                        seen.add(path)
                        if not is_plumbing(path):
                            project_files(path, seen)
    return seen


def claim_files():
    return [ROOT / f"src/mlplab/studies/claims/{claim}.py" for claim in CLAIMS]


def test_no_claim_imports_another():
    """A stage of one claim depends on that claim's file."""
    for path in claim_files():
        assert not set(claim_files()) & project_files(path), path


def is_plumbing(path):
    base = ROOT / "src" if path.is_relative_to(ROOT / "src") else ROOT
    name = path.relative_to(base).as_posix()
    return any(name == entry or name.startswith(f"{entry}/") for entry in PLUMBING)


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_depends_on_the_code_that_decides_its_result(stage):
    deps = [ROOT / dep for dep in entries(stage, "deps")]
    stage_modules = {path for path in (ROOT / "stages").glob("*.py") if path.stem in STAGES}
    files = project_files(ROOT / "stages" / f"{stage}.py")
    if stage == "claims":  # which imports the claim's file by its name
        files |= {path for claim in claim_files() for path in [claim, *project_files(claim)]}
    for path in files:
        if is_plumbing(path) or path in stage_modules:
            continue
        assert any(path == dep or path.is_relative_to(dep) for dep in deps), path


@pytest.mark.parametrize(
    ("stage", "needed"),
    [
        ("check_params", ["params.yaml", "src/mlplab/params"]),
        ("fetch", ["data/params_checked.json", "src/mlplab/data"]),
        ("normalize", ["data/raw/digits.npz", "data/raw/fashion.npz", "src/mlplab/data"]),
        ("worked_examples", ["data/params_checked.json"]),
    ],
)
def test_the_first_stages_depend_on_what_they_read_and_on_what_is_plumbing_elsewhere(stage, needed):
    assert {*needed} <= {*entries(stage, "deps")}


@pytest.mark.parametrize("stage", STAGES)
def test_a_file_that_a_stage_reads_is_another_stages_output_or_in_the_repository(stage):
    outs = {out for other in STAGES for out in entries(other, *KINDS)}
    folders = {str(Path(out).parent) for out in outs}
    for dep in entries(stage, "deps"):
        pattern = re.sub(r"\$\{item\.\w+\}", "${key}", dep)
        within = any(Path(dep).is_relative_to(out) for out in outs)
        assert within or pattern in outs or dep in folders or (ROOT / dep).exists(), dep


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_depends_on_every_folder_of_paths_that_it_names(stage):
    """`paths.model(...)` in its module: models are among its dependencies or outputs."""
    known = {folder_of(Path(entry)) for entry in entries(stage, "deps", *KINDS)}
    for node in ast.walk(ast.parse((ROOT / f"stages/{stage}.py").read_text())):
        if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "paths":
            place = getattr(paths, node.attr)
            if callable(place):
                needed = [p for p in signature(place).parameters.values() if p.default is p.empty]
                place = place(*["name"] * len(needed))
            if isinstance(place, Path):  # and no list of names
                assert folder_of(place) in known, node.attr


def folder_of(path):
    """The first folder of a path, or two where it is `data`, which holds those of many stages."""
    return path.parts[:2] if path.parts[0] == "data" else path.parts[:1]


@pytest.mark.parametrize("stage", MATRICES)
def test_the_lists_of_a_matrix_are_no_parameters_of_its_cells(stage):
    lists = {value.strip("${}") for value in STAGES[stage]["matrix"].values()}
    assert not lists & set(STAGES[stage].get("params", []))


@pytest.mark.parametrize("name", [*ACTIVATIONS, *INITIALIZERS, *BASELINE_FEATURES, *CLAIMS])
def test_a_name_that_a_cell_can_have_is_a_word(name):
    """A dash would be another name's beginning: the key of a cell is its names with dashes between them."""
    assert name.isidentifier()


def test_no_two_stages_write_the_same_file():
    outs = [out for stage in STAGES for out in entries(stage, *KINDS)]
    assert len(outs) == len(set(outs))


@pytest.mark.parametrize("stage", STAGES)
def test_metrics_and_plots_are_kept_in_git_and_not_in_the_cache(stage):
    for entry in chain.from_iterable(STAGES[stage].get(kind, []) for kind in KINDS):
        path, options = (entry, {}) if isinstance(entry, str) else next(iter(entry.items()))
        in_git = path.startswith(("metrics/", "plots/"))
        assert (options.get("cache") is False) == in_git, path


@pytest.mark.parametrize("stage", STAGES)
def test_every_metric_but_the_comparison_with_the_report_is_one_to_dvc(stage):
    """`dvc metrics diff` shows no others; the comparison would flood it."""
    for path in {*entries(stage, *KINDS)} - {"metrics/reproduction.json"}:
        assert path.startswith("metrics/") == (path in entries(stage, "metrics")), path


def test_a_stage_that_trains_writes_nothing_that_keeps_dvc_from_caching_its_run():
    """DVC has no run cache for an output that is neither cached, nor a metric, nor a plot."""
    for stage in [*MATRICES, "kfold_tuning", "baseline_encoders"]:
        assert all(isinstance(out, str) for out in STAGES[stage]["outs"]), stage


def test_every_matrix_of_cells_is_the_one_that_the_code_knows():
    matrices = {name: stage["matrix"] for name, stage in STAGES.items() if "matrix" in stage}
    table = matrices.pop("table")
    assert table == {"study": list(MATRICES)}
    assert matrices.keys() == MATRICES.keys()
    for study, matrix in matrices.items():
        assert list(matrix.values()) == [f"${{{study}.{name}}}" for name in MATRICES[study]]


def test_every_path_of_the_pipeline_is_one_of_paths():
    """`paths` is where code finds a file: dvc.yaml names the same."""
    key = "${key}"
    known = {
        paths.PARAMS_CHECKED,
        paths.CLAIM_SETTINGS,
        paths.TUNING_RESULTS,
        paths.UNSTATED_COUNTS,
    }
    known |= {paths.PICTURES, paths.NARROW_PICTURES, paths.PAGE}
    known |= {paths.PCA_RECONSTRUCTIONS}
    known |= {place(name) for name in paths.DATASETS for place in (paths.raw, paths.normalized)}
    known |= {paths.metrics(name) for name in STAGES} | {paths.metrics("reproduction")}
    known |= {
        paths.model(name) for name in ("kfold_tuning", "autoencoder/pixels", "autoencoder/pca")
    }
    for study in MATRICES:
        known |= {paths.cell(study, key), paths.model(f"{study}/{key}")}
    known |= {Path(folder) / study for folder in ("metrics", "plots") for study in MATRICES}
    for stage in STAGES:
        for out in entries(stage, *KINDS):
            assert Path(out) in known, out
    for study in MATRICES:  # the table stages' folders hold what `paths` names there
        files = paths.curves(study, "a"), paths.mean_curves(study), paths.predictions(study, "a")
        assert all(file.is_relative_to(f"plots/{study}") for file in files)


def test_what_dvc_plots_draws_is_a_stages_output():
    outs = {out for stage in STAGES for out in entries(stage, *KINDS)}
    folders = {f"plots/{study}" for study in MATRICES}
    for plot in PIPELINE["plots"]:
        for file in [plot] if isinstance(plot, str) else next(iter(plot.values()))["y"]:
            assert file in outs or any(Path(file).is_relative_to(folder) for folder in folders)
