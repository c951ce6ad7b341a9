"""A reader who comes back to the page finds controls and what they control in agreement."""

STATES = """() => [...document.querySelectorAll(".widget input, .widget select")]
  .map(({ type, checked, value }) => [type, checked, value])"""


def test_after_going_back_no_control_says_other_than_its_widget_shows(page):
    fresh = page.evaluate(STATES)
    for radio in page.locator(".widget input[type=radio]:not(:checked)").all():
        radio.check()
    page.locator("#curves input[type=checkbox]").first.uncheck()
    page.get_by_role("textbox", name="Weights").fill("0.7")
    page.get_by_label("Section").select_option("A")
    page.get_by_label("Search").fill("svm")
    page.goto("data:text/html,elsewhere")
    page.go_back()
    page.wait_for_timeout(100)  # a browser fills controls in again after the widgets are there
    assert page.evaluate(STATES) == fresh
