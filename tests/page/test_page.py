"""The page as a document: well-formed, accessible, self-contained, and true to the study that it shows."""

import base64
import hashlib
import re
from collections import Counter
from dataclasses import replace

from mlplab.page.build import build
from mlplab.page.scripts import SCRIPTS
from tests.conftest import ROOT
from tests.page.document import Document, data_of


def test_ids_are_unique_and_every_reference_to_one_is_kept(document):
    ids = [attrs["id"] for _, attrs in document.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    references = [a["href"][1:] for a in document.all("a") if a["href"].startswith("#")]
    references += [a["aria-labelledby"] for _, a in document.elements if "aria-labelledby" in a]
    assert references
    assert set(references) <= set(ids)


def test_nothing_scrolls_but_the_page_so_that_nothing_but_controls_is_a_tab_stop(document):
    assert not [attrs for _, attrs in document.elements if "tabindex" in attrs]
    assert not [attrs for _, attrs in document.elements if attrs.get("role") == "region"]


def test_every_picture_is_a_part_of_the_page_and_told_in_words_with_numbers(document, drawings):
    pictures = [attrs for attrs in document.all("svg") if attrs.get("role") == "img"]
    assert len({picture["aria-label"] for picture in pictures}) == len(drawings)
    assert Counter(picture["class"] for picture in pictures) == {
        "wide": len(drawings),
        "narrow": len(drawings),
    }
    for picture in pictures:
        assert len(picture["aria-label"]) > 40
        assert re.search(r"\d", picture["aria-label"])
        assert int(picture["width"]) > 0
        assert int(picture["height"]) > 0
    assert not document.all("img")  # this run's images are not Fashion-MNIST's


def test_the_text_of_pictures_is_text(document):
    for text in ("leaky ReLU", "identity", "learning rate", "Step 3", "f(x) = −2 x₁ − 2 x₂ + 3"):
        assert text in document.text


def test_every_part_of_a_picture_that_another_refers_to_is_its_own(page):
    ids = set(re.findall(r'\bid="([^"]+)"', page))
    markup = re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL)
    for reference in re.findall(r'(?:url\(|<use href=")#([^")]+)', markup):
        assert reference in ids


def test_the_page_starts_as_a_document_and_ends_in_a_line_feed(page):
    assert page.startswith("<!DOCTYPE html>\n")
    assert page.endswith("</html>\n")


def test_nothing_is_loaded_and_no_markup_runs_anything(page, document):
    assert not re.search(r"<[^>]*\son\w+=|@import|url\((?!#)", page)
    for tag, attrs in document.elements:
        allowed = ("#", "data:", *(("metrics/", "plots/") if tag == "a" else ()))
        for name in ("src", "href", "srcset", "action", "data"):
            assert attrs.get(name, "#").startswith(allowed)


def test_every_file_that_the_page_names_is_there(document, results):
    files = [a["href"] for a in document.all("a") if not a["href"].startswith("#")]
    assert [file for file in files if not (ROOT / file).is_file()] == []
    assert len(set(files)) > 2 * len(results.cells["scratch_mlp"])


def test_the_page_forbids_itself_to_load_anything_and_to_run_what_is_not_its_own(page, document):
    (policy,) = [meta["content"] for meta in document.all("meta") if "http-equiv" in meta]
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert len(scripts) == len(SCRIPTS)
    assert len(scripts) + len(data_of(page)) == page.count("<script")
    digests = [
        base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in scripts
    ]
    assert policy == (
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src "
        + " ".join(f"'sha256-{digest}'" for digest in digests)
    )


def test_names_from_the_data_are_text_and_never_markup(page):
    assert "&lt;script&gt;" in page
    assert "T-shirt &amp; top" in page
    assert "<script>," not in page


def test_no_missing_value_shows(document):
    texts = [document.text, *(a["aria-label"] for _, a in document.elements if "aria-label" in a)]
    for text in texts:
        assert not re.search(
            r"\bNone\b|\bnan\b|\binf\b|Undefined|\{\{|\}\}|<", text.replace("<script>", "")
        )


def test_tables_have_a_caption_and_every_header_its_scope(document):
    assert len(document.all("caption")) == len(document.all("table")) > 0
    assert {attrs["scope"] for attrs in document.all("th")} == {"col", "row"}


def test_a_narrow_study_of_one_seed_has_its_page_too(compared_results, drawings):
    """As a sweep leaves it: one cell a stage, and printed values that were not run."""
    kept = {
        "scratch_mlp": ["normal-leaky_relu"],
        "activation_comparison": ["tanh"],
        "autoencoder": ["identity"],
        "feature_transfer": ["pca"],
        "claims": ["signal_flow"],
    }
    results = replace(
        compared_results,
        cells=kept,
        metrics=without_sds(compared_results.metrics),
        predictions={},
        tuning=compared_results.tuning[:1],
    )
    Document(build(results, drawings))


def without_sds(record):
    if not isinstance(record, dict):
        return record
    return {key: None if key == "sd" else without_sds(value) for key, value in record.items()}


def test_the_same_study_gives_the_same_page(results, page, drawings):
    assert build(results, drawings) == page


def test_the_published_page_is_below_two_and_a_half_megabytes():
    assert (ROOT / "published/report/page.html").stat().st_size < 2.5e6


def test_what_a_color_of_an_error_means_holds_in_the_dark_and_for_photographs(document):
    # Where a value is high, an image is dark on light paper, light on dark paper, and light in a photograph.
    (caption,) = re.findall(r"the map of its errors \((.*?)\)", document.text)
    assert not {"dark", "light"} & set(re.findall(r"\w+", caption))


def test_photographs_are_no_negatives_in_the_dark(results, drawings):
    inverted = r"figure image[^{}]*\{ filter: invert"
    assert re.search(inverted, build(results, drawings))
    fetch = results.params.fetch.model_copy(update={"fashion": "folder:leaves"})
    own = replace(results, params=results.params.model_copy(update={"fetch": fetch}))
    assert not re.search(inverted, build(own, drawings))
