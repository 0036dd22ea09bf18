"""What of a plan is kept as ciphertext, and how it is read again."""

from __future__ import annotations

from datetime import date
from typing import Any

from anju.domains.health.children.queries.sealing import opened, opened_many, sealed
from anju.domains.health.plans.data import Birth, Dating
from anju.foundation.crypto import blind_index
from anju.foundation.crypto.binding import BoundColumn

PLAN, CODE, VISIT, REFERRAL, ANSWER = (
    "health.plan",
    "health.plan_code",
    "health.visit",
    "health.referral",
    "health.referral_answer",
)
_TALLY = "health.tally"
BOUND = (
    BoundColumn("health_plan", "facts_cipher", "id", (PLAN,)),
    BoundColumn("health_plan", "code_cipher", "id", (CODE,)),
    BoundColumn("health_visit", "facts_cipher", "id", (VISIT,)),
    BoundColumn("health_referral", "facts_cipher", "id", (REFERRAL,)),
    BoundColumn("health_referral", "answer_cipher", "id", (ANSWER,)),
)
Facts = dict[str, Any]
__all__ = [
    "ANSWER",
    "BOUND",
    "CODE",
    "PLAN",
    "REFERRAL",
    "VISIT",
    "Facts",
    "birth_in",
    "code_of",
    "dating_in",
    "day_of",
    "opened",
    "opened_many",
    "sealed",
    "text_of",
    "who",
]


def code_of(code: str) -> bytes:
    """A booklet's code, as typed or scanned, as a keyed hash."""
    bare = "".join(c for c in code.upper() if c.isalnum())
    return blind_index(bare.removeprefix("MZ") if len(bare) > 12 else bare, CODE) if bare else b""


def who(of: str, number: int) -> bytes:
    """Somebody who is counted, as a keyed hash."""
    return blind_index(f"{of}:{number}", _TALLY)


def text_of(day: date | None) -> str:
    """A day as it stands in facts."""
    return day.isoformat() if day else ""


def day_of(text: str) -> date | None:
    """The day that stands in facts."""
    return date.fromisoformat(text) if text else None


def dating_in(facts: Facts) -> Dating:
    """What the facts of a woman's plan say of her weeks."""
    return Dating(day_of(facts["period"]), day_of(facts["scan"]), facts["scan_days"])


def birth_in(facts: Facts) -> Birth | None:
    """The birth, once it is recorded."""
    day = day_of(facts["birth"])
    return Birth(day, facts["living"], day_of(facts["discharge"])) if day else None
