"""The forms of a page as a browser would send them: as they are drawn, and with somebody else typed into them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

from tests.factories.people import Somebody

Fields = dict[str, list[str]]


@dataclass
class Form:
    """A form that is posted: where to, what it holds as drawn, which fields are typed into, which buttons send it."""

    action: str
    drawn: Fields = field(default_factory=dict)
    typed: list[str] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def sendings(self, who: Somebody) -> Iterator[Fields]:
        """By each button: as drawn, and with this person's name, number and phone."""
        filled = {**self.drawn, **{name: [_typed(name, who)] for name in self.typed}}
        for name, value in self.buttons or [("", "")]:
            for held in (self.drawn, filled):
                yield {**held, **({name: [value]} if name else {})}


def _typed(name: str, who: Somebody) -> str:
    if name.startswith("fix-"):
        name = name.rsplit("-", 1)[-1]
    kinds = {
        "phone": who.phone or "13912345678",
        "number": who.doc_number,
        "name": who.name,
        "q": who.doc_number,
    }
    return next((v for k, v in kinds.items() if k in name), "核对无误")


class _Forms(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address, self.found, self.now, self.select = address, [], None, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a = {k: v or "" for k, v in attrs}
        name, value = a.get("name", ""), a.get("value", "")
        if tag == "form":
            self.now = (
                Form(urljoin(self.address, a.get("action", "")))
                if a.get("method", "").lower() == "post"
                else None
            )
            self.found += [self.now] if self.now else []
        elif self.now is None:
            return
        elif tag == "option" and self.select:
            if "selected" in a or (value and not self.now.drawn.get(self.select, [""])[0]):
                self.now.drawn[self.select] = [value]
        elif tag == "select":
            self.select = name
            self.now.drawn.setdefault(name, [""])
        elif tag == "button" and a.get("type", "submit") == "submit":
            if "formaction" in a:  # the same fields, sent elsewhere
                there = urljoin(self.address, a["formaction"])
                self.found.append(Form(there, self.now.drawn, self.now.typed, [(name, value)]))
            else:
                self.now.buttons.append((name, value))
        elif name and tag in ("input", "textarea"):
            kind = a.get("type", "text")
            if kind in ("checkbox", "radio"):
                if "checked" in a:
                    self.now.drawn.setdefault(name, []).append(value or "on")
                elif kind == "radio":
                    self.now.drawn.setdefault(name, [value])
            elif kind != "file":
                self.now.drawn[name] = [value]
                if kind in ("text", "tel", "search", "textarea") and "readonly" not in a:
                    self.now.typed.append(name)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.now = None
        if tag == "select":
            self.select = ""


def forms_of(page: str, address: str) -> list[Form]:
    """The forms of a page that are posted."""
    reader = _Forms(address)
    reader.feed(page)
    return reader.found
