"""How the tests read a page."""

import html
import json
import re
from html.parser import HTMLParser

VOID = {"meta", "link", "img", "br"}


class Document(HTMLParser):
    """Every element with its attributes, and the text outside <style>; unclosed or crossed elements are a fault."""

    def __init__(self, page):
        super().__init__()
        self.page, self.elements, self.text, self.open = page, [], "", []
        self.feed(page)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, f"</{tag}> at {self.getpos()}"

    def handle_data(self, data):
        if not {"style", "script"} & set(self.open):
            self.text += data

    def all(self, tag):
        return [attrs for name, attrs in self.elements if name == tag]


def headings(sections):
    """The ids of all headings of a page with these sections."""
    placed = [section.name for section in sections if section.position is not None]
    own = [section.name for section in sections if section.position is None]
    return ["findings", *placed, *(["own", *own] if own else []), "printed_values", "run"]


def data_of(page):
    """What the page's widgets read, by the id of its element."""
    found = re.findall(
        r'<script type="application/json" id="(\w+)">(.*?)</script>', page, re.DOTALL
    )
    return {name: json.loads(text) for name, text in found}


def rows_of(page):
    """The rows of the register, as text without markup but for their attributes."""
    table = page[page.index('<table id="register"') :]
    rows = re.findall(r'<tr role="row" (id=.*?)</tr>', table[: table.index("</table>")])
    return [html.unescape(re.sub(r"<[^>]+>", " ", row)) for row in rows]
