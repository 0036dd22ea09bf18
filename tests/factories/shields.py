"""Questions about shielded persons, as tests enter and answer them."""

from __future__ import annotations

from anju.domains.exchange.api import answers, shields
from anju.foundation.actor import Actor, Grant
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from tests.factories.register import PLATFORM, STREET


def keeper(user: int, region: str = STREET) -> Actor:
    may = frozenset({"person.see", "person.trail"})
    return Actor("staff", user, f"街道{user}", (Grant("street", may, region=region),))


def shielded(person: int, region: str = STREET) -> None:
    with acting(PLATFORM):
        answers.shield(person, region=region, reason="witness", actor=PLATFORM, at=now())


def entered(person: int, actor: Actor | None = None, **changed: object) -> int:
    actor = actor or keeper(9901)
    facts = {
        "asker": "浏阳市人民法院",
        "basis": "court",
        "reference": "（2026）湘0181民初1号",
        "asked": ["address", "since"],
        "key": "q",
        **changed,
    }
    with acting(actor):
        return shields.enter_enquiry(person, **facts, actor=actor, at=now())  # type: ignore[arg-type]


def disclosed(person: int, region: str = STREET) -> int:
    """Asked by one and answered by another; the person is shielded no longer."""
    shielded(person, region)
    number = entered(person, keeper(9901, region))
    other = keeper(9902, region)
    with acting(other):
        shields.answer_enquiry(number, actor=other, at=now())
    with acting(PLATFORM):
        answers.end_shield(person, actor=PLATFORM, at=now())
    return number
