"""The pages of the demo town in both languages: codes have names, and no page mixes the languages of its own words."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser

import openpyxl
import pytest
from allauth.account.adapter import get_adapter
from allauth.mfa.adapter import get_adapter as mfa_adapter
from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from anju.domains.access.models import User
from anju.interfaces.texts import labels
from anju.interfaces.web.resident.forms import Members
from anju.interfaces.web.templatetags.anju_pieces import SOURCES
from tests.factories.staff import signed_in

pytestmark = [pytest.mark.town, pytest.mark.django_db]

RAW = re.compile(
    r"[a-z]+(?:[._:][a-z_]+)+|.*\b(?:assumed|second-hand)\b.*|permits|landlord|import|[A-Z]{3}|\d{12}(?:\d{3})?|"
    r".*\d(?:Z|\+00:00)|.*\bUTC\b.*|" + "|".join(map(re.escape, SOURCES))
)
WORDS = {
    pair
    for name, table in vars(labels).items()
    if name.isupper() and isinstance(table, dict)
    for pair in table.values()
    if pair[0] != pair[1]
}
CHINESE = {zh for zh, _ in WORDS if re.search("[\u4e00-\u9fff]{2}", zh)}
ENGLISH = {en for _, en in WORDS if len(en) > 3}
SKIPPED = ("/api/", "/media/", "/static/", "/account/logout", "/account/login")

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
        if tag == "a" and target.startswith(("/", "?")):
            self.links.append(target)

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in ("script", "style", "code", "pre")

    def handle_data(self, data: str) -> None:
        if not self.silent and data.strip():
            self.texts += [part.strip() for part in re.split("[·\n]", data) if part.strip()]


def cells(answer) -> set[str]:
    """What stands in the cells of a sheet, but for its headings and what they call a code."""
    book, found = openpyxl.load_workbook(io.BytesIO(answer.getvalue()), read_only=True), set()
    for sheet in book.worksheets:
        titles, *rows = sheet.iter_rows(values_only=True)
        found |= {
            cell.strip()
            for row in rows
            for title, cell in zip(titles, row, strict=False)
            if isinstance(cell, str) and not re.search("代码|[Cc]ode", title or "")
        }
    return found


def shape(address: str) -> str:
    """An address without its numbers and query, so that of many alike pages a few are read."""
    bare = re.sub(r"\d{2,}|/\d+(?=/)|/[0-9A-Z]{10}(?=/)", "#", address.split("?")[0])
    return f"{bare} sheet" if "format=xlsx" in address else bare


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
        if "spreadsheet" in answer.headers.get("content-type", ""):
            found |= {
                (shape(address), text)
                for text in cells(answer)
                if RAW.fullmatch(text) or text in other
            }
            continue
        if answer.streaming or "html" not in answer.headers.get("content-type", ""):
            continue
        page = Texts()
        page.feed(answer.content.decode())
        words = set() if address.startswith(UPLOADED) else other
        found |= {
            (shape(address), text) for text in page.texts if RAW.fullmatch(text) or text in words
        }
        links = [address.split("?")[0] + a if a.startswith("?") else a for a in page.links]
        fresh = [a for a in links if a not in seen and not a.startswith(SKIPPED)]
        seen.update(fresh)
        waiting += fresh
    return found


def messages_of_libraries():
    """What Django and allauth say of wrong input, by the place that says it."""
    found = {}
    for one in subclasses(forms.Field) | subclasses(forms.BaseFormSet):
        if not one.__module__.startswith("django.contrib.postgres"):
            texts = {**getattr(one, "default_error_messages", {})}
            found |= {
                (one.__name__, code): text
                for code, text in texts.items()
                if not hasattr(text, "_ngettext")
            }
    found |= {
        (type(one).__name__, code): text
        for one in (get_adapter(), mfa_adapter())
        for code, text in one.error_messages.items()
    }
    for wrong in ("12", "password", "zhao.ying"):
        try:
            password_validation.validate_password(wrong, User(username="zhao.ying"))
        except ValidationError as refused:
            found |= {("password", text): text for text in refused.messages}
    narrow = type(
        "Narrow",
        (forms.Form,),
        {
            "text": forms.CharField(max_length=2, min_length=2),
            "short": forms.CharField(min_length=2),
            "number": forms.IntegerField(max_value=1),
            "amount": forms.DecimalField(max_digits=2, decimal_places=1),
            "file": forms.FileField(max_length=2),
            "sort": forms.ChoiceField(choices=[("a", "a")]),
        },
    )
    given = {"text": "abc", "short": "a", "number": "2", "amount": "12.34", "sort": "z"}
    for form in (narrow(given, {"file": SimpleUploadedFile("name.txt", b"x")}), narrow({})):
        found |= {(field, text): text for field, texts in form.errors.items() for text in texts}
    for data in ({}, {"m-TOTAL_FORMS": "99", "m-INITIAL_FORMS": "0"}):
        found |= {("family", text): text for text in Members(data, prefix="m").non_form_errors()}
    return {place: str(text) for place, text in found.items() if str(text).strip()}


def subclasses(one):
    return {one}.union(*(subclasses(s) for s in one.__subclasses__()))


def test_refusals_of_the_libraries_are_in_the_language_of_the_reader():
    with override("zh-hans"):
        said = messages_of_libraries()
    assert {
        place: text for place, text in said.items() if not re.search("[\u4e00-\u9fff]", text)
    } == {}
    with override("en"):
        said = messages_of_libraries()
    assert {place: text for place, text in said.items() if re.search("[\u4e00-\u9fff]", text)} == {}


@pytest.mark.long
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pages_show_names_for_codes_in_the_language_of_the_reader(town, language):
    found = set()
    for one in {s.user: s for s in town.sign_ins if s.role != "client"}.values():
        user = (
            User.objects.filter(username=one.user).first()
            or User.objects.filter(display_name=one.name).first()
        )
        if user is not None:
            found |= faults(signed_in(user.id, language=language), "/", language, most=25)
            if one.password:
                found |= faults(
                    signed_in(user.id, language=language), "/office/", language, most=40
                )
    assert sorted(found) == []
