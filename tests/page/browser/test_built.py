"""The built page on paper, without JavaScript, and enlarged."""

import pytest

WIDE = """() => [...document.querySelectorAll("main *")]
  .filter(element => element.checkVisibility() && element.getBoundingClientRect().right > innerWidth + 1)
  .map(element => element.outerHTML.slice(0, 80))"""
A4 = 718  # CSS pixels between the margins


@pytest.fixture
def opened(browser, built):
    """A function that opens the built page in a window of some width."""
    contexts = []

    def open_page(width, **options):
        viewport = {"width": width, "height": 900}
        contexts.append(browser.new_context(viewport=viewport, **options))
        page = contexts[-1].new_page()
        page.goto(built)
        return page

    yield open_page
    for context in contexts:
        context.close()


def test_on_paper_all_is_unfolded_and_fits_and_stills_stand_for_widgets(opened):
    page = opened(A4)
    page.emulate_media(media="print")
    assert page.evaluate(WIDE) == []
    hidden = "[...document.querySelectorAll('details table, details dl')].filter(e => !e.checkVisibility())"
    assert page.evaluate(f"{hidden}.length") == 0
    assert page.locator(".widget:visible").count() == 0
    for name in ("scratch_mlp_loss", "worked_examples_svm_1", "worked_examples_backpropagation"):
        assert page.locator(f"#{name}").is_visible()
    assert not page.locator("nav").is_visible()


@pytest.mark.parametrize("width", [390, 640, 1280])  # 640: a desktop at 200%
def test_without_javascript_every_value_and_picture_is_there(opened, width):
    page = opened(width, java_script_enabled=False)
    assert page.locator("#register tbody tr:visible").count() == 144
    pictures = page.locator("figure").count()
    assert page.locator("figure > svg:visible").count() == pictures > 10


def test_a_page_that_was_saved_from_the_browser_has_each_widget_once(opened, tmp_path):
    page = opened(1280)
    widgets = page.locator(".widget").count()
    saved = tmp_path / "saved.html"
    saved.write_text(page.content(), encoding="utf-8")  # as it is shown, not as it was sent
    page.goto(saved.as_uri())
    assert page.locator(".widget").count() == page.locator("[data-widget]").count() == widgets > 4
    assert page.locator("[data-widget='register'] table").count() == 1


@pytest.mark.parametrize("width", [390, 640, 768, 1280])
def test_one_drawing_of_each_picture_shows_and_nothing_is_too_wide(opened, width):
    page = opened(width)
    drawing = "wide" if width > 960 else "narrow"
    shown = page.locator("figure > svg:visible")
    assert shown.count() == page.locator(f"figure > svg.{drawing}:visible").count() > 8
    assert page.evaluate(WIDE) == []


def test_settings_unfold_where_a_link_leads_to_them(opened):
    page = opened(1280)
    assert not page.locator("#run-kfold_tuning").is_visible()
    page.locator("a[href='#run-kfold_tuning']").click()
    page.locator("#run-kfold_tuning").wait_for()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_registers_filter_hides_rows_at_every_width(browser, built, width):
    page = browser.new_page(viewport={"width": width, "height": 844})
    page.goto(built)
    rows = page.locator("#register tr[data-section]")
    page.get_by_label("Search").fill("tuning")
    visible = page.locator("#register tr[data-section]:visible").count()
    assert 0 < visible < rows.count()
    assert (
        page.locator("#register_widget")
        .get_by_role("status")
        .inner_text()
        .startswith(f"{visible} of")
    )
    page.close()


LOOKS = """() => [...document.querySelectorAll("figure image, .matrix td, figure svg text")]
  .map(element => getComputedStyle(element))
  .map(({ filter, backgroundColor, fill }) => [filter, backgroundColor, fill])"""


def test_paper_is_white_where_the_screen_is_dark(opened):
    page = opened(A4)
    page.emulate_media(media="print", color_scheme="light")
    light = page.evaluate(LOOKS)
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(LOOKS) == light
