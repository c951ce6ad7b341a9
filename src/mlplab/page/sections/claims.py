"""What the report says about its results, claim by claim."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from mlplab import wording
from mlplab.page.explanations import DESCRIPTIONS, EXPLANATIONS, TABLES
from mlplab.page.results import Results
from mlplab.page.section import Finding, Picture, Rows, Section, Subsection
from mlplab.page.tables import Entry, Table
from mlplab.params import CLAIMS

STUDY = "claims"
OWN = ("ensemble",)  # a question of this study, not the report's words
# What a verdict means that does not say it by itself.
MEANINGS = {
    "tie": "Tie: the difference is too small to matter.",
    "undecided": "Undecided: these runs leave it open.",
    "not_comparable": "Not comparable: this run used other data than the report.",
}
WITHIN_QUOTES = str.maketrans("“”", "‘’")
Numbers = Mapping[str, Any]


def tested(results: Results) -> dict[str, Mapping[str, Any]]:
    """The records of the claims that this run tested, by name."""
    return {name: results.metrics[f"{STUDY}/{name}"] for name in results.cells[STUDY]}


def settings(results: Results) -> Rows:
    """What the claims are tested on, and how."""
    study = results.params.claims
    keys = {key for claim in study.tested for key in CLAIMS[claim]}
    watched, blocks = _watched(results), _blocks(results)
    return [
        ("Tested", wording.listing([wording.words(name) for name in study.tested])),
        *([("Section B", watched)] if "claims.steps" in keys else []),
        *([("Section C", blocks)] if "claims.blocks" in keys else []),
        (
            "Intervals",
            "95%, each by itself, for the test images at hand: Student's t of differences, paired over blocks or "
            "seeds; Clopper and Pearson's of shares",
        ),
        (
            "Decisions",
            "higher or lower: paired t with Holm's correction; equivalent: two one-sided tests put the difference "
            "within the margin",
        ),
        ("Verdicts", "from the numbers alone, by a rule that each claim's test states"),
    ]


def _watched(results: Results) -> str:
    """Over how many seeds and steps the first steps are watched: of NaN's argmax over section B's own seeds."""
    study, own = results.params.claims, len(results.params.scratch_mlp.seeds)
    others = any("claims.seeds" in CLAIMS[claim] for claim in study.tested)
    text = (
        f"{wording.count(len(study.seeds) if others else own, 'seed')} and {wording.count(study.steps, 'step')} where "
        "the first steps are watched"
    )
    apart = others and "nan_argmax" in study.tested and own != len(study.seeds)
    return f"{text}; {wording.count(own, 'seed')} for the argmax of NaN" if apart else text


def _blocks(results: Results) -> str:
    """How many blocks of how many images there are, and how many seeds of autoencoders, where they are trained."""
    study = results.params.claims
    blocks = study.blocks
    parts = f"{blocks.train:,} training, {blocks.val:,} validation and {wording.count(blocks.test, 'test image')}"
    text = f"{blocks.number} blocks of {parts}"
    encoded = any("claims.encoders" in CLAIMS[claim] for claim in study.tested)
    return f"{text}; {len(study.encoders.seeds)} seeds for autoencoders" if encoded else text


def subsections(results: Results) -> list[Subsection]:
    """For each claim its words, its verdict, and what that rests on."""
    return [
        Subsection(
            name,
            title(name),
            [
                f"{quote(name, record['claim'])}: {wording.words(record['verdict'])}.",
                *explain(name, record["numbers"]),
            ],
            TABLES[name](record["numbers"]) if name in TABLES else None,
        )
        for name, record in tested(results).items()
    ]


def meanings(results: Results) -> list[str]:
    """What those of the verdicts mean that need it."""
    found = {record["verdict"] for record in tested(results).values()}
    return [meaning for verdict, meaning in MEANINGS.items() if verdict in found]


def title(name: str) -> str:
    """The claim as a question."""
    return TITLES.get(name, wording.sentence_case(wording.words(name)))


def quote(name: str, claim: str) -> str:
    """The claim's words: in quotation marks where they are the report's."""
    words = claim.rstrip(".")
    return words if name in OWN else f"“{words.translate(WITHIN_QUOTES)}”"


def explain(name: str, numbers: Numbers) -> list[str]:
    """What a claim's verdict rests on, sentence by sentence; nothing for a claim without an explanation."""
    text = EXPLANATIONS[name](numbers) if name in EXPLANATIONS else ""
    return re.split(r"(?<=\.) (?=[A-Z])", text) if text else []


def finding(results: Results) -> Finding | None:
    """How many of the report's claims are refuted."""
    verdicts = Counter(
        record["verdict"] for name, record in tested(results).items() if name not in OWN
    )
    refuted = verdicts.pop("refuted", 0)
    count = refuted + verdicts.total()
    if not count:
        return None
    text = f"{wording.share_of(refuted, count, 'claim', 'of the report is', 'of the report are')} refuted by tests"
    others = [f"“{wording.words(word)}” for {number}" for word, number in verdicts.items()]
    text += f"; other verdicts: {wording.listing(others)}" if others else ""
    return Finding(f"{refuted} of {count}", f"{text}.")


def table(results: Results) -> Table:
    """A row a claim."""
    rows = [
        (title(name), [Entry(f"{wording.words(record['verdict'])}{_own(name)}")])
        for name, record in tested(results).items()
    ]
    return Table(
        "claims_table", "The claims and their verdicts", ["Verdict"], rows, corner="Question"
    )


def _own(name: str) -> str:
    return " (a question of our own)" if name in OWN else ""


def describe(name: str) -> Callable[[Results], str]:
    """What a claim's picture shows: its claim, its verdict and its numbers."""

    def describe_claim(results: Results) -> str:
        record = tested(results)[name]
        claim, verdict = quote(name, record["claim"]), wording.words(record["verdict"])
        texts = EXPLANATIONS | DESCRIPTIONS
        shown = [texts[name](record["numbers"])] if name in texts else []
        return " ".join([f"{claim}: {verdict}.", *shown])

    return describe_claim


TITLES = {
    "nan_argmax": "Do the accuracies beside NaN come from the last predictions?",
    "zero_initializer": "Do zero weights learn nothing?",
    "signal_flow": "Do exploding gradients make the NaN?",
    "exploding": "Do exploding gradients make the NaN at every learning rate?",
    "ensemble": "Do the seeds' networks do better together?",
    "activations": "Is ReLU best, and tanh second?",
    "tuning": "Is the setting found best really the best?",
    "features": "Are an autoencoder's features of high quality?",
    "identity_features": "Do identity features give 0.5915?",
    "reconstructions": "Do the autoencoders keep as much as PCA?",
}
CAPTIONS = {
    "signal_flow": "The signal in the layers of new networks: measured and by theory; equal values cover each other",
    "exploding": "Runs that stay finite, by softmax, learning rate and initializer, and their share's 95% interval",
    "activations": "ReLU's lead in test accuracy over the other activations",
    "tuning": "The lead of the setting found best over its neighbors",
    "features": "Test accuracy on each kind of features",
    "identity_features": "What the ways to identity features give, beside the printed value",
    "reconstructions": "The autoencoders' error beside PCA's",
}
SECTION = Section(
    title="Do the report's explanations hold?",
    label="Claims",
    position=90,
    task="Test what the report says about its results, each claim by runs made for it.",
    settings=settings,
    sentences=meanings,
    subsections=subsections,
    finding=finding,
    pictures=[
        Picture(f"claims_{name}", caption, describe(name), subsection=name)
        for name, caption in CAPTIONS.items()
    ],
    tables=[table],
)
