"""Every form of every page: each line of text has a length, the longest text allowed is taken or
refused with the form kept, and nothing sent beyond it breaks the page."""

from __future__ import annotations

import random
import re
from html.parser import HTMLParser

import pytest
from django.urls import get_resolver

from tests.factories.register import HERE, RESIDENT, STREET, Street
from tests.factories.staff import public, signed_in, staff
from tests.interfaces.web.test_every_route import routes

LINES = {"text", "search", "tel", "email", "url", "password", ""}
THEIRS = ("account/2fa/", "account/password/", "account/reauthenticate/")
"""Forms of the sign-in library: it keeps nothing of these but a hash, or checks the length itself."""


class Forms(HTMLParser):
    """The forms of a page that are posted, and every line of text without a length."""

    def __init__(self) -> None:
        super().__init__()
        self.posted: list[dict[str, tuple[str, int | None]]] = []
        self.actions: list[str] = []
        self.boundless: set[str] = set()
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {k: v or "" for k, v in attrs}
        if tag == "form":
            self.inside = said.get("method", "").lower() == "post" and "multipart" not in said.get(
                "enctype", ""
            )
            if self.inside:
                self.posted.append({})
                self.actions.append(said.get("action", ""))
        if (
            tag not in ("input", "textarea", "select", "button")
            or not said.get("name")
            or "readonly" in said
        ):
            return
        line = tag == "textarea" or (tag == "input" and said.get("type", "text") in LINES)
        if line and not said.get("maxlength"):
            self.boundless.add(said["name"])
        if self.inside and (
            tag != "input" or said.get("type") not in ("radio", "checkbox") or "checked" in said
        ):
            self.posted[-1].setdefault(
                said["name"],
                (
                    said.get("value", ""),
                    int(said["maxlength"])
                    if line and said.get("maxlength", "").isdecimal()
                    else None,
                ),
            )

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "form"


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["counter", "city", "landlord", "employer", "resident"])
def test_every_line_of_text_has_a_length_and_the_longest_text_is_answered(who):
    street = Street.built()
    client = {
        "counter": lambda: signed_in(staff("forms.counter", ("counter", STREET))),
        "city": lambda: signed_in(staff("forms.city", ("city", "4301"))),
        "landlord": lambda: signed_in(
            public("13800000997", grants=(("landlord", street.holder, HERE),))
        ),
        "employer": lambda: signed_in(
            public("13800000998", grants=(("employer", street.firm.party, HERE),))
        ),
        "resident": lambda: signed_in(public(RESIDENT.phone, person_id=street.resident)),
    }[who]()
    client.raise_request_exception = False
    ids = {"person": street.resident, "firm": street.firm.id, "code": street.rooms[2].code}
    boundless, broken, filled = set(), set(), 0
    for route in routes(get_resolver().url_patterns):
        address = "/" + re.sub(
            r"<(?:\w+:)?(\w+)>", lambda m: str(ids.get(m[1].split("_")[0], 1)), route.strip("^$")
        )
        answer = client.get(address)
        if (
            answer.status_code != 200
            or answer.streaming
            or "html" not in answer.headers.get("Content-Type", "")
        ):
            continue
        page = Forms()
        page.feed(answer.content.decode())
        boundless |= {(route, name) for name in page.boundless if not route.startswith(THEIRS)}
        for form, action in list(zip(page.posted, page.actions, strict=True))[:4]:
            if "logout" in action:
                continue
            longest = {n: "名" * most if most else value for n, (value, most) in form.items()}
            beyond = {
                n: "名" * (most + 1 + random.Random(n).randrange(300)) if most else value
                for n, (value, most) in form.items()
            }
            for sent in (longest, beyond):
                filled += 1
                reply = client.post(action or address, sent)
                if reply.status_code >= 500 and reply.status_code != 503:
                    broken.add(
                        (route, reply.status_code, str(reply.exc_info and reply.exc_info[1])[:100])
                    )
                if reply.headers.get("X-Anju-Reason") == "field_unreadable":
                    broken.add((route, "the form is gone", action))
    assert boundless == set()
    assert broken == set()
    assert filled > 3
