"""What the pages of a rescue station share: whose station, the trace of reading, people and duties in words, forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from anju.domains.casework.api import rescue
from anju.domains.casework.api.rescue import DutyStatus, Mark, Station, StayLine, Ward
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import CHINA
from anju.foundation.days import day_in
from anju.foundation.errors import NotFound, Refused
from anju.interfaces.texts import labels
from anju.interfaces.texts import rescue as words
from anju.interfaces.web.choosing import label, offered
from anju.interfaces.web.office.links import link, record_number
from anju.interfaces.web.session import ActorRequest

SEXES = offered(labels.SEXES, "1", "2")


def station_asked(request: ActorRequest) -> tuple[Station, list[Station]]:
    """The station the page is about (``station``, otherwise the first own one), and all own ones. `NotAllowed` for who
    works at none; `NotFound` ``rescue_station_unknown``."""
    request.actor.require(rescue.SEE)
    own = rescue.own_stations(request.actor)
    number = record_number(request.POST.get("station") or request.GET.get("station", ""))
    found = next((s for s in own if number in (None, s.id)), None)
    if found is None:
        raise NotFound("rescue_station_unknown")
    return found, own


def record(
    actor: Actor, lines: Sequence[StayLine], *, action: str, at: datetime, reveal: bool = False
) -> None:
    """Record that these stays were looked at, or that a number was shown in full; of linked ones with the person."""
    if not lines:
        return
    audit.record_list(
        actor,
        action=action,
        subject_kind="rescue_stay",
        subject_id=",".join(str(line.id) for line in lines),
        fields=["rescue"],
        at=at,
        reveal=reveal,
    )
    audit.record_read(
        actor,
        person_ids=[line.person_id for line in lines if line.person_id is not None],
        fields=["rescue"],
        action=action,
        at=at,
        reveal=reveal,
    )


def which() -> int:
    """0 for Chinese, 1 for English: the place of words in a pair."""
    return 0 if (get_language() or "zh").startswith("zh") else 1


def line_shown(line: StayLine, now: datetime) -> dict[str, Any]:
    """Somebody as lists and pages show them."""
    return {
        "line": line,
        "url": link("office:rescue_stay", line.id),
        "sex": label(labels.SEXES, line.sex),
        "state": label(words.STATES, line.state.value),
        "identity": label(words.IDENTITIES, line.identity.value),
        "marks": [label(words.MARKS, m.value) for m in Mark if m in line.marks],
        "ward": label(words.WARDS, line.ward) if line.ward else "",
        "way": label(words.WAYS, line.way) if line.way else "",
        "days": (now.astimezone(CHINA).date() - line.arrived_at.astimezone(CHINA).date()).days,
        "duties": [duty_shown(d, now) for d in line.open_duties],
    }


def duty_shown(one: DutyStatus, now: datetime) -> dict[str, Any]:
    """A duty in words: what, since when or until when, by which rule."""
    n, due = which(), one.due
    at_once = one.status is None
    return {
        "code": one.duty.code,
        "text": one.duty.words[n],
        "source": one.duty.source[n],
        "open": one.open,
        "at_once": at_once,
        "due": None if at_once else due,
        "late": one.open and due is not None and (at_once or now > due),
        "done_at": one.done_at,
        "provisional": one.status is not None and one.status.provisional,
    }


def bed_groups(station_id: int, *, keep: int | None = None) -> list[dict[str, Any]]:
    """The beds that can be given, by ward, for a form."""
    free = [
        b for b in rescue.beds(station_id) if not b.closed and b.taken_by in (None, keep or None)
    ]
    return [
        {
            "ward": label(words.WARDS, ward.value),
            "beds": [(b.id, f"{b.room}-{b.label}") for b in free if b.ward is ward],
        }
        for ward in Ward
        if any(b.ward is ward for b in free)
    ]


def mark_choices() -> list[tuple[str, str]]:
    """What may be marked, with its words."""
    return [(m.value, label(words.MARKS, m.value)) for m in Mark]


def marks_sent(post: Any) -> frozenset[Mark]:  # noqa: ANN401 - a QueryDict
    """The marks a form sent; unknown ones are left out."""
    known = {m.value for m in Mark}
    return frozenset(Mark(m) for m in post.getlist("marks") if m in known)


def day_sent(text: str) -> date | None:
    """A day that may be left empty. `Refused` ``rescue_day`` for anything else."""
    if not text.strip():
        return None
    found = day_in(text.strip())
    if found is None:
        raise Refused("rescue_day")
    return found


def number_sent(text: str) -> int | None:
    """A whole number that may be left empty. `Refused` ``rescue_whole_number`` for anything else."""
    typed = text.strip()
    if not typed:
        return None
    if not typed.isdecimal() or len(typed) > 6:
        raise Refused("rescue_whole_number")
    return int(typed)


def moment_sent(text: str) -> datetime | None:
    """A moment of the wall clock, as a browser sends it. `Refused` ``rescue_day``."""
    typed = text.strip()
    if not typed:
        return None
    try:
        return datetime.fromisoformat(typed).replace(tzinfo=CHINA)
    except ValueError as error:
        raise Refused("rescue_day") from error


def counts_shown(counts: Mapping[str, int]) -> dict[str, str]:
    """Counts in words: a small one of a breakdown is not disclosed."""
    few = _("少于 %(n)s") % {"n": rescue.LEAST}
    return {k: few if v == rescue.HIDDEN else str(v) for k, v in counts.items()}
