"""dvc.yaml against params.yaml, the schema, and the code that its stages run."""

import re
from pathlib import Path

import pytest
import yaml

from mlplab.params import Params
from tests.test_architecture import ROOT, imports

PIPELINE = yaml.safe_load((ROOT / "dvc.yaml").read_text())
STAGES = PIPELINE["stages"]
# What moves parameters and results, and decides none: a stage need not depend on it.
PLUMBING = {
    "mlplab/__init__.py",
    "mlplab/errors.py",
    "mlplab/cluster.py",
    "mlplab/console.py",
    "mlplab/params",
    "mlplab/artifacts.py",
    "mlplab/parallel.py",
    "mlplab/data",
    "mlplab/studies/__init__.py",
    "stages/__init__.py",
    "stages/console.py",
    "stages/curves.py",
    "stages/cells.py",
    "stages/records.py",
}


def entries(stage, *kinds):
    """The paths of a stage's deps, outs, metrics or plots, with matrix keys unresolved."""
    for kind in kinds:
        for entry in STAGES[stage].get(kind, []):
            yield entry if isinstance(entry, str) else next(iter(entry))


def schema_has(key):
    model = Params
    for part in key.split("."):
        if part not in getattr(model, "model_fields", {}):
            return False
        model = model.model_fields[part].annotation
    return True


@pytest.mark.parametrize("stage", STAGES)
def test_every_parameter_of_a_stage_is_in_the_schema(stage):
    keys = list(STAGES[stage].get("params", []))
    keys += re.findall(r"\$\{([a-z_]+\.[a-z_.]+)\}", str(STAGES[stage]))
    for key in keys:
        assert key.startswith("item.") or schema_has(key), key


def test_every_section_of_the_schema_is_some_stages_parameter():
    used = " ".join(str(stage) for stage in STAGES.values())
    for section, field in Params.model_fields.items():
        for key in field.annotation.model_fields:
            one = re.search(rf"\b{section}\.{key}\b", used)
            whole = re.search(rf"params': \[[^\]]*'{section}'", used)
            assert one or whole, f"{section}.{key}"


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_runs_its_own_module_and_depends_on_it(stage):
    module = STAGES[stage]["cmd"].split()[2]
    path = module.replace(".", "/") + ".py"
    assert (ROOT / path).is_file()
    assert path in entries(stage, "deps")
    assert stage == module.removeprefix("stages.")


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


def is_plumbing(path):
    base = ROOT / "src" if path.is_relative_to(ROOT / "src") else ROOT
    name = path.relative_to(base).as_posix()
    return any(name == entry or name.startswith(f"{entry}/") for entry in PLUMBING)


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_depends_on_the_code_that_decides_its_result(stage):
    deps = [ROOT / dep for dep in entries(stage, "deps")]
    stage_modules = {path for path in (ROOT / "stages").glob("*.py") if path.stem in STAGES}
    for path in project_files(ROOT / "stages" / f"{stage}.py"):
        if is_plumbing(path) or path in stage_modules:
            continue
        assert any(path == dep or path.is_relative_to(dep) for dep in deps), path


@pytest.mark.parametrize("stage", STAGES)
def test_a_file_that_a_stage_reads_is_another_stages_output_or_in_the_repository(stage):
    outs = {out for other in STAGES for out in entries(other, "outs", "metrics", "plots")}
    folders = {str(Path(out).parent) for out in outs}
    for dep in entries(stage, "deps"):
        pattern = re.sub(r"\$\{item\.\w+\}", "${key}", dep)
        assert dep in outs or pattern in outs or dep in folders or (ROOT / dep).exists(), dep


@pytest.mark.parametrize("stage", [name for name in STAGES if "matrix" in STAGES[name]])
def test_the_lists_of_a_matrix_are_no_parameters_of_its_cells(stage):
    lists = {value.strip("${}") for value in STAGES[stage]["matrix"].values()}
    assert not lists & set(STAGES[stage]["params"])


def test_no_two_stages_write_the_same_file():
    outs = [out for stage in STAGES for out in entries(stage, "outs", "metrics", "plots")]
    assert len(outs) == len(set(outs))


@pytest.mark.parametrize("stage", STAGES)
def test_metrics_and_plots_are_kept_in_git_and_not_in_the_cache(stage):
    for entry in [*STAGES[stage].get("outs", []), *STAGES[stage].get("metrics", [])]:
        path, options = (entry, {}) if isinstance(entry, str) else next(iter(entry.items()))
        in_git = path.startswith(("metrics/", "plots/", "report.html"))
        assert (options.get("cache") is False) == in_git, path


def test_what_dvc_plots_draws_is_a_stages_output_with_at_most_four_curves():
    outs = {re.escape(out) for stage in STAGES for out in entries(stage, "outs")}
    patterns = [re.sub(r"\\\$\\\{key\\\}", r"[a-z_-]+", out) for out in outs]
    for plot in PIPELINE["plots"]:
        files = [plot] if isinstance(plot, str) else list(next(iter(plot.values()))["y"])
        assert len(files) <= 4
        for file in files:
            assert any(re.fullmatch(pattern, file) for pattern in patterns), file
