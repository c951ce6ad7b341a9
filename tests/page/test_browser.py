"""The page in a real browser: everything shows, nothing overflows, nothing is asked of the network."""

import base64
import hashlib
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
FRAME = """<!DOCTYPE html><body><pre></pre>
<iframe src="page.html" style="width: {width}px; height: {height}px; border: 0"></iframe>
<script>onmessage = event => document.querySelector("pre").textContent = event.data</script></body>"""
PROBE = """
addEventListener("load", () => setTimeout(() => {
  const luminance = color => {
    const most = color.startsWith("color(srgb ") ? 1 : 255;  // as color-mix() gives it
    const [r, g, b] = color.match(/[\\d.]+/g).map(v => v / most)
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
  /** The color of the heat map's cell below a text of a picture, or else the page's. */
  const under = (text, svg) => {
    const [{ left, right, top, bottom }, cells] = [text.getBoundingClientRect(), svg.querySelectorAll("path")];
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    const cell = [...cells].filter(path => {
      const box = path.getBoundingClientRect(), { fill, fillOpacity } = getComputedStyle(path);
      return fill !== "none" && fillOpacity === "1" && box.width > 20 && box.height > 20 && !path.closest("defs") &&
        box.left < x && box.right > x && box.top < y && box.bottom > y;
    }).pop();
    return cell ? getComputedStyle(cell).fill : paper(svg);
  };
  const found = {
    width: innerWidth,
    scrollWidth: document.documentElement.scrollWidth,
    paper: paper(document.body),
    pictures: [...document.querySelectorAll("figure:not(.replaced) > svg")].filter(svg => svg.checkVisibility())
      .map(svg => svg.getBoundingClientRect().height),
    sideways: [...document.querySelectorAll("main *")].filter(box => box.scrollWidth > box.clientWidth + 1 &&
      /auto|scroll/.test(getComputedStyle(box).overflowX)).map(box => box.outerHTML.slice(0, 80)),
    findings: [...document.querySelectorAll(".findings li")]
      .filter(finding => finding.getBoundingClientRect().bottom <= innerHeight).length,
    rows: [...document.querySelectorAll("#register tbody tr")].filter(row => row.getBoundingClientRect().height).length,
    contents: document.querySelector("nav").getBoundingClientRect().height,
    widgets: [...document.querySelectorAll("[data-widget]")].filter(root => root.querySelector(".widget"))
      .map(root => root.dataset.widget),
    loads: performance.getEntriesByType("resource").map(entry => entry.name).filter(name => !name.startsWith("data:")),
    overflowing: [],
    faint: [],
    small: [],
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement;
    if (!node.data.trim() || parent.closest("script, noscript, title") || !parent.checkVisibility()) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    const svg = parent.closest("svg");
    if (svg) {
      const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
      const size = parseFloat(getComputedStyle(parent).fontSize) * scale;
      if (size < 11) found.small.push(`${node.data} ${size}`);
    }
    const inside = box.left > -0.5 && box.right < innerWidth + 0.5;
    if (!inside) found.overflowing.push(node.data);
    const ink = getComputedStyle(parent)[svg ? "fill" : "color"];
    const [dark, light] = [ink, svg ? under(parent, svg) : paper(parent)].map(luminance).sort((a, b) => a - b);
    if ((light + 0.05) / (dark + 0.05) < 4.5) found.faint.push(node.data);
  }
  // Last of all, since what is found is scrolled to.
  found.found = ["leaky ReLU", "batch size", "learning rate"].map(text => window.find(text));
  parent.postMessage(JSON.stringify(found), "*");
}, 300));
"""

WIDGETS = ["draw", "curves", "backpropagation", "svm", "svm", "register"]
# The pictures that a widget stands for on the screen.
REPLACED = (
    "scratch_mlp_loss",
    "scratch_mlp_accuracy",
    "worked_examples_backpropagation",
    "worked_examples_svm_1",
    "worked_examples_svm_2",
)

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")


WINDOWS = {
    "phone": (390, 844, "light"),
    "phone in the dark": (390, 844, "dark"),
    "tablet": (768, 1024, "light"),
    "desktop in the dark": (1280, 900, "dark"),
}


@pytest.fixture(scope="module", params=WINDOWS.values(), ids=WINDOWS)
def shown(request, page, tmp_path_factory):
    """What the probe finds in a copy of the page, which allows it to run, and what the browser logs."""
    width, height, scheme = request.param
    tmp_path = tmp_path_factory.mktemp("shown")
    digest = base64.b64encode(hashlib.sha256(PROBE.encode()).digest()).decode()
    copy = page.replace("script-src ", f"script-src 'sha256-{digest}' ")
    (tmp_path / "page.html").write_text(copy.replace("</body>", f"<script>{PROBE}</script></body>"))
    (tmp_path / "frame.html").write_text(FRAME.format(width=width, height=height))
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


def test_the_page_shows_whole_at_every_width_in_light_and_dark(shown, drawings, results):
    assert shown["width"] == shown["asked"]
    assert shown["scrollWidth"] <= shown["width"]
    assert shown["overflowing"] == []
    assert shown["sideways"] == []
    assert len(shown["pictures"]) == len(drawings) - len(REPLACED)
    assert shown["widgets"] == WIDGETS
    assert min(shown["pictures"]) > 50
    assert shown["rows"] == len(results.printed_values)
    assert shown["faint"] == []
    assert shown["small"] == []
    assert all(shown["found"])
    assert (shown["paper"] == "rgb(255, 255, 255)") == (shown["scheme"] == "light")
    assert shown["loads"] == []
    assert "CONSOLE" not in shown["log"]


def test_findings_come_into_the_first_view_and_the_contents_are_short(shown):
    assert shown["findings"] >= (3 if shown["width"] >= 1280 else 2)
    assert shown["contents"] < (60 if shown["width"] < 700 else 600)
