"""The sections of the page, in the report's order, as data: every one is laid out by the same template."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from mlplab.page import settings, tables
from mlplab.page.cells import Table
from mlplab.page.sentences import section_a, section_b, section_c
from mlplab.page.study import Study


@dataclass(frozen=True)
class Section:
    """One question of the report: what was asked, what was run, what the numbers show, its pictures and tables.

    name: the id of its heading. part: the report's letter. pictures: by their names in the printed_values stage.
    """

    name: str
    part: str
    title: str
    question: str
    settings: Callable[[Study], settings.Rows]
    sentences: Callable[[Study], list[str]]
    pictures: Sequence[str]
    tables: Sequence[Callable[[Study], Table]] = ()


SECTIONS = [
    Section(
        name="backpropagation",
        part="A",
        title="A, part a: backpropagation by hand",
        question="Take three steps of gradient descent on a network with one hidden unit, one sample a step, and "
        "write down every value and every gradient.",
        settings=settings.backpropagation,
        sentences=section_a.backpropagation,
        pictures=["worked_examples_backpropagation"],
        tables=[tables.steps],
    ),
    Section(
        name="svm_1",
        part="A",
        title="A, part b: a support vector machine by hand",
        question="Find the line of largest margin between two positive and two negative points, and the points that "
        "support it.",
        settings=partial(settings.svm, example="svm_1"),
        sentences=partial(section_a.svm, example="svm_1"),
        pictures=["worked_examples_svm_1"],
        tables=[partial(tables.svm, example="svm_1")],
    ),
    Section(
        name="svm_2",
        part="A",
        title="A, part c: margin, support vectors, a new point",
        question="Give the margin and the support vectors of a machine, and the class of a new point.",
        settings=partial(settings.svm, example="svm_2"),
        sentences=partial(section_a.svm, example="svm_2"),
        pictures=["worked_examples_svm_2"],
        tables=[partial(tables.svm, example="svm_2")],
    ),
    Section(
        name="scratch_mlp",
        part="B",
        title="B: a multilayer perceptron from scratch",
        question="What do the initial weights and the activation decide? Train every combination, and give the loss "
        "and the accuracy.",
        settings=settings.scratch_mlp,
        sentences=section_b.scratch_mlp,
        pictures=["scratch_mlp_loss", "scratch_mlp_accuracy"],
        tables=[tables.scratch_mlp],
    ),
    Section(
        name="normalize",
        part="C",
        title="C, part 1: the data",
        question="Normalize the images, and show the first ten of the test set.",
        settings=partial(settings.data, which="fashion"),
        sentences=section_c.normalize,
        pictures=["normalize_first_images"],
    ),
    Section(
        name="activation_comparison",
        part="C",
        title="C, part 2: four activations",
        question="Which activation does best in the same network?",
        settings=settings.activation_comparison,
        sentences=section_c.activation_comparison,
        pictures=["activation_comparison_loss", "activation_comparison_confusion"],
        tables=[tables.activation_comparison],
    ),
    Section(
        name="kfold_tuning",
        part="C",
        title="C, part 3: tuning by cross-validation",
        question="Which solver, batch size and learning rate are best with the best activation?",
        settings=settings.tuning,
        sentences=section_c.kfold_tuning,
        pictures=["kfold_tuning_macro_f1"],
        tables=[tables.best_setting, tables.all_settings],
    ),
    Section(
        name="autoencoder",
        part="C",
        title="C, part 4: an autoencoder",
        question="How well does an autoencoder rebuild ten test images, with each of two activations?",
        settings=settings.autoencoder,
        sentences=section_c.autoencoder,
        pictures=["autoencoder_mse", "autoencoder_reconstructions"],
        tables=[tables.autoencoder],
    ),
    Section(
        name="feature_transfer",
        part="C",
        title="C, part 5: a classifier on the autoencoder's features",
        question="How well does a small classifier do on the activations of the autoencoders' bottleneck?",
        settings=settings.feature_transfer,
        sentences=section_c.feature_transfer,
        pictures=["feature_transfer_accuracy", "feature_transfer_loss"],
        tables=[tables.feature_transfer],
    ),
]
