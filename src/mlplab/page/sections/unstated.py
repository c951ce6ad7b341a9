"""Section B: the settings that the report does not state."""

from collections.abc import Mapping, Sequence
from typing import Any

from mlplab import paths, wording
from mlplab.page.results import Results
from mlplab.page.section import Finding, Picture, Rows, Section
from mlplab.page.sections.scratch_mlp import combination
from mlplab.page.tables import DIVERGED, Entry, Table

STUDY = "unstated"
PARTS = {"train": "training", "val": "validation", "test": "test"}


def settings(results: Results) -> Rows:
    """The grid."""
    grid = results.params.unstated
    sizes = [f"{size:,}" for size in grid.train_sizes]
    scales = [wording.number(scale) for scale in grid.weight_scales]
    return [
        ("Training images", wording.listing(sizes) if sizes else "none: this run tries no setting"),
        ("Weights", f"section B's times {wording.listing(scales)}"),
        ("Epochs", f"every one until {grid.examples:,} images are shown"),
        ("Seeds", wording.listing([str(seed) for seed in grid.seeds])),
        (
            "Chosen by",
            "the printed class shares, then the training and validation values of networks that trained",
        ),
        ("Judged by", "the test accuracies of networks that trained"),
    ]


def sentences(results: Results) -> list[str]:
    """What the class shares say, the best setting, what it misses, and which numbers of images the shares allow."""
    found = results.metrics[STUDY]
    if found["best"] is None:
        return _granularity(results)
    return [
        *_class_shares(found["class_shares"]),
        *_best(results),
        *_missed(results),
        *_granularity(results),
    ]


def _class_shares(shares: Mapping[str, Any]) -> list[str]:
    """Which numbers of training images have the class shares that networks without training give away."""
    printed, fitting = shares["printed"], listing(shares["fitting"])
    text = (
        f"Networks that did not train give the shares of the classes away: {printed['commonest']} for the commonest "
        f"and {printed['class_0']} for class 0."
    )
    if not fitting:
        return [f"{text} No number of images tried has these shares."]
    return [
        f"{text} To the last printed digit these are the shares of the first {fitting} training images, and of no "
        f"other number tried. Numbers of training images that have them: {shares['fitting_of_all']:,} of "
        f"{shares['largest']:,}."
    ]


def _best(results: Results) -> list[str]:
    """The best setting of the grid, the best by count alone, and whether section B's run takes it."""
    found = results.metrics[STUDY]
    best, alone, of = found["best"], found["best_by_count_alone"], found["of"]
    text = (
        f"{_in_words(best)} give {best['chosen_by']} of the {of['chosen_by']} training and validation values within "
        f"tolerance, and {best['judged_by']} of the {of['judged_by']} test accuracies, which had no say."
    )
    if alone["chosen_by"] == best["chosen_by"]:  # of equal ones the best by count is the first
        text += " No other setting tried gives more."
    else:
        text += (
            f" {_in_words(alone)} give more, {alone['chosen_by']} and {alone['judged_by']}, but not the printed shares "
            "of the classes."
        )
    return [
        f"{text} {_taken(results)}",
        "Such settings are fitted to the report where it is silent: they are not the report's settings.",
    ]


def _taken(results: Results) -> str:
    """Whether section B's run has the best setting."""
    images, epochs = results.params.normalize.digits.train, results.params.scratch_mlp.epochs
    other = "" if _is_taken(results) else "other settings: "
    return f"Section B's run takes {other}{_size(images, epochs)}."


def _size(images: int, epochs: int) -> str:
    return f"{wording.count(images, 'training image')} and {wording.count(epochs, 'epoch')}"


def _is_taken(results: Results) -> bool:
    best, params = results.metrics[STUDY]["best"], results.params
    own = {"train_size": params.normalize.digits.train, "epochs": params.scratch_mlp.epochs}
    return all(best[name] == value for name, value in own.items()) and best["weight_scale"] == 1


def _missed(results: Results) -> list[str]:
    """What the best setting does not give, and what no setting does."""
    missed = results.metrics[STUDY]["missed"]
    if not missed:
        return []
    never = [one for one in missed if not one["reached"]]
    text = f"Out of tolerance, over the search's {_seeds(results)}: {wording.count(len(missed), 'value')}."
    if never:
        return [f"{text} No setting tried gives {_values(never)}."]
    found = results.metrics[STUDY]
    text += " Each of them is within tolerance with another setting"
    # A setting without the printed class shares may give every value.
    some_gives_all = found["best_by_count_alone"]["chosen_by"] == found["of"]["chosen_by"]
    return [f"{text}." if some_gives_all else f"{text}, but none gives every printed value."]


def _seeds(results: Results) -> str:
    return wording.count(len(results.params.unstated.seeds), "seed")


def _values(missed: Sequence[Mapping[str, Any]]) -> str:
    """Printed values by their networks: tanh and normal weights (validation loss 2.673)."""
    groups: dict[str, list[str]] = {}
    for one in missed:
        cell, metric = _place(one)
        groups.setdefault(cell, []).append(f"{metric} {one['report']}")
    return "; ".join(f"{name} ({'; '.join(texts)})" for name, texts in groups.items())


def _place(missed: Mapping[str, Any]) -> tuple[str, str]:
    """The network and the metric of a value, in words."""
    cell, _, metric = missed["name"].partition("/")[2].partition(":")
    return combination(cell), wording.words(metric)


def _in_words(setting: Mapping[str, Any]) -> str:
    scale = setting["weight_scale"]
    weights = "" if scale == 1 else f" (weights times {wording.number(scale)})"
    return f"{_size(setting['train_size'], setting['epochs'])}{weights}"


def _images(sizes: Sequence[int]) -> str:
    """The same with their noun: 30,000 and 48,000 images; 1 image."""
    return f"{listing(sizes)} image{'s' * (list(sizes) != [1])}"


def listing(sizes: Sequence[int]) -> str:
    """Numbers of images: 30,000 and 48,000."""
    return wording.listing([f"{size:,}" for size in sizes])


def _granularity(results: Results) -> list[str]:
    """Which numbers of images the printed shares allow, part by part."""
    said = []
    for part, found in results.metrics[STUDY]["granularity"].items():
        allowed, refused = (
            [int(size) for size, fits in found["sizes"].items() if fits == wanted]
            for wanted in (True, False)
        )
        parts = [f"can all be shares of {_images(allowed)}"] if allowed else []
        parts += [f"cannot all be shares of {_images(refused)}"] if refused else []
        if parts:
            text = (
                f"The {found['values']} different {PARTS[part]} accuracies that the report prints"
            )
            said.append(f"{text} {', and '.join(parts)}.")
    return said


def finding(results: Results) -> Finding | None:
    """How many values the best setting gives."""
    found = results.metrics[STUDY]
    best, of = found["best"], found["of"]
    if best is None:
        return None
    fitting = listing(found["class_shares"]["fitting"])
    shares = f" The class shares that it prints are those of {fitting} images." if fitting else ""
    within, of = best["chosen_by"] + best["judged_by"], of["chosen_by"] + of["judged_by"]
    noun = "printed value", "of trained networks is", "of trained networks are"
    return Finding(
        f"{within} of {of}",
        f"{wording.share_of(within, of, *noun)} within tolerance with {_in_words(best)}, found by a search over "
        f"{_seeds(results)}: settings fitted to the report where it is silent.{shares}",
    )


def table(results: Results) -> Table:
    """A row a column of accuracies."""
    granularity = results.metrics[STUDY]["granularity"]
    rows = [
        (
            wording.sentence_case(PARTS[part]),
            [
                Entry(str(found["values"])),
                Entry(f"{found['smallest']:,}"),
                Entry(f"{found['allowed']:,} of {found['below'] - 1:,}"),
            ],
        )
        for part, found in granularity.items()
    ]
    columns = ["Different shares", "Fewest images", "Numbers of images that allow them"]
    caption = "Which numbers of images the printed accuracies allow"
    return Table("granularity_table", caption, columns, rows, corner="Accuracy")


def missed_table(results: Results) -> Table | None:
    """A row a value that the best setting does not give."""
    missed = results.metrics[STUDY]["missed"]
    if not missed:
        return None
    rows = [
        (
            wording.sentence_case(", ".join(_place(one))),
            [
                Entry(str(one["report"])),
                Entry(DIVERGED if one["ours"] is None else wording.measured(one["ours"])),
            ],
        )
        for one in missed
    ]
    caption = "What the best setting does not give within tolerance"
    columns, corner = ["Printed", "Here"], "Network and metric"
    return Table("missed_table", caption, columns, rows, corner=corner, folded=True)


def describe(results: Results) -> str:
    """The best setting in words."""
    return (
        "How many of the report's values are within tolerance after each epoch, a line a number of training images, a "
        f"panel a scale of the weights. {' '.join(_best(results))}"
    )


SECTION = Section(
    title="Which settings does the report leave out?",
    label="Unstated",
    part="B",
    position=15,
    task="Find the number of training images, of epochs and the scale of the weights that give the printed values.",
    settings=settings,
    sentences=sentences,
    finding=finding,
    pictures=[
        Picture(
            "unstated_ridge",
            "Printed values within tolerance; a circle marks the best setting, among those with the printed class "
            "shares if there are any",
            describe,
        )
    ],
    tables=[missed_table, table],
    files=[paths.UNSTATED_COUNTS],
)
