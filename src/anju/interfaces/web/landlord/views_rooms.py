"""What a landlord sees: home, a building as a grid, a room, what is free, the list as Excel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anju.domains.housing.api import listings, premises, standards
from anju.domains.people import api as people
from anju.domains.places import api as places
from anju.domains.register import api as register
from anju.domains.register.api import ReviewView
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.errors import NotFound
from anju.interfaces.web.declaring import new_key, reason_text
from anju.interfaces.web.housing import findings
from anju.interfaces.web.landlord import own_rooms, own_vacancies
from anju.interfaces.web.landlord.own_rooms import LandlordBuilding, Room
from anju.interfaces.web.session import ActorRequest

SEEN = ("name", "document.masked", "phone.masked", "stay")
ASKED = ("name", "document.masked", "stay")


@require_safe
@own_rooms.for_landlords
def home(request: ActorRequest) -> HttpResponse:
    """What waits, how the rooms stand, the buildings."""
    all_houses = own_rooms.landlord_buildings(request)
    due = sum(h.count("due") for h in all_houses)
    over = sum(h.count("over") for h in all_houses)
    vacant = reverse("landlord:vacant")
    tiles = [
        {
            "label": _("住着"),
            "count": sum(h.people for h in all_houses),
            "icon": "users",
            "url": reverse("landlord:tenants"),
        },
        {
            "label": _("空房"),
            "count": sum(h.count("free") for h in all_houses),
            "icon": "door",
            "url": vacant,
        },
    ]
    if due:
        tiles.append(
            {
                "label": _("30 天内到期"),
                "count": due,
                "icon": "door-exit",
                "tone": "soon",
                "url": vacant + "#due",
            }
        )
    if over:
        tiles.append(
            {
                "label": _("超员"),
                "count": over,
                "icon": "alert-triangle",
                "tone": "late",
                "url": vacant + "#over",
            }
        )
    return render(
        request,
        "landlord/home.html",
        {
            "who": own_rooms.name_of(own_rooms.parties_of(request)),
            "confirm": waiting(request),
            "hazards": premises.open_hazards(
                buildings=[h.building.id for h in all_houses],
                homes=[r.home.id for h in all_houses for r in h.rooms],
            ),
            "tiles": tiles,
            "buildings": [_line(h) for h in all_houses],
        },
    )


def record_questions(request: ActorRequest, asked: Sequence[ReviewView]) -> None:
    """Record that these questions were shown, for the people they are about, also those who are on no record yet."""
    if asked:
        audit.record_read(
            request.actor,
            person_ids=register.people_of(declarations=[q.declaration_id for q in asked]),
            fields=ASKED,
            action="landlord.waiting",
            at=request.at,
        )
        audit.record_list(
            request.actor,
            action="landlord.waiting",
            subject_kind="review",
            fields=ASKED,
            at=request.at,
            subject_id=",".join(str(q.id) for q in asked[:5]),
        )


def waiting(request: ActorRequest) -> list[dict[str, object]]:
    """Tenants' own declarations that this landlord is asked about."""
    asked = [q for party in own_rooms.parties_of(request) for q in register.waiting_for(party)]
    record_questions(request, asked)
    codes = [q.item["home_code"] for q in asked if q.item.get("home_code")]
    homes = {code: places.home_by_code(code) for code in dict.fromkeys(codes)}
    out: list[dict[str, object]] = []
    for q in asked:
        where = homes.get(q.item.get("home_code", ""))
        title = (
            _("%(name)s说已搬走") if register.closes(q.item["kind"]) else _("%(name)s说住在这里")
        )
        out.append(
            {
                "title": title % {"name": q.item.get("name", "")},
                "text": where.text if where else "",
                "due": q.staff_from,
                "late": q.staff_from <= request.at,
                "url": reverse("landlord:answer", args=[q.id]),
            }
        )
    return out


def _line(building: LandlordBuilding) -> dict[str, object]:
    let = len(building.rooms) - building.count("free")
    return {
        "name": building.building.title,
        "url": reverse("landlord:building", args=[building.building.id]),
        "rooms": len(building.rooms),
        "let": let,
        "width": str(round(100 * let / max(len(building.rooms), 1))),
        "over": building.count("over"),
        "due": building.count("due"),
        "verified": building.building.verified,
    }


@require_safe
@own_rooms.for_landlords
def building(request: ActorRequest, building_id: int) -> HttpResponse:
    """One building as floors and rooms."""
    building = next(
        (h for h in own_rooms.landlord_buildings(request) if h.building.id == building_id), None
    )
    if building is None:
        raise NotFound("building_unknown")
    return render(
        request,
        "landlord/building.html",
        {
            "house": building,
            "floors": building.floors,
            "back_url": reverse("landlord:home"),
            "empty_rooms": building.count("free"),
        },
    )


@require_safe
@own_rooms.for_landlords
def room(request: ActorRequest, code: str) -> HttpResponse:
    """Who lives in a room, masked, and what can be done about it."""
    return room_page(request, own_rooms.my_room(request, code))


@dataclass(frozen=True, slots=True)
class Panel:
    """A form of the room's page that could not be taken: it stays open with what was typed and what is wrong.
    `name`: ``out`` or ``lease``; `line`: of whose stay."""

    name: str
    line: int
    typed: str
    error: str


def room_page(request: ActorRequest, found: Room, panel: Panel | None = None) -> HttpResponse:
    """The page of a room, after a refused form with its panel."""
    today = local_date(request.at)
    coming = [s for s in register.history_of_home(found.home.id) if s.since > today]
    persons = people.persons([s.person_id for s in (*found.stays, *coming)])
    audit.record_read(
        request.actor, person_ids=list(persons), fields=SEEN, action="landlord.room", at=request.at
    )
    invited = {
        i.person_id: i
        for i in reversed(register.invitations_of(found.home.party, home_id=found.home.id))
    }
    tenants = [
        {
            "stay": s,
            "state": s.state_on(today),
            "person": persons[s.person_id],
            "document": next(iter(persons[s.person_id].documents), None),
            "invitation": invited.get(s.person_id),
            "key": new_key(),
            **({panel.name: panel} if panel and panel.line == s.line else {}),
        }
        for s in found.stays
        if s.person_id in persons
    ]
    return render(
        request,
        "landlord/room.html",
        {
            "room": found,
            "tenants": tenants,
            "today": today,
            "waiting": _waiting(request, found),
            "coming": [
                {"stay": s, "person": persons[s.person_id]}
                for s in reversed(coming)
                if s.person_id in persons
            ],
            "key": new_key(),
            "standards": findings.shown(standards.assess(found.home, at=request.at)),
            "state_url": reverse("landlord:dwelling", args=[found.home.code]),
            "offers": [
                own_vacancies.line(o)
                for o in listings.of_home(found.home.id, (found.home.party,))
                if o.view.state != "closed"
            ],
            "back_url": reverse("landlord:building", args=[found.home.building_id]),
        },
        status=422 if panel else 200,
    )


def _waiting(request: ActorRequest, room: Room) -> list[dict[str, object]]:
    """Who does not live here yet because somebody has still to answer: check-ins of this landlord, and what tenants
    declared of themselves and their families, with who is asked now."""
    asked = register.waiting_arrivals(room.home.id, party=room.home.party)
    if asked:
        audit.record_list(
            request.actor,
            action="landlord.room",
            subject_kind="declaration",
            subject_id=",".join(str(d["id"]) for d in asked[:5]),
            fields=ASKED,
            at=request.at,
        )
    return [
        {
            "name": d["item"].get("name", ""),
            "start": d["item"].get("start", ""),
            "due": d["due_at"],
            "at": d["said_at"],
            "channel": d["channel"],
            "why": reason_text(d["reason"]) if not d["asked"] else "",
            "answer": reverse("landlord:answer", args=[d["review"]]) if d["asked"] else "",
        }
        for d in asked
    ]


@require_safe
@own_rooms.for_landlords
def vacant(request: ActorRequest) -> HttpResponse:
    """Free rooms first, then those that end soon and those that hold too many."""
    rooms = [r for h in own_rooms.landlord_buildings(request) for r in h.rooms]
    groups = [
        (code, title, [r for r in rooms if r.state == code])
        for code, title in (("free", _("空房")), ("due", _("30 天内到期")), ("over", _("超员")))
    ]
    return render(
        request,
        "landlord/vacant.html",
        {
            "groups": groups,
            "back_url": reverse("landlord:home"),
            "checking_in": "check-in" in request.GET,
        },
    )
