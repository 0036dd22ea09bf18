"""People and offices around a case: who files, who handles, who helps, who must see nothing."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta

from anju.domains.casework.api import cases
from anju.foundation.actor import Actor, Grant
from anju.foundation.db.scope import acting
from tests.factories.register import HERE, OTHER_STREET, STREET, Street

DISTRICT = STREET[:6]
CLERK = frozenset({"person.see", "case.see", "case.enter", "case.handle"})
_keys = itertools.count()


def key() -> str:
    return f"t{next(_keys)}"


def clerk(region: str = DISTRICT, user: int = 51, *, permissions: frozenset[str] = CLERK) -> Actor:
    return Actor("staff", user, f"办事员{user}", (Grant("street", permissions, region=region),))


def person(person_id: int | None, user: int = 41) -> Actor:
    return Actor("public", user, "居民", (), person_id=person_id)


def wage(street: Street, **change: str) -> dict[str, str]:
    day = street.today
    return {
        "debtor": "浏阳某建筑队",
        "amount_owed": "12,800",
        "owed_from": (day - timedelta(days=90)).isoformat(),
        **change,
    }


def filed(
    street: Street,
    actor: Actor | None = None,
    code: str = "wage_claim",
    *,
    at: datetime | None = None,
    request: str = "",
    person_id: int | None = None,
    **change: str,
) -> int:
    who = street.resident if person_id is None else person_id
    actor = actor or person(street.resident)
    answers = wage(street, **change) if code == "wage_claim" else change
    with acting(actor):
        return cases.file_case(
            who, code, answers, key=request or key(), actor=actor, at=at or street.at
        )


def did(step, case_id: int, actor: Actor, at: datetime, *args: object, **more: object) -> None:
    with acting(actor):
        step(case_id, *args, key=more.pop("request", "") or key(), actor=actor, at=at, **more)


def seen(case_id: int, actor: Actor, at: datetime) -> cases.CaseRecord:
    with acting(actor):
        return cases.case(case_id, actor=actor, at=at)


def version(case_id: int, actor: Actor, at: datetime) -> int:
    return seen(case_id, actor, at).line.version


__all__ = ["HERE", "OTHER_STREET", "STREET"]
