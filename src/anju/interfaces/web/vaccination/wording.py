"""What the engine says of doses, in the words of the reader: groups and what is next, doses and what counts."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import get_language

from anju.domains.health.api import Evaluation, Forecast, GroupAnswer, Schedule
from anju.domains.health.api.doses import Dose, DoseState, Picture, late_from, recommended
from anju.interfaces.texts import health as words
from anju.interfaces.texts.vaccination import DOSES, STATES, WHY
from anju.interfaces.web.choosing import label, reader_text

TURN = ("late", "now", "ahead")
"""Groups stand in this order: what is late, what can be given now, what comes later; then the rest."""


def chosen(zh: str, en: str) -> str:
    """The words of the reader's language."""
    return zh if (get_language() or "zh").startswith("zh") else en


def vaccine_name(schedule: Schedule, code: str) -> str:
    """What a vaccine, a group or an observation is called; the code where the schedule knows no name."""
    named = schedule.names.get(code)
    return chosen(named.zh, named.en) if named else code


def rule(schedule: Schedule, code: str) -> dict[str, str]:
    """The text and the source of a clause; empty where there is none."""
    clause = schedule.clauses.get(code)
    if clause is None:
        return {}
    return {"text": chosen(clause.zh, clause.en), "source": clause.source}


def vaccines(schedule: Schedule) -> list[tuple[str, str]]:
    """Every vaccine of the schedule, for a form."""
    return [(code, vaccine_name(schedule, code)) for code in schedule.vaccines]


def group(schedule: Schedule, answer: GroupAnswer, today: date) -> dict[str, Any]:
    """A vaccine group: its doses and what is next."""
    return {
        "code": answer.group,
        "name": vaccine_name(schedule, answer.group),
        "doses": [evaluated(schedule, e) for e in answer.evaluations],
        "next": upcoming(schedule, answer.forecast, today),
    }


def evaluated(schedule: Schedule, evaluation: Evaluation) -> dict[str, Any]:
    """A dose and what it counts for."""
    counted = evaluation.status == "valid"
    return {
        "day": date.fromordinal(evaluation.given.day),
        "vaccine": vaccine_name(schedule, evaluation.given.code),
        "counts": reader_text(DOSES[evaluation.status]),
        "why": reader_text(WHY[evaluation.reason]),
        "counted": counted,
        "number": evaluation.number,
        "rule": {} if counted else rule(schedule, evaluation.clause),
    }


def upcoming(schedule: Schedule, forecast: Forecast, today: date) -> dict[str, Any]:
    """How far a group is, and the next dose: from which day, until when, by which rule."""
    day = today.toordinal()
    state, first = forecast.status.value, recommended(forecast)
    if first is not None:
        late = late_from(forecast)
        state = "ahead" if first > day else "late" if late is not None and late <= day else "now"
    return {
        "state": reader_text(STATES[state]),
        "code": state,
        "number": forecast.number,
        "from": date.fromordinal(first) if first is not None else None,
        "until": date.fromordinal(forecast.past_due) if forecast.past_due is not None else None,
        "vaccines": [vaccine_name(schedule, c) for c in forecast.vaccines],
        "codes": forecast.vaccines,
        "rule": rule(schedule, forecast.clause),
    }


def shown(picture: Picture) -> dict[str, Any]:
    """A child's picture for a page: groups in order of urgency, every dose on file, what is undecided."""
    groups = [group(picture.schedule, a, picture.today) for a in picture.answers]
    turn = {code: n for n, code in enumerate(TURN)}
    groups.sort(key=lambda g: turn.get(g["next"]["code"], len(TURN)))
    pairs = [(dose(picture, p.counts), dose(picture, p.doubtful)) for p in picture.undecided]
    title = picture.schedule.title
    return {
        "groups": groups,
        "due": [g for g in groups if g["next"]["code"] in ("late", "now")],
        "doses": [dose(picture, d) for d in picture.doses],
        "standing": [dose(picture, d) for d in picture.doses if d.state is DoseState.STANDS],
        "undecided": pairs,
        "schedule": chosen(title.zh, title.en),
        "today": picture.today,
    }


def dose(picture: Picture, one: Dose) -> dict[str, Any]:
    """A dose on file with its source and what it counts for."""
    found = picture.evaluations.get(one.id, ())
    return {
        "one": one,
        "vaccine": vaccine_name(picture.schedule, one.vaccine),
        "source": label(words.SOURCES, one.source),
        "site": label(words.SITES, one.site) if one.site else "",
        "state": label(words.DOSE_STATES, one.state),
        "stands": one.state is DoseState.STANDS,
        "counts": [evaluated(picture.schedule, e) for e in found],
        "valid": any(e.status == "valid" for e in found),
    }
