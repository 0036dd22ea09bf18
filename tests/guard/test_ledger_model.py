"""Random declarations against a naive model: the ledger never holds two homes at once and reads the
same "as of" any day.

The model is a list of what was true, kept by the rules as a clerk would say them; the ledger is the real one, through
the one intake. Both times are asked: the day it was so, and the moment we knew.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anju.domains.register import api as register
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import rows
from tests.factories.people import somebody
from tests.factories.register import HERE, PLATFORM, building, declared

pytestmark = pytest.mark.django_db
FIRST = date(2024, 1, 1)
START = datetime(2025, 6, 1, tzinfo=UTC)
moves = st.lists(
    st.tuples(
        st.sampled_from(["arrive", "arrive", "leave"]), st.integers(0, 2), st.integers(0, 400)
    ),
    min_size=1,
    max_size=7,
)


class Model:
    """(home, since, until) of one life, as a clerk would keep it on a card."""

    def __init__(self):
        self.card: list[list] = []

    def said(self, kind, home, day):
        """Apply one statement; the status it must get."""
        later = [c for c in self.card if c[2] is None or c[2] > day]
        if kind == "arrive":
            return self.arrive(home, day, later)
        here = [c for c in self.card if c[0] == home]
        if not here:
            return "refused"
        last = here[-1]
        if last[2] is not None:
            same = (
                max(day, last[1] + timedelta(days=1)) == last[2]
            )  # a stay of one day ends on its day
            return "unchanged" if same else "refused"
        if day < last[1]:
            return "refused"
        last[2] = max(day, last[1] + timedelta(days=1))
        return "applied"

    def arrive(self, home, day, later):
        if not later:
            self.card.append([home, day, None])
            return "applied"
        last = later[-1]
        if last[0] == home:
            if day < last[1] and len(later) == 1:
                last[1] = day
                return "applied"
            return "unchanged"
        if len(later) == 1 and last[1] < day:
            last[2] = day
            self.card.append([home, day, None])
            return "applied"
        return "waiting"

    def read(self):
        return sorted((h, s, u) for h, s, u in self.card)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(moves)
def test_the_ledger_reads_as_the_card(moves):
    with acting(PLATFORM):
        found = rows("SELECT count(*) FROM people_person")[0][0]
    homes = building(HERE, f"模型路{found + 1}号", ["101", "102", "103"])
    who = somebody(
        "卡片人",
        int(found) + 1,
        area="430181",
        born=date(1990, 1, 1) + timedelta(days=int(found) // 4),
    )
    model, history, person = Model(), [], None
    for turn, (kind, home, offset) in enumerate(moves):
        day, at = FIRST + timedelta(days=offset), START + timedelta(hours=turn)
        when = {"start": day} if kind == "arrive" else {"end": day}
        outcome = declared(
            [{**who.item, "kind": kind, "home_code": homes[home].code, **when}], at=at
        ).outcomes[0]
        assert outcome.status == model.said(kind, home, day), (moves[: turn + 1], outcome)
        person = person or outcome.person_id
        history.append((at, model.read()))
    if person is None:
        return
    number = {h.id: n for n, h in enumerate(homes)}
    with acting(PLATFORM):
        for at, card in history:
            then = sorted(
                (number[s.home_id], s.since, s.until)
                for s in register.stays_of([person], known_at=at)
            )
            assert then == card, "what we knew at that moment"
        for day in {FIRST + timedelta(days=o + d) for _, _, o in moves for d in (-1, 0, 1)}:
            lived = [number[s.home_id] for s in register.stays_of([person], as_of=day)]
            assert lived == [h for h, s, u in model.read() if s <= day and (u is None or day < u)]
            assert len(lived) <= 1
