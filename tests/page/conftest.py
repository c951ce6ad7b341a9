"""The repository's own run as the page reads it: compared with nothing, and as if it had run on the report's data."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from mlplab import artifacts, paths
from mlplab.cells import cell_keys
from mlplab.page.build import build
from mlplab.page.drawings import to_drawings
from mlplab.page.sections import find_sections
from mlplab.pictures import style
from mlplab.records import SHOWN_IMAGES, Records, read_curves, read_metrics, read_reference
from mlplab.verdicts import compare
from stages import page as stage
from stages import pictures
from tests.conftest import ROOT
from tests.digits import scratch_network
from tests.page.document import Document

REPORT_SOURCES = {"digits": "mnist", "fashion": "fashion_mnist"}
# A class whose name HTML must not take for markup.
NETWORKS = (("random", "leaky_relu"), ("zero", "sigmoid"))  # as the page chooses them
CLASSES = ("<script>", "T-shirt & top", *map(str, range(2, 10)))


@pytest.fixture(scope="session")
def records(embedded):
    """The metrics and curves in the repository, beside made-up images: those are not in git."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        metrics = read_metrics(embedded)
        curves = {
            study: read_curves(study, keys)
            for study, keys in cell_keys(embedded).items()
            if study != "claims"
        }
        predictions = {
            key: artifacts.read_table(paths.predictions("activation_comparison", key)).astype(str)
            for key in embedded.activation_comparison.activations
        }
        tuning = artifacts.read_table(paths.TUNING_RESULTS)
        measurements = {
            key: artifacts.read_table(paths.measurements("claims", key))
            for key in embedded.claims.tested
        }
    images = np.random.default_rng(0).random((SHOWN_IMAGES, 8, 8))
    rebuilt = (*embedded.autoencoder.activations, "pca")
    return Records(
        params=embedded,
        metrics=metrics,
        curves=curves,
        predictions=predictions,
        tuning=tuning,
        measurements=measurements,
        unstated=pd.DataFrame(),
        images=images,
        labels=np.arange(SHOWN_IMAGES),
        class_names=CLASSES,
        originals=images,
        reconstructions=dict.fromkeys(rebuilt, images),
        image_mse=dict.fromkeys(rebuilt, np.linspace(0.01, 0.02, SHOWN_IMAGES)),
    )


@pytest.fixture(scope="session")
def drawings(records):
    named = replace(records, class_names=tuple(map(str, range(10))))
    wide, narrow = (pictures.run(named, width) for width in (style.WIDE, style.NARROW))
    return {name: to_drawings(name, wide[name].decode(), narrow[name].decode()) for name in wide}


@pytest.fixture(scope="session")
def embedded_results(records):
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        found = stage.gather(records, read_reference(), {"Python": "3.0", "numpy": "2.0"})
        curves = stage.read_seed_curves(found.cells["scratch_mlp"])
        strokes = artifacts.read_json(paths.STROKES)
    networks = {f"{cell[0]}-{cell[1]}": scratch_network(*cell) for cell in NETWORKS}
    return replace(found, seed_curves=curves, networks=networks, strokes=strokes)


@pytest.fixture(scope="session")
def compared_results(embedded_results):
    """The same numbers, taken for those of a run on the report's data: most of them differ."""
    fetch = embedded_results.params.fetch.model_copy(update=REPORT_SOURCES)
    comparable = dict.fromkeys(embedded_results.comparable, True)
    return judged(
        replace(
            embedded_results,
            params=embedded_results.params.model_copy(update={"fetch": fetch}),
            comparable=comparable,
        )
    )


def judged(results):
    """The results with the verdicts that follow from what can be compared."""
    verdicts = compare(results.printed_values, results.comparable, results.metrics.get)
    return replace(
        results,
        printed_values=[
            {**printed, **verdicts["printed_values"][printed["name"]]}
            for printed in results.printed_values
        ],
    )


@pytest.fixture(scope="session", params=["embedded", "compared"])
def results(request):
    return request.getfixturevalue(f"{request.param}_results")


@pytest.fixture(scope="session")
def page(results, drawings):
    return build(results, drawings)


@pytest.fixture(scope="session")
def sections(results):
    """Those whose study this run has."""
    return [section for section in find_sections() if section.has_run(results.metrics)]


@pytest.fixture(scope="session")
def names(sections):
    return [section.name for section in sections]


@pytest.fixture(scope="session")
def document(page):
    return Document(page)
