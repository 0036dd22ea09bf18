"""Lines of a list are laid out between left and right: text that stands loose between elements would be torn apart."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

TEMPLATES = Path("src/anju/interfaces/web/templates")
LISTED = sorted(p for p in TEMPLATES.rglob("*.html") if "aj-plain" in p.read_text("utf-8"))
VOID = {"input", "br", "img", "hr"}
STANDS_FOR = (
    (r"{%\s*blocktrans.*?endblocktrans\s*%}", "text"),
    (r"{%\s*icon.*?%}", "<svg></svg>"),
    (r"{#.*?#}|{%\s*comment.*?endcomment\s*%}", ""),
    (r"{{.*?}}|{%\s*trans.*?%}", "text"),
    (r"{%.*?%}", ""),
)
"""A template as HTML, with every branch."""


class Lines(HTMLParser):
    """Lines of plain lists: the number of the line in the file, and what stands in it side by side."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.found: list[tuple[int, list[str]]] = []
        self.inside: int | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.inside == len(self.open):
            self.found[-1][1].append(tag)
        if tag in VOID:
            return
        if tag == "li" and self.open and self.open[-1][1]:
            self.found.append((self.getpos()[0], []))
            self.inside = len(self.open) + 1
        classes = (dict(attrs).get("class") or "").split()
        self.open.append((tag, "aj-plain" in classes))

    def handle_data(self, data: str) -> None:
        parts = self.found[-1][1] if self.found else []
        if self.inside == len(self.open) and data.strip() and parts[-1:] != ["text"]:
            parts.append("text")

    def handle_endtag(self, tag: str) -> None:
        while self.open:
            if self.open.pop()[0] == tag:
                break
        if self.inside is not None and len(self.open) < self.inside:
            self.inside = None


@pytest.mark.parametrize("path", LISTED, ids=[str(p.relative_to(TEMPLATES)) for p in LISTED])
def test_no_line_of_a_list_has_loose_text_between_elements(path):
    page = path.read_text("utf-8")
    for written, stands_for in STANDS_FOR:
        page = re.sub(
            written, lambda m, s=stands_for: s + "\n" * m[0].count("\n"), page, flags=re.DOTALL
        )
    torn = [n for n, parts in Lines(page).found if "text" in parts and len(parts) > 2]
    assert torn == [], "wrap the text and what belongs to it in a span"
