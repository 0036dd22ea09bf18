"""A rental on file as landlord, tenant and office read it, the form of a lease, and the letter as a PDF."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

import typst
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anju.domains.housing.api import rentals
from anju.domains.housing.api.rentals import (
    STEPS,
    Lease,
    LetterText,
    RentalEvent,
    RentalRecord,
    RentalStep,
)
from anju.domains.people import api as people
from anju.domains.places import api as places
from anju.domains.register import api as register
from anju.domains.register.api import StayView
from anju.foundation.audit import api as audit
from anju.foundation.clock import CHINA, local_date
from anju.foundation.days import age_on
from anju.interfaces.texts import rentals as words
from anju.interfaces.web.choosing import account_name, label, offered, reader_text
from anju.interfaces.web.days import DayInput
from anju.interfaces.web.fonts import require_printable
from anju.interfaces.web.session import ActorRequest

TONES = {"filed": "soon", "confirmed": "good", "objected": "late", "ended": "", "withdrawn": ""}
ICONS = {
    "filed": "clock",
    "confirmed": "circle-check",
    "objected": "message-exclamation",
    "ended": "door-exit",
    "withdrawn": "ban",
}


class LeaseForm(forms.Form):
    """What is filed. `choices`: (person, name) of who is registered in the home."""

    tenants = forms.TypedMultipleChoiceField(
        label=gettext_lazy("承租人"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
    )
    since = forms.DateField(
        label=gettext_lazy("起租日"),
        widget=DayInput({"class": "form-control"}),
    )
    until = forms.DateField(
        label=gettext_lazy("租期最后一天（不定期可不填）"),
        required=False,
        widget=DayInput({"class": "form-control"}),
    )
    rent = forms.DecimalField(
        label=gettext_lazy("月租金，元（可不填）"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "form-control"}),
    )
    filer = forms.ChoiceField(
        label=gettext_lazy("由谁备案"),
        choices=offered(words.FILERS, *rentals.FILERS),
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        initial="landlord",
    )
    filer_name = forms.CharField(
        label=gettext_lazy("机构或转租人名称"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[int, str]] = (), **more: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **more)
        self.fields["tenants"].choices = choices  # type: ignore[attr-defined]

    def lease(self) -> Lease:
        """As it is filed; the form is valid."""
        given = self.cleaned_data
        return Lease(
            tuple(given["tenants"]),
            given["since"],
            given["until"],
            given["rent"],
            given["filer"],
            given["filer_name"],
        )


FULL_AGE = 18
"""Civil Code, art. 17."""


def registered(request: ActorRequest, home_id: int, action: str) -> list[tuple[int, str]]:
    """Who is registered in a home, now or from a day to come; the reading is recorded."""
    today = local_date(request.at)
    stays = register.history_of_home(home_id, limit=500)
    here = [s.person_id for s in stays if s.until is None or s.until > today]
    persons = people.persons(here)
    audit.record_read(
        request.actor, person_ids=list(persons), fields=["name"], action=action, at=request.at
    )
    return [(p, persons[p].name) for p in dict.fromkeys(here) if p in persons]


def proposed(
    stays: Sequence[StayView], choices: Sequence[tuple[int, str]], today: date
) -> dict[str, Any]:
    """How the form begins: since the latest came, until the last planned end, with all who can be party to a lease.
    Whose birth date is not known counts among them."""
    start = max((s.since for s in stays), default=today)
    planned = [s.leave_due for s in stays if s.leave_due and s.leave_due > start]
    known = people.persons([p for p, _name in choices])
    grown = [
        p for p in known if not (born := known[p].birth_date) or age_on(born, start) >= FULL_AGE
    ]
    return {"since": start, "until": max(planned, default=None), "tenants": grown}


def chip(state: str) -> dict[str, str]:
    """A state as a chip: words, icon, classes."""
    tone = f" aj-chip-{TONES[state]}" if TONES[state] else ""
    return {"text": label(words.STATES, state), "icon": ICONS[state], "css": f"aj-chip{tone}"}


def shown(record: RentalRecord, today: date) -> dict[str, Any]:
    """The context of ``housing/rental.html``, without names of persons."""
    home = places.homes([record.home_id]).get(record.home_id)
    return {
        "record": record,
        "home": home,
        "where": home.text if home else "",
        "state": chip(record.state.value),
        "filer": record.filer_name or holder_of(record),
        "signed_by": account_name(record.signature.by_label, holder_of(record))
        if record.signature
        else "",
        "filer_kind": label(words.FILERS, record.filer),
        "run_out": record.run_out(today),
        "events": [
            {
                "text": label(words.STEPS, e.step.value),
                "words": "" if e.step is RentalStep.SIGNED else e.text,
                "by": _by(record, e),
                "at": e.at,
            }
            for e in record.events
        ],
    }


def _by(record: RentalRecord, event: RentalEvent) -> str:
    """Who did it; an account without a name by whom it speaks for."""
    tenant = STEPS[event.step].by == "tenant"
    return account_name(event.by_label, _("承租人") if tenant else holder_of(record))


def holder_of(record: RentalRecord) -> str:
    """The landlord's name, as far as the reader may know it."""
    kind, _colon, number = record.party.partition(":")
    found = places.holder(int(number)) if kind == "holder" else None
    return found.name if found else ""


def tenants(request: ActorRequest, record: RentalRecord, action: str) -> list[dict[str, Any]]:
    """The tenants with their answers, by name; the reading is recorded."""
    persons = people.persons([t.person_id for t in record.tenants])
    audit.record_read(
        request.actor,
        person_ids=list(persons),
        fields=["name", "lease"],
        action=action,
        at=request.at,
    )
    return [
        {
            "name": persons[t.person_id].name if t.person_id in persons else _("不在可见范围"),
            "answer": label(words.ANSWERS, t.answer),
            "css": {"confirmed": "aj-chip aj-chip-good", "objected": "aj-chip aj-chip-late"}.get(
                t.answer, "aj-chip"
            ),
            "text": t.text,
            "at": t.at,
        }
        for t in record.tenants
    ]


def line(record: RentalRecord, where: str, url: str, today: date) -> dict[str, Any]:
    """One line of a list. It names no person."""
    return {
        "record": record,
        "where": where,
        "url": url,
        "state": chip(record.state.value),
        "run_out": record.run_out(today),
    }


def tabs(counts: Any, show: str, url: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - counts; a function
    """The ways to narrow a list, each with its count."""
    return [
        {
            "label": label(words.SHOWN, s),
            "count": counts.get(s, 0),
            "here": s == show,
            "url": url(s),
        }
        for s in rentals.SHOWN
    ]


def letter_shown(letter: LetterText | None) -> dict[str, Any] | None:
    """A letter in the reader's language, with what tells its text."""
    if letter is None:
        return None
    return {
        "title": reader_text(letter.words),
        "paragraphs": [reader_text(p) for p in letter.paragraphs],
        "source": reader_text(letter.source),
        "digest": rentals.digest_of(letter),
    }


_PAGE = """
#let d = json(bytes(sys.inputs.at("data")))
#set page(paper: "a4", margin: 22mm)
#set text(font: ("Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Zen Hei", "Droid Sans Fallback", "PingFang SC",
  "Microsoft YaHei"), size: 11pt, lang: "zh", fallback: true)
#set par(leading: 0.9em)
#align(center, text(18pt, weight: "bold", d.title))
#align(right, text(9pt, d.number))
#v(4mm)
#table(columns: (auto, 1fr), stroke: .4pt + rgb("#c6cecb"), inset: 6pt,
  ..d.facts.map(f => (text(weight: "bold", f.at(0)), f.at(1))).flatten())
#v(4mm)
#for (n, p) in d.paragraphs.enumerate() { [#(n + 1). #p #parbreak()] }
#v(1fr)
#line(length: 100%, stroke: .6pt + rgb("#0d5c63"))
#for s in d.signed { [#s #linebreak()] }
"""


def letter_pdf(record: RentalRecord, where: str) -> bytes:
    """The letter that was agreed to, as a PDF: its text, for which home, by whom, when, which version.

    Raises `Refused` ``text_not_printable`` (`characters`) for characters the fonts lack.
    """
    signature = record.signature
    letter = letter_shown(signature.letter if signature else None) or {}
    until = record.until.isoformat() if record.until else _("不定期")
    facts = [
        [_("房屋"), where],
        [_("备案人"), record.filer_name or holder_of(record)],
        [_("租期"), f"{record.since.isoformat()} – {until}"],
    ]
    signed = []
    if signature is not None:
        at = f"{signature.at.astimezone(CHINA):%Y-%m-%d %H:%M}"
        signed = [
            _("%(who)s 于 %(at)s 电子签署")
            % {"who": account_name(signature.by_label, holder_of(record)), "at": at},
            _("文本版本 %(digest)s") % {"digest": signature.digest},
        ]
    require_printable([where, *(f[1] for f in facts), *signed])
    data = {
        "title": letter.get("title", ""),
        "number": _("备案号 %(n)s") % {"n": record.number},
        "facts": facts,
        "paragraphs": letter.get("paragraphs", []),
        "signed": signed,
    }
    return bytes(
        typst.compile(_PAGE.encode(), sys_inputs={"data": json.dumps(data, ensure_ascii=False)})
    )
