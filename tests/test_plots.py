"""`dvc plots`: its templates, filled by DVC's own code and drawn by the Vega-Lite of its page."""

import json
import math
import os
import re
import subprocess
import sys
from itertools import pairwise

import pytest
import vl_convert
import yaml
from dvc.render.match import match_defs_renderers
from dvc_render import render_html
from dvc_render.vega_templates import TEMPLATES

from mlplab import offline_plots, wording
from mlplab.params.values import BASELINE_FEATURES, ESTIMATOR_ACTIVATIONS
from mlplab.pictures import style
from tests.conftest import ROOT

FOLDER = ROOT / ".dvc" / "plots"
CUSTOM = {file.stem: json.loads(file.read_text()) for file in FOLDER.glob("*.json")}
PIPELINE = yaml.safe_load((ROOT / "dvc.yaml").read_text())
# Those of the section `plots`, and the tables that a stage declares as plots.
PLOTS = {name: definition for plot in PIPELINE["plots"] for name, definition in plot.items()} | {
    definition["title"]: {**definition, "y": {file: definition["y"]}}
    for stage in PIPELINE["stages"].values()
    for plot in stage.get("plots", [])
    for file, definition in plot.items()
    if "template" in definition
}
CURVES = {"x": "epoch", "y": {"mean.csv": "val_loss"}, "template": "curves"}
CELLS = ["zero-sigmoid", "zero-leaky_relu", "random-sigmoid", "random-leaky_relu"]
FLATTEST = 2.0  # no y axis spans less than this factor


def losses(cells=("relu", "tanh"), metric="val_loss", loss=lambda epoch: 2.0 / epoch):
    """Rows of a table of mean learning curves as DVC reads them: text alone."""
    return [
        {"cell": cell, "epoch": str(epoch), metric: f"{loss(epoch):.6g}", f"{metric}_sd": "0.01"}
        for cell in cells
        for epoch in range(1, 6)
    ]


def rows(definition):
    """Rows for a plot of dvc.yaml."""
    x, y = definition["x"], next(iter(definition["y"].values()))
    if definition["template"] == "curves":
        return losses(CELLS, y)
    if definition["template"] == "confusion":
        return [{"seed": "0", x: shown, y: "Ankle boot"} for shown in ("Ankle boot", "Bag")]
    return [{y: f"adam, {n}", x: f"0.{n}", x.replace("mean", "sd"): "0.01"} for n in (64, 16)]


def renderer(definition, data, name="plot"):
    """DVC's renderer of a plot; `data` maps a revision to {file: rows}."""
    collected = {
        rev: {
            "definitions": {"data": {"dvc.yaml": {"data": {name: definition}}}},
            "sources": {"data": {file: {"data": content} for file, content in files.items()}},
        }
        for rev, files in data.items()
    }
    (matched,) = match_defs_renderers(collected, templates_dir=str(FOLDER))
    assert not matched.source_errors
    assert not matched.definition_errors
    return matched.renderer


def filled(data, definition=CURVES):
    """The filled template of learning curves; `data` maps a revision to rows."""
    by_rev = {rev: {"mean.csv": content} for rev, content in data.items()}
    return renderer(definition, by_rev).get_filled_template()


def svg(spec):
    return vl_convert.vegalite_to_svg(spec, vl_version=offline_plots.VEGA_LITE)


def marks(node, kind):
    """Every mark of a kind ("line", "symbol", ...) that is drawn from data, in the order of drawing."""
    if isinstance(node, list):
        return [mark for part in node for mark in marks(part, kind)]
    if not isinstance(node, dict):
        return []
    mine = [node] if node.get("marktype") == kind and node.get("role") == "mark" else []
    return mine + marks(node.get("items", []), kind)


def lines(spec):
    """The curves' points of a filled template: a list of them a line."""
    drawn = vl_convert.vegalite_to_scenegraph(spec, vl_version=offline_plots.VEGA_LITE)
    return [mark["items"] for mark in marks(drawn["scenegraph"], "line") if mark["items"]]


def rendered(folder, *renderers):
    """The page that DVC makes of the offline template."""
    (folder / "template.html").write_text(offline_plots.page())
    page = render_html(list(renderers), folder / "page.html", folder / "template.html")
    return page.read_text()


def test_every_plot_has_a_template_and_every_template_a_plot():
    used = {definition["template"] for definition in PLOTS.values()}
    assert used <= CUSTOM.keys() | {template.DEFAULT_NAME for template in TEMPLATES}
    assert used >= CUSTOM.keys()


@pytest.mark.parametrize("revs", [["workspace"], ["HEAD", "workspace"], ["a", "b", "c"]], ids=len)
@pytest.mark.parametrize("name", PLOTS)
def test_plots_name_what_they_draw(name, revs):
    definition = PLOTS[name]
    data = {rev: dict.fromkeys(definition["y"], rows(definition)) for rev in revs}
    drawn = svg(renderer(definition, data, name).get_filled_template())
    shown = {
        "curves": ["sigmoid", "leaky ReLU", "zero", "random"],
        "confusion": ["Ankle boot", "Bag", "true class"],
        "settings": ["adam, 64", "adam, 16"],
    }
    for text in [name, *revs, *shown[definition["template"]]]:
        assert text.replace("&", "&amp;") in drawn


@pytest.mark.parametrize("name", CUSTOM)
def test_what_a_template_mends_after_compiling_is_there(name):
    definition = next(d for d in PLOTS.values() if d["template"] == name)
    data = {"workspace": dict.fromkeys(definition["y"], rows(definition))}
    spec = renderer(definition, data).get_filled_template()
    compiled = vl_convert.vegalite_to_vega(spec, vl_version=offline_plots.VEGA_LITE)
    for step in spec["usermeta"]["embedOptions"]["patch"]:
        *parents, last = step["path"].strip("/").split("/")
        place = compiled
        for key in parents:
            place = place[int(key) if isinstance(place, list) else key]
        if step["op"] == "remove":
            del place[last]
        elif isinstance(place, dict):
            place[last] = step["value"]
        elif last == "-":
            place.append(step["value"])
        else:
            assert place[int(last)]["name"] == step["value"]["name"]
            place[int(last)] = step["value"]
    assert "NaN" not in vl_convert.vega_to_svg(compiled)


def test_curves_have_the_pictures_colors_and_names():
    params = {param["name"]: param["value"] for param in CUSTOM["curves"]["params"]}
    assert params["colors"] == style.COLORS
    for name in style.COLORS:
        assert params["names"].get(name, name.replace("_", " ")) == wording.words(name)
    assert {param["name"]: param["value"] for param in CUSTOM["confusion"]["params"]} == {
        "names": params["names"]
    }


def test_a_curve_keeps_its_color_whatever_is_drawn_beside_it():
    for cells in [["tanh", "relu"], ["relu", "other", "tanh"], ["zero-tanh", "random-relu"]]:
        strokes = {points[0]["stroke"] for points in lines(filled({"a": losses(cells)}))}
        assert {style.COLORS["tanh"], style.COLORS["relu"]} <= strokes


def test_unknown_curves_have_a_color_each():
    cells = ["relu", *(f"unknown_{n}" for n in range(6))]
    strokes = [points[0]["stroke"] for points in lines(filled({"a": losses(cells)}))]
    assert None not in strokes
    assert len(set(strokes)) == len(cells)


def test_one_revision_is_drawn_in_full():
    for points in lines(filled({"workspace": losses()})):
        assert points[0].get("strokeOpacity", 1) == 1
        assert points[0]["strokeWidth"] < 2


@pytest.mark.parametrize("revs", [["a", "b"], ["a", "b", "c"]], ids=len)
def test_equal_revisions_lie_on_each_other_each_narrower_and_darker(revs):
    drawn = lines(filled(dict.fromkeys(revs, losses(["relu"]))))
    assert len(drawn) == len(revs)
    for (below, *_), (above, *_) in pairwise(drawn):
        assert above["strokeWidth"] < below["strokeWidth"]
        assert above["strokeOpacity"] > below["strokeOpacity"]
        assert above["strokeDash"] != below["strokeDash"]


def test_a_flat_curve_looks_flat():
    noisy = losses(["zero-relu"], loss=lambda epoch: 2.3 + 1e-3 * (-1) ** epoch)
    (points,) = lines(filled({"a": noisy}))
    heights = [point["y"] for point in points]
    height = CUSTOM["curves"]["spec"]["height"]
    noise_span = math.log(2.301 / 2.299)
    assert max(heights) - min(heights) <= 1.01 * height * noise_span / math.log(FLATTEST)
    assert sum(heights) / len(heights) == pytest.approx(height / 2, rel=0.01)


def test_losses_that_span_decades_have_a_logarithmic_axis():
    (points,) = lines(filled({"a": losses(["relu"], loss=lambda epoch: 10.0**-epoch)}))
    steps = [below["y"] - above["y"] for above, below in pairwise(points)]
    assert steps == pytest.approx([CUSTOM["curves"]["spec"]["height"] / 4] * 4)


def test_panels_and_curves_keep_the_tables_order():
    drawn = svg(filled({"a": losses(["zero-tanh", "zero-relu", "normal-tanh", "normal-relu"])}))
    places = [drawn.index(f">{text}<") for text in ("tanh", "ReLU")]
    assert places == sorted(places)
    assert drawn.index(">zero<") < drawn.index(">normal<")


@pytest.mark.parametrize("value", ["nan", "inf", "", "0"])
def test_a_value_that_no_logarithm_has_leaves_a_gap(value):
    (points,) = lines(
        filled({"a": [*losses(["relu"]), {**losses(["tanh"])[0], "val_loss": value}]})
    )
    assert len(points) == 5


def test_a_cell_that_diverged_is_left_out():
    drawn = lines(filled({"a": losses(["zero-relu"]), "b": losses(["zero-relu", "zero-tanh"])[:6]}))
    assert sorted(len(points) for points in drawn) == [1, 5, 5]


def test_a_study_whose_cells_all_diverged_leaves_its_place_on_the_page_empty(tmp_path):
    empty = renderer(CURVES, {"workspace": {"mean.csv": []}}, "diverged")
    whole = renderer(CURVES, {"workspace": {"mean.csv": losses()}}, "whole")
    page = rendered(tmp_path, empty, whole)
    assert "var spec = {};" in page
    assert "vegaEmbed('#whole', spec)" in page


def test_confusion_shares_are_of_the_true_class():
    definition = {"x": "predicted", "y": {"relu.csv": "actual"}, "template": "confusion"}
    counts = [("a", "a")] * 3 + [("a", "b")] + [("b", "b")]
    table = [{"seed": "0", "actual": true, "predicted": shown} for true, shown in counts]
    drawn = svg(renderer(definition, {"workspace": {"relu.csv": table}}).get_filled_template())
    assert "ReLU, workspace" in drawn
    for percent in (75, 25, 100):
        assert f">{percent}<" in drawn


def test_the_page_needs_no_network(tmp_path):
    plot = renderer(CURVES, {"workspace": {"mean.csv": losses()}})
    page = rendered(tmp_path, plot)
    assert "vegaEmbed('#plot', spec)" in page
    assert "{plot_divs}" not in page
    assert "<script src" not in page
    assert "<link" not in page


def test_set_up_names_the_page_in_a_folder_with_spaces_and_other_letters(tmp_path):
    """DVC writes its configuration in ASCII: the absolute path of such a folder would be a fault."""
    folder = tmp_path / "ä b"
    (folder / ".venv").mkdir(parents=True)
    (folder / ".venv" / "plots.html").write_text("{plot_divs} of our own")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (command,) = re.findall(
        r"^\t\.venv/bin/dvc (config .*plots\.html_template.*); \\$", makefile, re.M
    )
    for arguments in ("init --no-scm --quiet", command, "config --local plots.html_template"):
        done = subprocess.run(
            [sys.executable, "-m", "dvc", *arguments.split()],
            cwd=folder,
            env=os.environ | {"LC_ALL": "C"},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
    assert (folder / ".dvc" / done.stdout.strip()).samefile(folder / ".venv" / "plots.html")


def test_no_two_curves_of_a_study_have_one_color():
    """But for `sigmoid` and `logistic`, which are one function by two names."""
    rows = losses([*ESTIMATOR_ACTIVATIONS, *BASELINE_FEATURES])
    drawn = vl_convert.vegalite_to_scenegraph(
        filled({"workspace": rows}), vl_version=offline_plots.VEGA_LITE
    )
    lines = [mark for mark in marks(drawn["scenegraph"], "line") if mark["items"]]
    colors = [line["items"][0]["stroke"] for line in lines]
    assert len(colors) == 11
    assert len(set(colors)) == 10
