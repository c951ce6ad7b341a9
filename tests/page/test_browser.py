"""The page in a real browser: everything shows, nothing overflows, nothing is asked of the network."""

import html
import json
import re
import shutil
import subprocess

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--enable-logging=stderr",
    "--virtual-time-budget=5000",
    "--dump-dom",
)
SECONDS = 60
# Chromium's window is at least 500 pixels wide: a frame stands in for the phone.
FRAME = """<!DOCTYPE html><body><pre></pre><iframe src="page.html" style="width: {width}px; height: 900px; border: 0">
</iframe><script>onmessage = event => document.querySelector("pre").textContent = event.data</script></body>"""
PROBE = """<script>
addEventListener("load", () => {
  const luminance = color => {
    const [r, g, b] = color.match(/[\\d.]+/g).map(v => v / 255)
      .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const paper = element => {
    for (; element; element = element.parentElement) {
      const color = getComputedStyle(element).backgroundColor;
      if (!/, 0\\)$/.test(color)) return color;
    }
    return "rgb(255, 255, 255)";
  };
  const found = {
    width: innerWidth,
    scrollWidth: document.documentElement.scrollWidth,
    paper: paper(document.body),
    cards: [...document.querySelectorAll(".card")].map(paper),
    images: [...document.images].map(image => image.complete && image.naturalWidth),
    scrolled: [...document.querySelectorAll(".scroll")].map(box => box.getBoundingClientRect().right),
    loads: performance.getEntriesByType("resource").map(entry => entry.name).filter(name => !name.startsWith("data:")),
    overflowing: [],
    faint: [],
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement;
    if (!node.data.trim() || parent.tagName === "SCRIPT") continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    const inside = parent.closest("table") || (box.left > -0.5 && box.right < innerWidth + 0.5);
    if (!inside) found.overflowing.push(node.data);
    const [dark, light] = [getComputedStyle(parent).color, paper(parent)].map(luminance).sort((a, b) => a - b);
    if ((light + 0.05) / (dark + 0.05) < 4.5) found.faint.push(node.data);
  }
  parent.postMessage(JSON.stringify(found), "*");
});
</script>"""

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")


@pytest.fixture(params=[(390, "light"), (1280, "dark")], ids=["phone", "desktop in the dark"])
def shown(request, page, tmp_path):
    """What the probe finds in a copy of the page, which allows it to run, and what the browser logs."""
    width, scheme = request.param
    copy = page.replace("default-src 'none'", "default-src 'none'; script-src 'unsafe-inline'")
    (tmp_path / "page.html").write_text(copy.replace("</body>", f"{PROBE}</body>"))
    (tmp_path / "frame.html").write_text(FRAME.format(width=width))
    result = subprocess.run(
        [
            CHROMIUM,
            *FLAGS,
            f"--user-data-dir={tmp_path / 'profile'}",
            f"--blink-settings=preferredColorScheme={('dark', 'light').index(scheme)}",
            f"--window-size={width + 100},1000",
            (tmp_path / "frame.html").as_uri(),
        ],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=True,
    )
    found = json.loads(html.unescape(re.search(r"<pre>(.*?)</pre>", result.stdout, re.DOTALL)[1]))
    return found | {"asked": width, "scheme": scheme, "log": result.stderr}


def test_the_page_shows_whole_at_every_width_in_light_and_dark(shown, drawings):
    assert shown["width"] == shown["asked"]
    assert shown["scrollWidth"] <= shown["width"]
    assert shown["overflowing"] == []
    assert max(shown["scrolled"]) <= shown["width"]
    assert len(shown["images"]) == len(drawings)
    assert all(shown["images"])
    assert shown["faint"] == []
    assert (shown["paper"] == "rgb(255, 255, 255)") == (shown["scheme"] == "light")
    assert set(shown["cards"]) == {"rgb(255, 255, 255)"}
    assert shown["loads"] == []
    assert "CONSOLE" not in shown["log"]
