"""A headless Chromium, the system's, with one page that holds every widget."""

import shutil

import pytest

from mlplab.page.build import build
from tests.page.browser import harness

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser():
    api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("there is no Chromium on this machine")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def address(tmp_path_factory, compared_results):
    """Where the page with all widgets lies."""
    path = tmp_path_factory.mktemp("widgets") / "page.html"
    path.write_text(harness.build(harness.sections(compared_results)), encoding="utf-8")
    return path.as_uri()


@pytest.fixture(scope="session")
def built(embedded_results, drawings, tmp_path_factory):
    """Where the page of the repository's run lies, with made-up images."""
    path = tmp_path_factory.mktemp("built") / "page.html"
    path.write_text(build(embedded_results, drawings), encoding="utf-8")
    return path.as_uri()


@pytest.fixture(scope="session")
def scripts(browser, address):
    """The page for tests that only call its functions: opened once, and changed by none."""
    page = browser.new_page()
    page.goto(address)
    return page


@pytest.fixture
def page(browser, address):
    """The page, newly opened, with still numbers; it logs no error and asks the network for nothing."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, reduced_motion="reduce", has_touch=True
    )
    page = context.new_page()
    faults, asked = [], []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    yield page
    context.close()
    assert faults == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
