"""The rule by which votes are counted. It reads a roll, proxies and ballots, and knows no clock and no database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from anju.domains.groups.meetings.data import (
    ABSTAINED,
    AGAINST,
    MOST_ITEMS,
    MOST_OPTION,
    MOST_OPTIONS,
    MOST_TEXT,
    MOST_TITLE,
    PASSED,
    AgendaItem,
    Ballot,
    Base,
    Count,
    ItemKind,
    Majority,
    Outcome,
    Proxy,
    Quorum,
    Voter,
)
from anju.domains.groups.membership.rules import sound
from anju.foundation.errors import Refused


def count(
    voters: Iterable[Voter],
    proxies: Iterable[Proxy],
    ballots: Sequence[Ballot],
    *,
    quorum: Quorum,
    majority: Majority,
    options: tuple[str, ...] = (),
    closes: datetime,
) -> Count:
    """Count a vote that closes at a moment. Without `options` it is a motion.

    Who left the group by then is struck with their ballots and proxies. A voter is there in person who came and has not
    gone, or who cast an own ballot; a voter who is not is represented by the one their proxy was given to, if that one
    is there in person and holds it among the first they accepted. A vote counts once, whoever speaks for it; owners of
    a home who vote against each other make its vote void.
    """
    roll = {v.id: v for v in voters if v.left_at is None or v.left_at > closes}
    own = {b.voter: b.choice for b in ballots if b.by == b.voter and b.voter in roll}
    there = {v for v, voter in roll.items() if v in own or _attends(voter, closes)}
    holders = _effective(roll, proxies, there, quorum, closes)
    cast = own | {
        b.voter: b.choice
        for b in ballots
        if b.by != b.voter and holders.get(b.voter) == b.by and b.voter not in own
    }
    units = _by_unit(roll)
    present = [u for u, owners in units.items() if any(o in there or o in holders for o in owners)]
    quorate = bool(units) and _reaches(
        len(present), len(units), quorum.numerator, quorum.denominator, more=quorum.more
    )
    tally, void = _tally(units, cast)
    return _decided(tally, void, len(units), len(present), majority, options, quorate=quorate)


def _attends(voter: Voter, closes: datetime) -> bool:
    return (
        voter.came is not None
        and voter.came <= closes
        and (voter.went is None or voter.went > closes)
    )


def _effective(
    roll: Mapping[int, Voter],
    proxies: Iterable[Proxy],
    there: set[int],
    quorum: Quorum,
    closes: datetime,
) -> dict[int, int]:
    """Giver → holder of the proxies that count."""
    held: Counter[int] = Counter()
    found: dict[int, int] = {}
    for proxy in sorted(proxies, key=lambda p: (p.accepted_at, p.giver)):
        if proxy.accepted_at > closes or proxy.giver not in roll or proxy.holder not in there:
            continue
        held[proxy.holder] += 1
        if held[proxy.holder] <= quorum.proxies and proxy.giver not in there:
            found[proxy.giver] = proxy.holder
    return found


def _by_unit(roll: Mapping[int, Voter]) -> dict[str, list[int]]:
    units: dict[str, list[int]] = {}
    for voter in roll.values():
        for unit in voter.units:
            units.setdefault(unit, []).append(voter.id)
    return units


def _reaches(part: int, whole: int, numerator: int, denominator: int, *, more: bool) -> bool:
    left, right = part * denominator, whole * numerator
    return left > right if more else left >= right


def _tally(units: Mapping[str, Sequence[int]], cast: Mapping[int, str]) -> tuple[Counter[str], int]:
    tally: Counter[str] = Counter()
    void = 0
    for owners in units.values():
        stated = {cast[o] for o in owners if o in cast}
        if len(stated) == 1:
            tally[stated.pop()] += 1
        elif stated:
            void += 1
    return tally, void


def _decided(
    tally: Counter[str],
    void: int,
    units: int,
    present: int,
    majority: Majority,
    options: tuple[str, ...],
    *,
    quorate: bool,
) -> Count:
    outcome, leading = (
        _chosen(tally, options) if options else _motion(tally, units, present, majority)
    )
    if not quorate:
        outcome, leading = Outcome.NOT_QUORATE, ()
    return Count(units, present, quorate, dict(tally), void, outcome, leading)


def _motion(
    tally: Mapping[str, int], units: int, present: int, majority: Majority
) -> tuple[Outcome, tuple[str, ...]]:
    yes, no = tally.get(PASSED, 0), tally.get(AGAINST, 0)
    base = {Base.CAST: yes + no, Base.PRESENT: present, Base.ALL: units}[majority.base]
    if yes and _reaches(yes, base, majority.numerator, majority.denominator, more=majority.more):
        return Outcome.CARRIED, (PASSED,)
    return (Outcome.EQUAL if yes == no and yes else Outcome.LOST), ()


def _chosen(tally: Mapping[str, int], options: tuple[str, ...]) -> tuple[Outcome, tuple[str, ...]]:
    most = max((tally.get(o, 0) for o in options), default=0)
    if not most:
        return Outcome.NOBODY, ()
    leading = tuple(o for o in options if tally.get(o, 0) == most)
    return (Outcome.CHOSEN if len(leading) == 1 else Outcome.RUNOFF), leading


def read_agenda(items: Sequence[AgendaItem]) -> list[AgendaItem]:
    """The points of an agenda as they are kept. `Refused` ``agenda_empty``, ``agenda_many`` (`most`), ``agenda_title``,
    ``agenda_options`` (`title`, `most`), ``group_long``."""
    found = [
        AgendaItem(
            sound(i.title, MOST_TITLE),
            i.kind,
            sound(i.text, MOST_TEXT, lines=True),
            tuple(o for o in (sound(o, MOST_OPTION) for o in i.options) if o),
            i.majority,
        )
        for i in items
    ]
    if not found:
        raise Refused("agenda_empty")
    if len(found) > MOST_ITEMS:
        raise Refused("agenda_many", most=MOST_ITEMS)
    for one in found:
        if not one.title:
            raise Refused("agenda_title")
        distinct = set(one.options) - {ABSTAINED}
        if one.kind is ItemKind.CHOICE and not (
            len(distinct) == len(one.options) and 1 < len(distinct) <= MOST_OPTIONS
        ):
            raise Refused("agenda_options", title=one.title, most=MOST_OPTIONS)
    return found
