"""The register of printed values: filters and a search over rows that are all in the page."""

from tests.page.browser import harness

ALL = len(harness.PRINTED)


def shown(page):
    return page.locator("#register tr[data-section]:visible").count()


def status(page):
    return page.locator("#register").get_by_role("status").inner_text()


def count(test):
    return sum(map(test, harness.PRINTED))


def test_all_rows_are_shown_at_first(page):
    assert shown(page) == ALL > 0
    assert status(page) == f"All {ALL} rows are shown."


def test_sections_verdicts_and_words_filter_together(page):
    page.get_by_label("Section").select_option("A")
    in_a = count(lambda figure: figure["section"] == "A")
    assert shown(page) == in_a
    assert status(page) == f"{in_a} of {ALL} rows are shown."
    page.get_by_label("Verdict").select_option(label="differs ✗")
    differing = count(lambda f: f["section"] == "A" and harness.verdict(f) == "differs")
    assert shown(page) == differing
    page.get_by_label("Search").fill("STEP_2 y_hat")
    assert shown(page) == 2
    page.get_by_label("Search").fill("no such value")
    assert status(page) == f"0 of {ALL} rows are shown."


def test_what_is_searched_for_is_not_found_across_two_cells(page):
    # A printed value that ends in 7, and the verdict beside it.
    page.get_by_label("Search").fill("7reproduced")
    assert shown(page) == 0
    page.get_by_label("Search").fill("7 reproduced")
    assert shown(page) > 0


def test_a_link_to_a_hidden_row_shows_it(page):
    page.get_by_label("Search").fill("svm")
    assert not page.locator("#value-0").is_visible()
    page.evaluate("location.hash = 'value-0'")
    page.locator("#value-0").wait_for()
    assert status(page) == f"All {ALL} rows are shown."


def test_a_link_that_is_followed_again_shows_its_row_again(page):
    page.evaluate(
        "document.body.insertAdjacentHTML('afterbegin', '<a href=\"#value-0\">first</a>')"
    )
    for _ in range(2):
        page.get_by_label("Search").fill("svm")
        assert not page.locator("#value-0").is_visible()
        page.get_by_role("link", name="first").click()
        page.locator("#value-0").wait_for()


def test_an_address_that_is_no_encoded_text_leads_nowhere(page):
    page.get_by_label("Search").fill("svm")
    shown = status(page)
    page.evaluate("location.hash = '%'")
    page.wait_for_timeout(100)  # the fixture fails where an error is logged
    assert status(page) == shown


def test_without_javascript_all_rows_are_there(browser, address):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address)
        assert shown(page) == ALL
        assert page.locator(".widget").count() == 0
