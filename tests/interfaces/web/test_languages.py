"""The pages of the demo town in both languages: codes have names, and no page mixes the languages of its own words."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from anju.domains.access.models import User
from anju.interfaces.words import labels
from tests.factories.staff import signed_in

pytestmark = [pytest.mark.town, pytest.mark.django_db]

RAW = re.compile(r"[a-z]+(?:[._:][a-z_]+)+|assumed\b.*|permits|landlord|import|[A-Z]{3}")
WORDS = {pair for name, table in vars(labels).items() if name.isupper() and isinstance(table, dict)
         for pair in table.values() if pair[0] != pair[1]}
CHINESE = {zh for zh, _ in WORDS if re.search("[\u4e00-\u9fff]{2}", zh)}
ENGLISH = {en for _, en in WORDS if len(en) > 3}
SKIPPED = ("/api/", "/media/", "/static/", "/gallery", "/account/logout", "/account/login")

UPLOADED = ("/office/imports/",)
"""Pages that show the headings and cells of a file as its sender wrote them."""


class Texts(HTMLParser):
    """What a page shows as text, and where it leads."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.links: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style", "code", "pre"):
            self.silent += 1
        target = dict(attrs).get("href") or ""
        if tag == "a" and target.startswith("/"):
            self.links.append(target)

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in ("script", "style", "code", "pre")

    def handle_data(self, data: str) -> None:
        if not self.silent and data.strip():
            self.texts += [part.strip() for part in re.split("[·\n]", data) if part.strip()]


def shape(address: str) -> str:
    """An address without its numbers and query, so that of many alike pages a few are read."""
    return re.sub(r"\d{2,}|/\d+(?=/)|/[0-9A-Z]{10}(?=/)", "#", address.split("?")[0])


def faults(client, start: str, language: str, most: int) -> set[tuple[str, str]]:
    """Texts that are raw codes, or labels of the other language, on the pages that can be reached."""
    waiting, seen, shapes, found = [start], {start}, {}, set()
    other = CHINESE if language == "en" else ENGLISH
    while waiting and most:
        address = waiting.pop(0)
        if shapes.setdefault(shape(address), 0) >= 2:
            continue
        shapes[shape(address)] += 1
        most -= 1
        answer = client.get(address, follow=True)
        if answer.streaming or "html" not in answer.headers.get("content-type", ""):
            continue
        page = Texts()
        page.feed(answer.content.decode())
        words = set() if address.startswith(UPLOADED) else other
        found |= {(shape(address), text) for text in page.texts if RAW.fullmatch(text) or text in words}
        fresh = [a for a in page.links if a not in seen and not a.startswith(SKIPPED) and "format=" not in a]
        seen.update(fresh)
        waiting += fresh
    return found


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pages_show_names_for_codes_in_the_language_of_the_reader(town, language):
    found = set()
    for one in {s.user: s for s in town.sign_ins if s.role != "client"}.values():
        user = User.objects.filter(username=one.user).first() or User.objects.filter(display_name=one.name).first()
        if user is not None:
            found |= faults(signed_in(user.id, language=language), "/", language, most=25)
            if one.password:
                found |= faults(signed_in(user.id, language=language), "/office/", language, most=40)
    assert found == set()
