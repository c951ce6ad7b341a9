"""A page with every widget on it: the page's own style, the widgets' files, and the data of the repository's run."""

import html
import json

import yaml

from mlplab.page import networks
from mlplab.page import scripts as page_scripts
from mlplab.page.sections import backpropagation, hard_margin_svm, scratch_mlp
from mlplab.params import load_params
from tests.conftest import ROOT
from tests.digits import EXAMPLES, scratch_network

TEMPLATES = ROOT / "src" / "mlplab" / "page" / "templates"
STYLE = "".join((TEMPLATES / name).read_text() for name in ("style.css.j2", "widgets.css"))
STROKES = json.loads((ROOT / "examples" / "strokes.json").read_text())
PRINTED = [
    printed
    for printed in yaml.safe_load((ROOT / "reference" / "report.yaml").read_text())[
        "printed_values"
    ]
    if "report" in printed
]
# One that learned, one whose weights were too large, one that cannot start.
NETWORKS = {
    "random, ReLU": ("random", "relu"),
    "normal, tanh": ("normal", "tanh"),
    "zero, sigmoid": ("zero", "sigmoid"),
}


def draw_data():
    chosen = {name: scratch_network(*cell) for name, cell in NETWORKS.items()}
    return networks.canvas_data(chosen, EXAMPLES, (8, 8), STROKES)


def exercise():
    """Section A's backpropagation in params.yaml."""
    return load_params(ROOT / "params.yaml").worked_examples.backpropagation.model_dump()


def register_markup():
    """A table of all printed values, as the page has it without JavaScript."""
    rows = "".join(
        f'<tr id="value-{number}" data-section="{printed["section"]}" data-verdict="{verdict(printed)}">'
        f'<th scope="row">{html.escape(printed["name"])}</th><td>{html.escape(str(printed["report"]))}</td>'
        f"<td>{verdict(printed)}</td></tr>"
        for number, printed in enumerate(PRINTED)
    )
    head = "<tr><th>name</th><th>report</th><th>verdict</th></tr>"
    caption = "<caption>Printed values</caption>"
    return f'<table role="table">{caption}<thead>{head}</thead><tbody>{rows}</tbody></table>'


def verdict(printed):
    """Some verdict or other: this page compares nothing."""
    return "differs" if "note" in printed else "reproduced"


def sections(results):
    """What the page holds: the widget's name, its data as the sections make it, the markup that is there without it."""
    return {
        "draw": ("draw", draw_data(), ""),
        "backpropagation": ("backpropagation", backpropagation.stepper(results), ""),
        "svm-1": ("svm", hard_margin_svm.plane(results, "svm_1"), ""),
        "svm-2": ("svm", hard_margin_svm.plane(results, "svm_2"), ""),
        "curves": ("curves", scratch_mlp.panels(results), ""),
        "register": ("register", {"verdicts": {"differs": "differs ✗"}}, register_markup()),
    }


def build(chosen):
    """The page as HTML, with a policy that allows its own scripts alone."""
    scripts = page_scripts.read_scripts()
    body = "".join(
        f'<section aria-labelledby="{name}-title"><h2 id="{name}-title">{name}</h2>'
        f'<script type="application/json" id="{name}-data">{page_scripts.as_json(data)}</script>'
        f'<div id="{name}" data-widget="{widget}" data-source="{name}-data">{markup}</div></section>'
        for name, (widget, data, markup) in chosen.items()
    )
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>widgets</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{page_scripts.policy(scripts)}">'
        f'<link rel="icon" href="data:,"><style>{STYLE}</style></head>'
        f"<body><main><h1>Widgets</h1>{body}</main>"
        + "".join(f"<script>{text}</script>" for text in scripts)
        + "</body></html>"
    )
