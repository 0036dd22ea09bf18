"""People who went from one place to the other, matched by the tokens of messages, without a name or number. No tables,
no clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from anju.domains.exchange.cooperation.data.measures import Cell, Flow, Written
from anju.domains.exchange.messages.data.classes import ARRIVAL, DEPARTURE

_LEFT = ("closed", "already_left")
"""Outcomes of a departure notice by which its place records that somebody has left."""
Token = tuple[str, str]


def flow(
    found: Sequence[Written], origin: str, destination: str, first: date, through: date
) -> Flow:
    """Who went from one place to the other, of the notices written in the period and what was answered to them. A
    person is known by the token of each place; the answer of one to a notice of the other ties both together."""
    notices = {
        w.message_id: w
        for w in found
        if w.kind == ARRIVAL and w.sender == destination and first <= w.day <= through
    }
    departures = [
        w
        for w in found
        if w.kind == DEPARTURE
        and w.sender == origin
        and (w.reply_to in notices if w.reply_to else first <= w.day <= through)
    ]
    person = _linked(notices, departures)
    reported = {person(destination, w.subject) for w in notices.values()}
    recorded = {person(origin, w.subject) for w in departures if w.outcome in _LEFT}
    answered = {
        person(destination, notices[w.reply_to].subject)
        for w in departures
        if w.reply_to in notices
    }
    matched = reported & recorded
    missing = (reported & answered) - matched
    return Flow(
        origin,
        destination,
        reported=len(reported),
        recorded=len(recorded),
        matched=len(matched),
        not_on_file=len(missing),
        open=len(reported - matched - missing),
        not_reported=len(recorded - matched),
    )


def matrix(
    flows: Iterable[Flow],
) -> tuple[tuple[str, ...], tuple[Cell, ...], dict[str, int], dict[str, int]]:
    """Places, cells, and the margins: people who left each place, and who came to it. A cell that two agreements of the
    same places count is the sum of both."""
    cells: dict[tuple[str, str], int] = {}
    left: dict[str, int] = {}
    came: dict[str, int] = {}
    for f in flows:
        cells[f.origin, f.destination] = cells.get((f.origin, f.destination), 0) + f.reported
        left[f.origin] = left.get(f.origin, 0) + f.reported
        came[f.destination] = came.get(f.destination, 0) + f.reported
    places = tuple(sorted({p for pair in cells for p in pair}))
    return (
        places,
        tuple(Cell(*pair, n) for pair, n in sorted(cells.items())),
        {p: left.get(p, 0) for p in places},
        {p: came.get(p, 0) for p in places},
    )


class _Linked:
    """Tokens of both places, joined where they are about the same person."""

    def __init__(self) -> None:
        self.parent: dict[Token, Token] = {}

    def __call__(self, place: str, subject: str) -> Token:
        """The token that stands for the person."""
        found = (place, subject)
        while (above := self.parent.get(found, found)) != found:
            self.parent[found] = self.parent.get(above, above)
            found = above
        return found

    def join(self, one: Token, other: Token) -> None:
        """Both are about the same person."""
        first, second = sorted((self(*one), self(*other)))
        self.parent[second] = first


def _linked(notices: Mapping[str, Written], departures: Sequence[Written]) -> _Linked:
    linked = _Linked()
    for w in departures:
        notice = notices.get(w.reply_to)
        if notice is not None:
            linked.join((w.sender, w.subject), (notice.sender, notice.subject))
    return linked
