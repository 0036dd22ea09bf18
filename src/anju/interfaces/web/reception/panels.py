"""What lies before the clerk beside the rooms: somebody new, somebody known, a room, guests, a choice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from anju.domains.people import api as people
from anju.domains.people.api import PersonView
from anju.domains.register import api as register
from anju.domains.register.api import ReviewView, StayView, arrivals
from anju.domains.register.api.arrivals import Match
from anju.foundation.audit import api as audit
from anju.foundation.errors import NotFound
from anju.interfaces.web.declaring import new_key
from anju.interfaces.web.reception.forms import PRIMARY, Arrival
from anju.interfaces.web.reception.place import Reception, ReceptionRoom
from anju.interfaces.web.reception.reading import Typed
from anju.interfaces.web.reception.suggesting import suggested
from anju.interfaces.web.session import ActorRequest

SEEN = ("name", "document.masked", "phone.masked", "stay")
FOUND = ("name", "document.masked", "stay")
USUAL_REASON = "01"
MANY = 12
"""Guests and people a choice shows at most."""


@dataclass(frozen=True, slots=True)
class Panel:
    """A template of `reception/panels` and what it draws; `status` of the answer."""

    name: str
    context: dict[str, Any] = field(default_factory=dict)
    status: int = 200


def note(text: str, *, tone: str = "info", status: int = 200) -> Panel:
    """A sentence."""
    return Panel("note", {"text": text, "tone": tone}, status)


def newcomer(
    reception: Reception,
    typed: Typed | None = None,
    *,
    form: Arrival | None = None,
    key: str = "",
    person: PersonView | None = None,
) -> Panel:
    """Somebody new to fill in, or (`person`) somebody known who has no bed yet; with the room that was typed, or one
    that is proposed."""
    typed = typed or Typed()
    if form is None:
        room = reception.rooms.get(typed.room) or proposed(
            reception, person.sex if person else _sex(typed.number)
        )
        form = Arrival(
            initial={
                "name": typed.name,
                "doc_type": "111",
                "doc_number": typed.number,
                "phone": typed.phone,
                "room": reception.shortly(room) if room else "",
                "start": reception.today,
                "reason": USUAL_REASON,
            }
        )
    errors = form.errors if form.is_bound else {}
    asked = ["room"] if person else list(PRIMARY)
    empty = [n for n in asked if n != "phone" and not form[n].value()]
    wrong = [n for n in form.fields if n in errors]
    return Panel(
        "newcomer",
        {
            "form": form,
            "key": key or new_key(),
            "person": person,
            "fields": [form[n] for n in asked],
            "more": [form[n] for n in form.fields if n not in PRIMARY]
            if person is None
            else [form["start"], form["reason"]],
            "more_open": any(n not in PRIMARY for n in wrong),
            "next": (wrong or empty or ["room"])[0],
            "masked": person.documents[0].masked if person and person.documents else "",
        },
        422 if errors else 200,
    )


def proposed(reception: Reception, sex: str) -> ReceptionRoom | None:
    """The room that is proposed in the building before the clerk. Two queries, where rooms are shared."""
    if reception.chosen is None:
        return None
    rooms = reception.chosen.upwards
    shared = [r.home.id for r in rooms if r.shared and r.people and r.free]
    sexes = arrivals.sexes_in(shared, as_of=reception.today) if shared and sex else {}
    return suggested(rooms, sexes, sex)


def _sex(number: str) -> str:
    """The sex that a citizen's number says; "" for others."""
    if len(number) != 18 or not number[16].isdecimal():
        return ""
    return "1" if int(number[16]) % 2 else "2"


def person(request: ActorRequest, reception: Reception, person_id: int, *, room: str = "") -> Panel:
    """Somebody known: what can be done about them. `room`: the code of one that was typed with them. `NotFound` for who
    neither lives nor works at this reception."""
    stay = _stay_here(reception, person_id)
    if stay is None and not _works_here(reception, person_id):
        raise NotFound("person_unknown", id=person_id)
    known = people.persons([person_id]).get(person_id)
    if known is None:
        raise NotFound("person_unknown", id=person_id)
    _record(request, [person_id])
    if stay is None:
        return newcomer(reception, Typed(room=room), person=known)
    return Panel(
        "person",
        {
            "person": known,
            "masked": known.documents[0].masked if known.documents else "",
            "stay": stay,
            "state": stay.state_on(reception.today),
            "room": reception.by_id[stay.home_id or 0],
            "room_label": reception.label(stay.home_id),
            "room_typed": reception.shortly(reception.rooms[room]) if room else "",
            "key": new_key(),
        },
    )


def _stay_here(reception: Reception, person_id: int) -> StayView | None:
    stays = register.stays_of([person_id], as_of=reception.today)
    found = next((s for s in stays if s.home_id in reception.by_id and s.habitual), None)
    return found if found and living(reception, [found]) else None


def living(reception: Reception, stays: Sequence[StayView]) -> list[StayView]:
    """Without those who came and left today."""
    homes = sorted({s.home_id for s in stays if s.home_id})
    gone = {person for person, _home in arrivals.left_today(homes, day=reception.today)}
    return [s for s in stays if s.person_id not in gone]


def _works_here(reception: Reception, person_id: int) -> bool:
    return reception.area.employer_id is not None and any(
        j.employer_id == reception.area.employer_id
        for j in register.jobs_of([person_id], as_of=reception.today)
    )


def room(
    request: ActorRequest, reception: Reception, found: ReceptionRoom, *, error: str = ""
) -> Panel:
    """A room: who lives there, and who comes."""
    stays = living(reception, register.occupants([found.home.id], as_of=reception.today))
    known = people.persons([s.person_id for s in stays])
    _record(request, list(known))
    form = Arrival(
        initial={
            "doc_type": "111",
            "room": reception.shortly(found),
            "start": reception.today,
            "reason": USUAL_REASON,
        }
    )
    arriving = newcomer(reception, form=form).context
    return Panel(
        "room",
        {
            **arriving,
            "fields": [form[n] for n in PRIMARY if n != "room"],
            "next": "name",
            "room": found,
            "room_label": reception.label(found.home.id),
            "tenants": [
                {
                    "person": p,
                    "stay": s,
                    "state": s.state_on(reception.today),
                    "masked": p.documents[0].masked if p.documents else "",
                    "key": new_key(),
                }
                for s in stays
                if (p := known.get(s.person_id))
            ],
            "all_key": new_key(),
            "error": error,
            "today": reception.today,
        },
        422 if error else 200,
    )


def guests(
    request: ActorRequest,
    reception: Reception,
    asked: Sequence[ReviewView],
    *,
    error: str = "",
    room: str = "",
) -> Panel:
    """Guests who declared themselves: all of one form at once. `room`: as it was typed, or the code of one."""
    if room in reception.rooms:
        room = reception.shortly(reception.rooms[room])
    persons = register.people_of(declarations=[q.declaration_id for q in asked])
    if persons:
        _record(request, persons, FOUND)
    audit.record_list(
        request.actor,
        action="reception.panel",
        subject_kind="review",
        subject_id=",".join(str(q.id) for q in asked[:5]),
        fields=FOUND,
        at=request.at,
    )
    codes = {q.item.get("home_code", "") for q in asked}
    home = reception.rooms.get(codes.pop()) if len(codes) == 1 else None
    return Panel(
        "guests",
        {
            "guests": [
                {
                    "id": q.id,
                    "name": q.item.get("name", ""),
                    "masked": people.mask_number(q.item.get("doc_number") or ""),
                    "start": q.item.get("start", ""),
                }
                for q in asked
            ],
            "room_value": room or (reception.shortly(home) if home else ""),
            "full": home is not None and not home.free,
            "room_label": reception.label(home.home.id) if home else "",
            "error": error,
        },
        422 if error else 200,
    )


def choices(
    request: ActorRequest,
    reception: Reception,
    matches: Sequence[Match],
    waiting: Sequence[ReviewView],
    typed: Typed,
) -> Panel:
    """Several may be meant; the first is chosen by Enter."""
    return Panel(
        "choices",
        {
            "options": options(request, reception, matches, waiting, ()),
            "typed": typed,
            "key": new_key(),
        },
    )


def options(
    request: ActorRequest,
    reception: Reception,
    matches: Sequence[Match],
    waiting: Sequence[ReviewView],
    rooms: Sequence[ReceptionRoom],
) -> list[dict[str, str]]:
    """What was found, as lines to choose from; the reading is recorded."""
    if matches:
        _record(request, [m.person_id for m in matches], FOUND)
    if waiting:
        audit.record_list(
            request.actor,
            action="reception.panel",
            subject_kind="review",
            subject_id=",".join(str(q.id) for q in waiting[:5]),
            fields=FOUND,
            at=request.at,
        )
    return [
        *(
            {
                "pick": f"room:{r.home.code}",
                "icon": "door",
                "text": reception.label(r.home.id),
                "hint": _("住 %(n)s / %(c)s") % {"n": r.people, "c": r.home.capacity},
            }
            for r in rooms
        ),
        *(
            {
                "pick": f"guest:{q.id}",
                "icon": "user-question",
                "text": q.item.get("name", ""),
                "hint": _("本人已填写，等您确认"),
            }
            for q in waiting
        ),
        *(
            {
                "pick": f"person:{m.person_id}",
                "icon": "user",
                "text": m.name,
                "hint": f"{reception.label(m.home_id) if m.home_id else _('未住宿')} · {m.masked}",
            }
            for m in matches
        ),
    ]


def _record(request: ActorRequest, person_ids: Sequence[int], fields: Sequence[str] = SEEN) -> None:
    if person_ids:
        audit.record_read(
            request.actor,
            person_ids=list(person_ids),
            fields=fields,
            action="reception.panel",
            at=request.at,
        )
