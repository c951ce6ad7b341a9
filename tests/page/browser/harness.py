"""A page with every widget on it: the page's own style, the widgets' files, and the data of the repository's run."""

import html
import json
import math

import yaml

from mlplab import artifacts
from mlplab.page import networks
from mlplab.page import scripts as page_scripts
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
LABELS = {"train": "training", "val": "validation"}
QUANTITIES = {"loss": "Loss", "accuracy": "Accuracy"}
# One that learned, one whose weights were too large, one that cannot start.
NETWORKS = {
    "random, ReLU": ("random", "relu"),
    "normal, tanh": ("normal", "tanh"),
    "zero, sigmoid": ("zero", "sigmoid"),
}


def printed_below(prefix):
    """What the report prints under names that start so, by the rest of the name."""
    return {
        printed["name"].removeprefix(prefix): printed["report"]
        for printed in PRINTED
        if printed["name"].startswith(prefix)
    }


def draw_data():
    chosen = {name: scratch_network(*cell) for name, cell in NETWORKS.items()}
    return networks.canvas_data(chosen, EXAMPLES, (8, 8), STROKES)


def backpropagation_data():
    exercise = load_params(ROOT / "params.yaml").worked_examples.backpropagation.model_dump()
    return {"exercise": exercise, "printed": printed_below("worked_examples:backpropagation.")}


def svm_data(name):
    record = artifacts.read_json(ROOT / "metrics" / "worked_examples.json")[name]
    query = record["query"]["point"] if record["query"] else None
    printed = printed_below(f"worked_examples:{name}.")
    return {
        "points": record["points"],
        "labels": record["labels"],
        "query": query,
        "printed": printed,
    }


def curves_data():
    params = load_params(ROOT / "params.yaml").scratch_mlp
    panels = [
        panel(initializer, activation)
        for initializer in params.initializers
        for activation in params.activations
    ]
    return {"quantities": QUANTITIES, "panels": panels}


def panel(initializer, activation):
    key = f"{initializer}-{activation}"
    metrics = artifacts.read_json(ROOT / "metrics" / "scratch_mlp" / f"{key}.json")
    steps = [step for step in metrics["diverged_at_step"] if step is not None]
    table = artifacts.read_table(ROOT / "plots" / "scratch_mlp" / f"{key}.csv")
    lines = [
        {
            "label": LABELS[part],
            "seed": int(seed),
            "values": {
                quantity: [
                    None if math.isnan(v) else v for v in rows[f"{part}_{quantity}"].tolist()
                ]
                for quantity in QUANTITIES
            },
        }
        for seed, rows in table.groupby("seed")
        for part in LABELS
    ]
    report = printed_below(f"scratch_mlp/{key}:")
    return {
        "title": f"{initializer}, {activation.replace('_', ' ')}",
        "group": initializer,
        "note": f"diverged at step {min(steps)}" if len(steps) == len(params_seeds()) else None,
        "lines": lines,
        "printed": {
            quantity: {
                label: report[f"{part}_{quantity}"]
                for part, label in LABELS.items()
                if isinstance(report.get(f"{part}_{quantity}"), int | float)
            }
            for quantity in QUANTITIES
        },
    }


def params_seeds():
    return load_params(ROOT / "params.yaml").scratch_mlp.seeds


def register_markup():
    """A table of all printed values, as the page has it without JavaScript."""
    rows = "".join(
        f'<tr id="value-{number}" data-section="{printed["section"]}" data-verdict="{verdict(printed)}">'
        f'<th scope="row">{html.escape(printed["name"])}</th><td>{html.escape(str(printed["report"]))}</td>'
        f"<td>{verdict(printed)}</td></tr>"
        for number, printed in enumerate(PRINTED)
    )
    head = "<tr><th>name</th><th>report</th><th>verdict</th></tr>"
    table = f"<table><caption>Printed values</caption><thead>{head}</thead>{rows}</table>"
    return f'<div class="scroll">{table}</div>'


def verdict(printed):
    """Some verdict or other: this page compares nothing."""
    return "differs" if "note" in printed else "reproduced"


def sections():
    """What the page holds: the widget's name, its data, the markup that is there without it."""
    return {
        "draw": ("draw", draw_data(), ""),
        "backpropagation": ("backpropagation", backpropagation_data(), ""),
        "svm-1": ("svm", svm_data("svm_1"), ""),
        "svm-2": ("svm", svm_data("svm_2"), ""),
        "curves": ("curves", curves_data(), ""),
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
