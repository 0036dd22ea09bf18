"""The reception's page, what its box finds, and what it opens."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from anju.domains.people import api as people
from anju.domains.register import api as register
from anju.domains.register.api import ReviewView, arrivals
from anju.domains.register.api.arrivals import Match
from anju.foundation.errors import AnjuError, NotFound
from anju.interfaces.web.declaring import reason_text
from anju.interfaces.web.reception import panels
from anju.interfaces.web.reception.answers import answer, reception_of, urls
from anju.interfaces.web.reception.panels import Panel
from anju.interfaces.web.reception.place import Reception, ReceptionArea, ReceptionRoom
from anju.interfaces.web.reception.reading import Typed, read
from anju.interfaces.web.session import ActorRequest

LONGEST = 200
"""Characters of the box; a scanned link with its address is shorter."""


def page(request: ActorRequest, area: ReceptionArea) -> HttpResponse:
    """The box, the rooms, the last entries; with ``?room=`` that room, with ``?new`` the form for somebody new."""
    reception = reception_of(request, area)
    code = request.GET.get("room", "")
    if code:
        return answer(request, reception, panels.room(request, reception, _room(reception, code)))
    panel = panels.newcomer(reception) if "new" in request.GET else Panel("start")
    return answer(request, reception, panel)


def find(request: ActorRequest, area: ReceptionArea) -> HttpResponse:
    """What the box may mean, while it is typed."""
    reception = reception_of(request, area)
    typed = _typed(request, reception)
    found: list[dict[str, str]] = []
    if not typed.token:
        matches, waiting = _known(reception, typed)
        rooms = [reception.rooms[typed.room]] if typed.room and not typed.says_person else []
        found = panels.options(request, reception, matches, waiting, rooms)
    return render(
        request, "reception/options.html", {"options": found, "typed": typed, "urls": urls(area)}
    )


def open_(request: ActorRequest, area: ReceptionArea) -> HttpResponse:
    """What was chosen, or what the text means: one room or person opens, of several one is chosen, nobody known is
    new."""
    reception = reception_of(request, area)
    return answer(request, reception, _opened(request, reception))


def _opened(request: ActorRequest, reception: Reception) -> Panel:
    kind, _colon, value = request.POST.get("pick", "").partition(":")
    number = int(value) if value.isascii() and value.isdecimal() and len(value) < 19 else 0
    if kind == "room":
        return panels.room(request, reception, _room(reception, value))
    if kind == "person":
        return panels.person(request, reception, people.canonical(number))
    if kind == "guest":
        return panels.guests(request, reception, _same_form(reception, number))
    typed = _typed(request, reception)
    if kind == "new":
        return panels.newcomer(reception, typed)
    if typed.token:
        return _invited(request, reception, typed.token)
    if typed.says_person:
        return _meant_person(request, reception, typed)
    if typed.room:
        return panels.room(request, reception, reception.rooms[typed.room])
    return Panel("start")


def _meant_person(request: ActorRequest, reception: Reception, typed: Typed) -> Panel:
    matches, waiting = _known(reception, typed)
    if len(matches) + len(waiting) > 1:
        return panels.choices(request, reception, matches, waiting, typed)
    if matches:
        return panels.person(request, reception, matches[0].person_id, room=typed.room)
    if waiting:
        return panels.guests(
            request, reception, _same_form(reception, waiting[0].id), room=typed.room
        )
    if typed.name or typed.number:
        return panels.newcomer(reception, typed)
    return panels.note(
        _("没有找到“%(q)s”。可输入姓名、拼音、证件或手机后四位、房号，或扫邀请码。")
        % {"q": request.POST.get("q", "")[:LONGEST].strip()},
        tone="warning",
    )


def _typed(request: ActorRequest, reception: Reception) -> Typed:
    return read(request.POST.get("q", "")[:LONGEST], reception.names)


def _known(reception: Reception, typed: Typed) -> tuple[list[Match], list[ReviewView]]:
    """Who of the reception's own people and of the guests that wait is meant."""
    if not typed.query:
        return [], []
    matches = arrivals.find(
        typed.query,
        homes=reception.homes,
        employer_id=reception.area.employer_id,
        as_of=reception.today,
        limit=panels.MANY,
    )
    heads: dict[int, ReviewView] = {}
    for asked in arrivals.guests_waiting(reception.area.parties):
        if _meant(asked, typed) and not register.closes(asked.item.get("kind", "")):
            heads.setdefault(asked.id, asked)
    return matches, list(heads.values())[: panels.MANY]


def _meant(asked: ReviewView, typed: Typed) -> bool:
    name, number = asked.item.get("name") or "", asked.item.get("doc_number") or ""
    phone, query = asked.item.get("phone") or "", typed.query.upper()
    if typed.number:
        return bool(number == typed.number)
    if len(query) == 4 and query[:3].isdecimal():
        return bool(number.endswith(query) or phone.endswith(query))
    return len(query) > 1 and query in name.upper()


def _same_form(reception: Reception, review_id: int) -> list[ReviewView]:
    """The guest of that item and all who came by the same form."""
    waiting = arrivals.guests_waiting(reception.area.parties)
    head = next((q for q in waiting if q.id == review_id), None)
    if head is None:
        raise NotFound("review_unknown", id=review_id)
    batch = register.batch_of(head.declaration_id)
    of_form = set(register.declared_in(batch)) if batch else {head.declaration_id}
    return [q for q in waiting if q.declaration_id in of_form]


def _invited(request: ActorRequest, reception: Reception, token: str) -> Panel:
    try:
        asked = arrivals.guests_of_invitation(token, parties=reception.area.parties, at=request.at)
    except AnjuError as error:
        return panels.note(reason_text(error.code), tone="warning", status=404)
    return panels.guests(request, reception, asked)


def _room(reception: Reception, code: str) -> ReceptionRoom:
    """One of the reception's own rooms; `NotFound` for those of others."""
    if code not in reception.rooms:
        raise NotFound("home_unknown")
    return reception.rooms[code]
