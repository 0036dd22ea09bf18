"""Who may leave how. Staying is voluntary: an adult who can judge their own acts is never held. Nobody under the age of
the law leaves alone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from anju.domains.casework.rescue.data import ALONE, HANDED_OVER, Bounds, Mark, Way
from anju.foundation.errors import NotAllowed, Refused


@dataclass(frozen=True, slots=True)
class Leaving:
    """How somebody is to leave. `receiver`: who takes them over; `signed`: the word was signed; `agreed`: the head of
    the station acts; `police_notified`: a report to the police is on record."""

    way: Way
    age: int
    marks: Collection[Mark]
    receiver: str = ""
    signed: bool = False
    agreed: bool = False
    police_notified: bool = False
    kept: int = 0
    """Things that the station still keeps for them."""
    words: str = ""


def only_with_others(age: int, marks: Collection[Mark], bounds: Bounds) -> bool:
    """Whether somebody must not go alone: too young, or unable to judge their own acts."""
    return age < bounds.alone_from or Mark.UNABLE in marks


def require_may_leave(leaving: Leaving, bounds: Bounds) -> None:
    """Raise unless somebody may leave in that way.

    `Refused` ``rescue_young_alone`` (`age`), ``rescue_unable_alone``, ``rescue_disabled_ticket``,
    ``rescue_receiver_missing``, ``rescue_word_unsigned``, ``rescue_police_first``, ``rescue_property_kept`` (`n`),
    ``rescue_words_missing``; `NotAllowed` ``rescue_head_agrees`` for a minor who goes alone without the head.
    """
    way, age, marks = leaving.way, leaving.age, leaving.marks
    alone = way in ALONE or way is Way.UNSEEN
    if alone and age < bounds.alone_from:
        raise Refused("rescue_young_alone", age=bounds.alone_from)
    if alone and Mark.UNABLE in marks:
        raise Refused("rescue_unable_alone")
    if way is Way.TICKET and Mark.DISABLED in marks:
        raise Refused("rescue_disabled_ticket")
    if way in ALONE and age < bounds.minor_below and not leaving.agreed:
        raise NotAllowed("rescue_head_agrees", age=bounds.minor_below)
    if way is Way.WORD and not leaving.signed:
        raise Refused("rescue_word_unsigned")
    if way in HANDED_OVER and not leaving.receiver.strip():
        raise Refused("rescue_receiver_missing")
    if way is Way.KIN and Mark.TRAFFICKED in marks and not leaving.police_notified:
        raise Refused("rescue_police_first")
    if way in (Way.UNSEEN, Way.DECEASED, Way.TICKET) and not leaving.words.strip():
        raise Refused("rescue_words_missing")
    if leaving.kept and way not in (Way.UNSEEN, Way.DECEASED):
        raise Refused("rescue_property_kept", n=leaving.kept)
