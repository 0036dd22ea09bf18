"""What happens to one person of the town's permits, step by step, through the domain's public interface. Their
photographs are of nobody: a head and shoulders in plain colours before a light wall, drawn."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.conf import settings
from django.urls import reverse
from PIL import Image, ImageDraw

from anju.demo.divisions import TOWN
from anju.demo.load.permit_staff import PermitStaff, Role
from anju.demo.workplaces import PLANT
from anju.domains.permits.api import applications, lifecycle
from anju.domains.permits.api.applications import StageDecision, SupportingDocumentKind
from anju.foundation.actor import Actor
from anju.foundation.db.scope import acting

WIDTH, HEIGHT = 358, 441
"""Pixels of the photograph on a card (GA 461)."""
VARIETY = 12
_COATS = ((52, 66, 92), (96, 60, 58), (58, 86, 70), (88, 84, 96))
_SKINS = ((214, 178, 150), (205, 165, 136), (222, 190, 165))
_HAIR, _WALL, _COLLAR = (38, 34, 32), (243, 245, 248), (236, 236, 232)


@cache
def portrait(number: int) -> bytes:
    """The JPEG of one of `VARIETY` silhouettes; the same number gives the same bytes."""
    coat, skin, long_hair = _COATS[number % 4], _SKINS[number % 3], number % 2 == 1
    picture = Image.new("RGB", (WIDTH, HEIGHT), _WALL)
    pen = ImageDraw.Draw(picture)
    w, h = WIDTH, HEIGHT
    if long_hair:
        pen.rounded_rectangle((w * 0.26, h * 0.2, w * 0.74, h * 0.72), radius=60, fill=_HAIR)
    pen.rectangle((w * 0.42, h * 0.55, w * 0.58, h * 0.76), fill=skin)
    pen.ellipse((w * 0.08, h * 0.72, w * 0.92, h * 1.3), fill=coat)
    pen.polygon([(w * 0.4, h * 0.72), (w * 0.6, h * 0.72), (w * 0.5, h * 0.86)], fill=_COLLAR)
    pen.ellipse((w * 0.31, h * 0.2, w * 0.69, h * 0.66), fill=skin)
    pen.chord((w * 0.29, h * 0.15, w * 0.71, h * 0.6), 180, 360, fill=_HAIR)
    # Woven cloth and strands: an even surface would be measured as out of focus.
    for x in range(0, WIDTH, 4):
        pen.line((x, h * 0.9, x, h), fill=tuple(c + 40 for c in coat))
    for x in range(round(w * 0.34), round(w * 0.66), 4):
        pen.line((x, h * 0.2, x, h * 0.34), fill=(92, 84, 80))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90)
    return out.getvalue()


HAN, IDENTITY_CARD = "01", "111"
REFUSED = (
    ("permit_elsewhere", "本人在外市仍持有效居住证,请先在原地注销。"),
    ("papers_unproved", "租房合同与登记住址不一致。"),
    ("identity_unproved", "身份证已过期,请换领后再申请。"),
    ("other", "照片与本人不符,请本人到窗口重新拍摄。"),
)
CANCELLED = (("left", "已迁往外市居住"), ("local_hukou", "已在本市落户"), ("own_wish", ""))


@dataclass(frozen=True, slots=True)
class Case:
    """One person in one part."""

    role: Role
    person: int
    staff: PermitStaff

    def on(self, ago: int, hour: int) -> datetime:
        """An hour of that day, the minute the person's own."""
        return self.staff.moment(ago, hour, 7 * self.role.number + 3)

    @property
    def by_phone(self) -> bool:
        """Every third applies on the own phone."""
        return self.role.number % 3 == 0


STAGE_STAFF = ("counter02", "street01", "police")
"""Accounts of the three desks, in the order in which they decide."""


def prepare_batch(staff: PermitStaff, *, released: bool) -> None:
    """The waiting cards of the town become a batch; the counter's second pair of eyes releases it."""
    station, counter = staff.staff("police"), staff.staff("counter01")
    with acting(station):
        batch = lifecycle.prepare_batch(TOWN, actor=station, at=staff.moment(2, 9))
    if released:
        with acting(counter):
            lifecycle.export_batch(batch, actor=counter, at=staff.moment(2, 11))


def _begun(case: Case, at: datetime) -> tuple[int, Actor]:
    actor = (
        case.staff.holder(case.role, case.person)
        if case.by_phone
        else case.staff.staff("counter01")
    )
    with acting(actor):
        return applications.start(case.person, actor=actor, at=at), actor


def _applied(case: Case, ago: int, *, photo: bool = True) -> int:
    at = case.on(ago, 9)
    found, actor = _begun(case, at)
    with acting(actor):
        if photo:
            applications.add_supporting_document(
                found,
                kind=SupportingDocumentKind.PHOTO,
                data=portrait(case.person % VARIETY),
                actor=actor,
                at=at,
            )
        applications.submit(found, actor=actor, at=at, answers={"ethnicity": HAN})
    return found


def _reason(
    case: Case,
    application: int,
    username: str,
    at: datetime,
    decision: StageDecision = StageDecision.AGREE,
    **more: str | tuple[str, ...],
) -> int | None:
    """A desk decides, having looked; the permit's id once there is one.

    Whoever moved meanwhile is decided on anew from the first desk on.
    """
    outcome = _decide(case, application, username, at, decision, **more)
    if outcome.moved:
        for earlier in STAGE_STAFF[: STAGE_STAFF.index(username)]:
            _decide(case, application, earlier, at, StageDecision.AGREE)
        outcome = _decide(case, application, username, at, decision, **more)
    return outcome.permit_id


def _decide(
    case: Case,
    application: int,
    username: str,
    at: datetime,
    decision: StageDecision,
    **more: str | tuple[str, ...],
) -> applications.Outcome:
    actor = case.staff.staff(username)
    with acting(actor):
        seen = applications.application(application)
        if seen is None:
            raise LookupError(application)
        return applications.decide(
            application,
            decision=decision,
            seen=seen.view.version,
            actor=actor,
            at=at,
            reasons=tuple(more.get("reasons", ())),
            note=str(more.get("note", "")),
        )


def _advised(case: Case, application: int, ago: int) -> None:
    """Community and street have said yes by that day."""
    _reason(case, application, "counter02", case.on(ago, 10))
    _reason(case, application, "street01", case.on(ago, 14))


def _approved(case: Case, issued: int) -> int:
    found = _applied(case, issued + 6)
    _advised(case, found, issued + 2)
    permit = _reason(case, found, "police", case.on(issued, 15))
    if permit is None:
        raise LookupError(found)
    return permit


def _made(case: Case, issued: int) -> int:
    permit, station = _approved(case, issued), case.staff.staff("police")
    with acting(station):
        card = lifecycle.cards_of(permit)[0]
        lifecycle.made_here(
            card.id, serial=f"D{card.id:09d}", actor=station, at=case.on(issued - 3, 10)
        )
    return permit


def _held(case: Case, issued: int) -> int:
    permit, counter = _made(case, issued), case.staff.staff("counter01")
    with acting(counter):
        lifecycle.hand_over(
            lifecycle.cards_of(permit)[0].id,
            actor=counter,
            at=case.on(issued - 5, 16),
            shown=IDENTITY_CARD,
        )
    return permit


def _endorsed(case: Case) -> None:
    counter, permit = case.staff.staff("counter01"), _held(case, case.role.ago)
    with acting(counter):
        lifecycle.endorse(permit, actor=counter, at=case.on(case.role.ago - 355, 10))


def _lost(case: Case, *, again: bool = False) -> None:
    counter, permit = case.staff.staff("counter02"), _held(case, case.role.ago)
    with acting(counter):
        lifecycle.report_loss(permit, actor=counter, at=case.on(4 + case.role.number, 11))
        if again:
            lifecycle.order_card(
                permit, reason="lost", actor=counter, at=case.on(3 + case.role.number, 11)
            )


def _cancelled(case: Case) -> None:
    station, permit = case.staff.staff("police"), _held(case, case.role.ago)
    reason, note = CANCELLED[case.role.number % len(CANCELLED)]
    with acting(station):
        lifecycle.cancel(
            permit, reason=reason, note=note, actor=station, at=case.on(case.role.ago - 50, 10)
        )


def _withdrawn(case: Case) -> None:
    station, permit = case.staff.staff("police"), _held(case, case.role.ago)
    with acting(station):
        lifecycle.withdraw(
            permit,
            reason="lent",
            note="将居住证出借他人使用,依法收回。",
            actor=station,
            at=case.on(case.role.ago - 80, 10),
        )


def _station(case: Case) -> None:
    _advised(case, _applied(case, case.role.ago), case.role.ago - 2)


def _street(case: Case) -> None:
    _reason(case, _applied(case, case.role.ago), "counter02", case.on(case.role.ago - 1, 15))


def _refused(case: Case) -> None:
    found = _applied(case, case.role.ago)
    _advised(case, found, case.role.ago - 1)
    reason, note = REFUSED[case.role.number % len(REFUSED)]
    _reason(
        case,
        found,
        "police",
        case.on(case.role.ago - 2, 10),
        StageDecision.REFUSE,
        reasons=(reason,),
        note=note,
    )


def _taken_back(case: Case) -> None:
    found, counter = _applied(case, case.role.ago), case.staff.staff("counter01")
    with acting(counter):
        applications.withdraw(
            found, actor=counter, at=case.on(case.role.ago - 1, 10), note="本人到窗口撤回申请"
        )


def _confirming(case: Case) -> None:
    personnel = case.staff.employer_actor(PLANT)
    with acting(personnel):
        applications.enter_staff(
            case.staff.ground.plant,
            [case.person],
            actor=personnel,
            at=case.on(case.role.ago, 10),
            link=lambda token: settings.PUBLIC_URL + reverse("resident:permit_link", args=[token]),
        )


HISTORIES: dict[str, Callable[[Case], object]] = {
    "exported": lambda case: _approved(case, case.role.ago),
    "batched": lambda case: _approved(case, case.role.ago),
    "waiting_card": lambda case: _approved(case, case.role.ago),
    "suspended": lambda case: _held(case, case.role.ago),
    "endorsed": _endorsed,
    "due": lambda case: _held(case, case.role.ago),
    "lost": _lost,
    "replacing": lambda case: _lost(case, again=True),
    "cancelled": _cancelled,
    "withdrawn": _withdrawn,
    "active": lambda case: _held(case, case.role.ago),
    "own": lambda case: _held(case, case.role.ago),
    "ready": lambda case: _made(case, case.role.ago),
    "community": lambda case: _applied(case, case.role.ago),
    "street": _street,
    "station": _station,
    "due_soon": _station,
    "refused": _refused,
    "taken_back": _taken_back,
    "draft": lambda case: _begun(case, case.on(case.role.ago, 11)),
    "incomplete": lambda case: _applied(case, case.role.ago, photo=False),
    "confirming": _confirming,
}
"""Part → what is done. Suspended ones are turned by the night's round over all, as everywhere."""
