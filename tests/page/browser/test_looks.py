"""The widgets at a phone's and at a desktop's width, in light and dark: legible, whole, and named."""

import pytest

SMALLEST = 11  # CSS pixels
CONTRAST = 4.5
PROBE = """() => {
  const channels = color => color.match(/[\\d.]+/g).map(Number);
  const luminance = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const paper = element => {
    for (; element; element = element.parentElement) {
      const color = channels(getComputedStyle(element).backgroundColor);
      if (color.length < 4 || color[3] > 0) return color;
    }
    return [255, 255, 255];
  };
  const found = { small: [], faint: [], outside: [], wide: document.documentElement.scrollWidth };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode, element = text.parentElement, style = getComputedStyle(element);
    if (!text.data.trim() || !element.closest(".widget") || ["TITLE", "title"].includes(element.tagName)) continue;
    const svg = element.closest("svg");
    const scale = svg && svg.viewBox.baseVal ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 1;
    if (parseFloat(style.fontSize) * scale < SMALLEST) found.small.push(text.data);
    const colors = [channels(svg ? style.fill : style.color), paper(element)];
    const [dark, light] = colors.map(luminance).sort((a, b) => a - b);
    if ((light + 0.05) / (dark + 0.05) < CONTRAST) found.faint.push(text.data);
    const range = document.createRange();
    range.selectNodeContents(text);
    const box = range.getBoundingClientRect();
    if (box.left < -0.5 || box.right > innerWidth + 0.5) found.outside.push(text.data);
  }
  return found;
}""".replace("SMALLEST", str(SMALLEST)).replace("CONTRAST", str(CONTRAST))
FOCUSED = """() => {
  const e = document.activeElement, style = getComputedStyle(e), reach = e.querySelector(".reach");
  const labels = [...(e.labels || [])].map(label => label.textContent).join(" ");
  const name = e.getAttribute("aria-label") || labels || e.textContent;
  const outlined = style.outlineStyle !== "none" && style.outlineWidth !== "0px";
  const ring = reach ? getComputedStyle(reach).stroke !== "none" : outlined;
  return [e.tagName, name.trim(), ring, Boolean(e.closest(".widget"))];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 768, 1280])
def test_text_is_legible_and_nothing_overflows(page, width, scheme):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.get_by_role("button", name="Sample 3").click()
    page.locator("#backpropagation").get_by_role("button", name="Last").click()
    page.wait_for_timeout(100)  # for the drawings that follow a width
    assert page.evaluate(PROBE) == {"small": [], "faint": [], "outside": [], "wide": width}


def test_everything_is_reached_by_keyboard_named_and_seen_to_be(page):
    page.mouse.click(2, 2)
    seen = []
    while True:
        page.keyboard.press("Tab")
        tag, name, ring, inside = page.evaluate(FOCUSED)
        if not inside and tag == "BODY":
            break
        if inside:
            assert name, f"a {tag} without a name"
            assert ring, f"{tag} {name}: its focus is not seen"
        seen.append(name)
        assert len(seen) < 200
    assert {"Clear", "Sample 0", "Play", "Reset"} <= set(seen)
    assert sum(" point " in name and len(name) < 60 for name in seen) == 8
    assert sum(name.startswith("Query at") for name in seen) == 1


def test_no_identifier_is_taken_twice(page):
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(element => element.id)")
    assert len(ids) == len(set(ids))
