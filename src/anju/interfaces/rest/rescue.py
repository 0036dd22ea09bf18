"""``/rescue``: who is at the token's stations, taking in, steps, leaving; counts. ``/supplies``: free supplies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Query, Router, Schema
from pydantic import ConfigDict, Field

from anju.domains.casework.api import rescue, stock
from anju.domains.casework.api.rescue import Departure, Facts, Intake, Mark, StayLine, Step, Way
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.errors import NotFound, Refused
from anju.interfaces.rest import pages
from anju.interfaces.rest.auth import Purpose, TokenRequest, for_people
from anju.interfaces.rest.cases import Key
from anju.interfaces.rest.errors import ERRORS, Problem

router = Router()
Words = Annotated[str, Field(max_length=1000)]
Short = Annotated[str, Field(max_length=100)]
Number = Annotated[int, Field(ge=1, le=2**63 - 1)]


class DutyOut(Schema):
    """What the law asks for: until when, whether it is late. `due_at` of what is owed at once: when it began."""

    code: str
    zh: str
    en: str
    source: str
    due_at: datetime | None
    at_once: bool


class StayOut(Schema):
    """Somebody at a station. `called`: the name once it is known, before that the code; numbers are not handed out."""

    id: int
    station: int
    number: str
    code: str
    called: str
    identity: str
    sex: str
    age: int
    minor: bool
    marks: list[str]
    state: str
    bed: str
    arrived_at: datetime
    left_at: datetime | None
    way: str
    owed: list[DutyOut]


class StationOut(Schema):
    """A rescue station."""

    id: int
    name: str
    region: str
    address: str
    phone: str


class CountsOut(Schema):
    """Counts of a station; -1: fewer than three, not disclosed."""

    station: StationOut
    counts: dict[str, int]


class AdmitIn(Schema):
    """Somebody who came. `age`: as stated or estimated; nothing else need be known. The same `key` changes nothing."""

    model_config = ConfigDict(extra="forbid")

    station: Number
    sex: Literal["1", "2"]
    age: Annotated[int, Field(ge=0, le=120)] | None = None
    birth_date: date | None = None
    name: Short = ""
    number: Short = ""
    origin: Short = ""
    kin: Short = ""
    since: Annotated[str, Field(pattern=r"^(\d{4}-\d{2}-\d{2})?$")] = ""
    brought_by: Short = ""
    needs: Words = ""
    marks: Annotated[
        list[Literal["disabled", "unable", "trafficked", "ill"]], Field(max_length=4)
    ] = []
    bed: Number | None = None
    companion: Number | None = None
    hospital: Words = ""
    key: Key


class StayStep(Schema):
    """A step. `note` with one of the words of `kind`; `leave` with a `way`; `bed` with a bed."""

    model_config = ConfigDict(extra="forbid")

    step: Literal["note", "bed", "kin_wish", "marks", "keep", "give_back", "missing", "leave"]
    kind: Annotated[str, Field(max_length=12, pattern=r"^[a-z_]*$")] = ""
    text: Words = ""
    bed: Number | None = None
    wishes: bool = False
    marks: Annotated[
        list[Literal["disabled", "unable", "trafficked", "ill"]], Field(max_length=4)
    ] = []
    thing: Number | None = None
    signed_by: Short = ""
    way: Annotated[str, Field(max_length=8, pattern=r"^[a-z]*$")] = ""
    receiver: Short = ""
    signed: bool = False
    key: Key


class Made(Schema):
    """What was made."""

    id: int


class SupplyOut(Schema):
    """An item of a point: how many may be given now, whether it runs short."""

    id: int
    name: str
    unit: str
    usable: int
    on_hand: int
    short: bool


class PointOut(Schema):
    """A point of issue and what it has."""

    id: int
    name: str
    region: str
    address: str
    offer: str
    items: list[SupplyOut]


class Given(Schema):
    """So many were given, over the desk or by the machine. Nobody is named. The same `key` changes nothing."""

    model_config = ConfigDict(extra="forbid")

    item: Number
    quantity: Annotated[int, Field(ge=1, le=1_000_000)]
    way: Literal["counter", "machine"] = "machine"
    key: Key


def _station(found: rescue.Station) -> StationOut:
    return StationOut(
        id=found.id,
        name=found.name,
        region=found.region,
        address=found.address,
        phone=found.phone,
    )


def _out(line: StayLine) -> StayOut:
    return StayOut(
        id=line.id,
        station=line.station_id,
        number=line.number,
        code=line.code,
        called=line.called,
        identity=line.identity.value,
        sex=line.sex,
        age=line.age,
        minor=line.minor,
        marks=sorted(m.value for m in line.marks),
        state=line.state.value,
        bed=line.bed,
        arrived_at=line.arrived_at,
        left_at=line.left_at,
        way=line.way,
        owed=[
            DutyOut(
                code=d.duty.code,
                zh=d.duty.words[0],
                en=d.duty.words[1],
                source=d.duty.source[0],
                due_at=d.due,
                at_once=d.status is None,
            )
            for d in line.open_duties
        ],
    )


def _record(actor: Actor, lines: list[StayLine], action: str, at: datetime) -> None:
    if lines:
        audit.record_list(
            actor,
            action=action,
            subject_kind="rescue_stay",
            subject_id=",".join(str(s.id) for s in lines),
            fields=["rescue"],
            at=at,
        )
        linked = [s.person_id for s in lines if s.person_id is not None]
        audit.record_read(actor, person_ids=linked, fields=["rescue"], action=action, at=at)


@router.get(
    "/rescue/stations", response={200: list[StationOut], ERRORS: Problem}, summary="Stations"
)
def stations(request: TokenRequest) -> list[StationOut]:
    """All open rescue stations: where help is found at any hour."""
    return [_station(s) for s in rescue.public_stations()]


@router.get("/rescue/counts", response={200: list[CountsOut], ERRORS: Problem}, summary="Counts")
def counts(request: TokenRequest, first: date, last: date) -> list[CountsOut]:
    """Counts of the stations in the token's area, from the first to the last day. Numbers alone."""
    request.actor.require(rescue.MANAGE)
    found = rescue.figures(request.actor, first, last, at=request.at)
    return [CountsOut(station=_station(f.station), counts=dict(f.counts)) for f in found]


@router.get("/rescue/stays", response={200: list[StayOut], ERRORS: Problem}, summary="Who is here")
def here(
    request: TokenRequest,
    station: Annotated[int | None, Query(ge=1, le=2**63 - 1)] = None,
    x_purpose: Purpose = None,
) -> list[StayOut]:
    """Everybody at one of the token's own stations (the first, where none is named), those to whom something is due
    first."""
    actor = for_people(request, x_purpose, rescue.SEE)
    own = [s for s in rescue.own_stations(actor) if station in (None, s.id)]
    if not own:
        raise NotFound("rescue_station_unknown")
    found = rescue.present(own[0].id, at=request.at)
    _record(actor, found, "api.rescue.here", request.at)
    return [_out(s) for s in found]


@router.get(
    "/rescue/stays/{rescue_id}", response={200: StayOut, ERRORS: Problem}, summary="One stay"
)
def one(request: TokenRequest, rescue_id: pages.Id, x_purpose: Purpose = None) -> StayOut:
    """One stay at one of the token's own stations."""
    actor = for_people(request, x_purpose, rescue.SEE)
    found = rescue.stay(rescue_id, actor=actor, at=request.at)
    _record(actor, [found.line], "api.rescue.stay", request.at)
    return _out(found.line)


@router.post("/rescue/stays", response={200: Made, ERRORS: Problem}, summary="Take somebody in")
def admit(request: TokenRequest, body: AdmitIn) -> Made:
    """Take somebody in; 409 `rescue_bed_taken` when the bed was given meanwhile."""
    request.actor.require(rescue.WORK)
    intake = Intake(
        body.sex,
        body.age,
        body.birth_date,
        Facts(body.name, body.number, body.origin, body.kin, body.since),
        brought_by=body.brought_by,
        needs=body.needs,
        marks=frozenset(map(Mark, body.marks)),
        bed_id=body.bed,
        companion=body.companion,
        hospital=body.hospital,
    )
    made = rescue.admit(body.station, intake, key=body.key, actor=request.actor, at=request.at)
    return Made(id=made)


@router.post(
    "/rescue/stays/{rescue_id}/steps",
    response={200: StayOut, ERRORS: Problem},
    summary="Take a step",
)
def step(request: TokenRequest, rescue_id: pages.Id, body: StayStep) -> StayOut:
    """Take a step in a stay. The same `key` again changes nothing."""
    actor = request.actor
    actor.require(rescue.WORK)
    common: dict[str, Any] = {"key": body.key, "actor": actor, "at": request.at}
    steps: dict[str, Callable[[], object]] = {
        "note": lambda: rescue.note_step(rescue_id, _step(body.kind), body.text, **common),
        "bed": lambda: rescue.give_bed(rescue_id, body.bed or 0, **common),
        "kin_wish": lambda: rescue.set_kin_wish(rescue_id, body.wishes, **common),
        "marks": lambda: rescue.set_marks(rescue_id, [Mark(m) for m in body.marks], **common),
        "keep": lambda: rescue.keep(rescue_id, body.text, **common),
        "give_back": lambda: rescue.give_back(
            rescue_id, body.thing or 0, signed_by=body.signed_by, **common
        ),
        "missing": lambda: rescue.report_missing(rescue_id, body.text, **common),
        "leave": lambda: rescue.leave(
            rescue_id,
            Departure(_way(body.way), body.text, body.receiver, signed=body.signed),
            **common,
        ),
    }
    steps[body.step]()
    found = rescue.stay(rescue_id, actor=actor, at=request.at)
    _record(actor, [found.line], "api.rescue.stay", request.at)
    return _out(found.line)


def _step(code: str) -> Step:
    if code not in [s.value for s in rescue.NOTED]:
        raise Refused("rescue_step_unknown")
    return Step(code)


def _way(code: str) -> Way:
    if code not in [w.value for w in Way]:
        raise Refused("rescue_step_unknown")
    return Way(code)


@router.get("/supplies", response={200: list[PointOut], ERRORS: Problem}, summary="Free supplies")
def supplies(request: TokenRequest) -> list[PointOut]:
    """Where free supplies are given, and what there is now."""
    found = stock.public_points()
    held = stock.stock([p.id for p in found], local_date(request.at))
    return [
        PointOut(
            id=p.id,
            name=p.name,
            region=p.region,
            address=p.address,
            offer=p.offer.value,
            items=[
                SupplyOut(
                    id=x.id,
                    name=x.name,
                    unit=x.unit,
                    usable=x.usable,
                    on_hand=x.on_hand,
                    short=x.short,
                )
                for x in held[p.id]
            ],
        )
        for p in found
    ]


@router.post(
    "/supplies/{point_id}/issues",
    response={200: Made, ERRORS: Problem},
    summary="Note what was given",
)
def given(request: TokenRequest, point_id: pages.Id, body: Given) -> Made:
    """Note what a desk or a machine gave. To whom is asked nowhere."""
    request.actor.require(stock.KEEP)
    stock.issue(
        point_id,
        body.item,
        body.quantity,
        way=body.way,
        key=body.key,
        actor=request.actor,
        at=request.at,
    )
    return Made(id=point_id)
