"""Steps of care while somebody is at a station: needs, doctor, kin, notice, police, cash, a longer stay, a link to the
register."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, timedelta

from django.db import transaction

from anju.domains.casework.rescue.data import NOTED, Mark, StayState, Step
from anju.domains.casework.rescue.models import StayRow
from anju.domains.casework.rescue.operations import recording
from anju.domains.casework.rescue.queries.law import bounds
from anju.domains.casework.rescue.queries.stations import LEAD, holds_there
from anju.domains.casework.rescue.queries.stays import age_of, facts_of
from anju.domains.casework.rescue.rules.leaving import only_with_others
from anju.domains.people import api as people
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date
from anju.foundation.db.scope import as_intake_role
from anju.foundation.errors import NotAllowed, NotFound, Refused

MOST_EXTENSION = timedelta(days=92)
"""The longest a stay is extended at a time: then somebody looks at it again."""


def _step(
    stay_id: int,
    step: Step,
    *,
    key: str,
    actor: Actor,
    at: datetime,
    text: str = "",
    change: Callable[[StayRow], Mapping[str, str]] = lambda _row: {},
) -> None:
    """Take one step in a transaction; `change` changes the row and says what of it the history notes."""
    recording.see(stay_id, actor, key=key)
    with transaction.atomic(), as_intake_role():
        row = recording.held_for(stay_id, actor)
        if recording.known(row, key):
            return
        detail = change(row)
        recording.take(row, step, key=key, actor=actor, at=at, text=text, detail=detail)


def note_step(
    stay_id: int, step: Step, text: str = "", *, key: str, actor: Actor, at: datetime
) -> None:
    """Note a step that is words alone: a need, first aid, sent to hospital, back, care, kin, guardian, notice, police,
    DNA, placement. The same `key` again changes nothing.

    `NotFound` ``rescue_stay_unknown``; `Refused` ``rescue_step_unknown``, ``rescue_words_missing``, ``rescue_kin_wish``
    for contact with kin of an adult who did not agree; `Conflict` ``rescue_step``.
    """
    if step not in NOTED:
        raise Refused("rescue_step_unknown")

    def kin_wished(row: StayRow) -> Mapping[str, str]:
        if step is Step.KIN and row.kin_wish != "yes":
            held = bounds(row.region, local_date(at))
            by_law = age_of(row, local_date(at)) < held.minor_below or Mark.UNABLE in row.marks
            if not by_law:
                raise Refused("rescue_kin_wish")
        return {}

    _step(stay_id, step, key=key, actor=actor, at=at, text=text, change=kin_wished)


def set_marks(
    stay_id: int, marks: Collection[Mark], *, key: str, actor: Actor, at: datetime
) -> None:
    """Set what asks for steps of its own. The same `key` again changes nothing. `NotFound` ``rescue_stay_unknown``;
    `Conflict` ``rescue_step``."""

    def marked(row: StayRow) -> Mapping[str, str]:
        row.marks = sorted(m.value for m in set(marks))
        return {"marks": " ".join(row.marks)}

    _step(stay_id, Step.MARKED, key=key, actor=actor, at=at, change=marked)


def set_kin_wish(stay_id: int, wishes: bool, *, key: str, actor: Actor, at: datetime) -> None:
    """Note whether somebody agrees that kin are contacted. It may be taken back. `NotFound` ``rescue_stay_unknown``."""

    def wished(row: StayRow) -> Mapping[str, str]:
        row.kin_wish = "yes" if wishes else "no"
        return {"kin_wish": row.kin_wish}

    _step(stay_id, Step.KIN_WISH, key=key, actor=actor, at=at, change=wished)


def give_cash(
    stay_id: int, yuan: int, *, signed: bool, key: str, actor: Actor, at: datetime
) -> None:
    """Give some cash for the way, against a signature.

    `Refused` ``rescue_cash`` (`most`: what the law allows, in all), ``rescue_receipt_unsigned``.
    """
    if not signed:
        raise Refused("rescue_receipt_unsigned")

    def given(row: StayRow) -> Mapping[str, str]:
        most = bounds(row.region, local_date(at)).cash_most
        steps = row.steps.filter(step=Step.CASH.value).values_list("detail", flat=True)
        before = sum(int(d["yuan"]) for d in steps)
        if not 0 < yuan <= most - before:
            raise Refused("rescue_cash", most=most, given=before)
        return {"yuan": str(yuan)}

    _step(stay_id, Step.CASH, key=key, actor=actor, at=at, change=given)


def extend(stay_id: int, until: date, reason: str, *, key: str, actor: Actor, at: datetime) -> None:
    """Note that a longer stay was filed with the civil affairs office, and until when. By the head of the station.

    `NotAllowed` ``rescue_head_needed``; `Refused` ``rescue_until`` (`days`), ``rescue_words_missing``.
    """
    if not local_date(at) <= until <= local_date(at) + MOST_EXTENSION:
        raise Refused("rescue_until", days=MOST_EXTENSION.days)

    def extended(row: StayRow) -> Mapping[str, str]:
        if not holds_there(actor, LEAD, row.region):
            raise NotAllowed("rescue_head_needed")
        return {"until": until.isoformat()}

    _step(stay_id, Step.EXTENDED, key=key, actor=actor, at=at, text=reason, change=extended)


def report_missing(stay_id: int, text: str, *, key: str, actor: Actor, at: datetime) -> None:
    """Note that somebody who may not leave alone is not to be found: they stay on the book until they are found or
    handed over. `Refused` ``rescue_not_missing`` for somebody who may go; ``rescue_words_missing``."""

    def gone(row: StayRow) -> Mapping[str, str]:
        day = local_date(at)
        marks = frozenset(map(Mark, row.marks))
        if not only_with_others(age_of(row, day), marks, bounds(row.region, day)):
            raise Refused("rescue_not_missing")
        return {}

    _step(stay_id, Step.MISSING, key=key, actor=actor, at=at, text=text, change=gone)


def link(stay_id: int, *, wished: bool, key: str, actor: Actor, at: datetime) -> None:
    """Link a stay to the person's record, by the name and number they gave, because they wish it.

    `Refused` ``rescue_link_wish``, ``rescue_link_number`` without both; `NotFound` ``rescue_link_nobody``.
    """
    if not wished:
        raise Refused("rescue_link_wish")

    def linked(row: StayRow) -> Mapping[str, str]:
        facts = facts_of(row)
        if not facts.name or not facts.number:
            raise Refused("rescue_link_number")
        holder = people.holder_of(people.CITIZEN, "", facts.number)
        person = people.persons([holder]).get(holder) if holder else None
        if person is None or person.name != facts.name:
            raise NotFound("rescue_link_nobody")
        row.person_id = person.id
        return {}

    _step(stay_id, Step.LINKED, key=key, actor=actor, at=at, change=linked)


def unlink(stay_id: int, *, key: str, actor: Actor, at: datetime) -> None:
    """End the link, when the person wishes. `NotFound` ``rescue_stay_unknown``."""

    def unlinked(row: StayRow) -> Mapping[str, str]:
        row.person_id = None
        return {}

    _step(stay_id, Step.UNLINKED, key=key, actor=actor, at=at, change=unlinked)


def unlink_own(stay_id: int, *, key: str, actor: Actor, at: datetime) -> None:
    """End the link of one's own stay. `NotFound` ``rescue_stay_unknown``."""
    with transaction.atomic(), as_intake_role():
        row = StayRow.objects.select_for_update().filter(id=stay_id).first()
        if row is None or actor.person_id is None or row.person_id != actor.person_id:
            raise NotFound("rescue_stay_unknown")
        row.person_id = None
        recording.take(row, Step.UNLINKED, key=key, actor=actor, at=at)


def reopen(stay_id: int, text: str, *, key: str, actor: Actor, at: datetime) -> None:
    """Take back a leaving that was noted by mistake. By the head of the station. `NotAllowed` ``rescue_head_needed``;
    `Refused` ``rescue_words_missing``; `Conflict` ``rescue_step``."""

    def reopened(row: StayRow) -> Mapping[str, str]:
        if not holds_there(actor, LEAD, row.region):
            raise NotAllowed("rescue_head_needed")
        if row.state == StayState.LEFT.value:
            row.left_at, row.way = None, ""
        return {}

    _step(stay_id, Step.REOPENED, key=key, actor=actor, at=at, text=text, change=reopened)
