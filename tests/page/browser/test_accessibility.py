"""The built page breaks no rule of WCAG A and AA that axe-core (vendor/) can check."""

from pathlib import Path

import pytest

AXE = Path(__file__).with_name("vendor") / "axe.min.js"
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
RUN = """levels => axe.run(document, { runOnly: levels, resultTypes: ["violations"] }).then(({ violations }) =>
  violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.target.join(" ")).join(", ")}`))"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_no_violation(browser, built, width, scheme):
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto(built)
    page.evaluate("for (const folded of document.querySelectorAll('details')) folded.open = true")
    page.get_by_role("button", name="Sample 3").click()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(RUN, LEVELS)
    page.close()
    assert found == []
