"""However two histories lie to each other: read as one person's, they exclude each other nowhere, and
one home is left."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from anju.domains.register.ledger.rules import Span, fitted, joined, open_on

TODAY = date(2026, 11, 29)


@st.composite
def histories(draw):
    """Disjoint spans of one record, as the database guarantees them; the last may be open."""
    out, day, kept = [], TODAY - timedelta(days=100), draw(st.booleans())
    for _ in range(draw(st.integers(0, 4))):
        since = day + timedelta(days=draw(st.integers(0, 20)))
        if since > TODAY:
            break
        until = draw(
            st.one_of(st.none(), st.integers(1, 30).map(lambda n, s=since: s + timedelta(days=n)))
        )
        out.append(Span(0, draw(st.integers(1, 3)), since, until))
        if until is None:
            break
        day = until
    return out, kept


@st.composite
def two(draw):
    (one, _), (other, _) = draw(histories()), draw(histories())
    spans = [(s, True) for s in one] + [(s, False) for s in other]
    return [Span(n + 1, s.place, s.since, s.until, True, kept) for n, (s, kept) in enumerate(spans)]


def apart(spans):
    ordered = sorted((s for s in spans if s.habitual), key=lambda s: s.since)
    return all(a.until is not None and a.until <= b.since for a, b in pairwise(ordered))


@settings(max_examples=500, deadline=None)
@given(two())
@example(
    [
        Span(1, 2, date(2026, 8, 21), date(2026, 8, 31)),
        Span(2, 1, date(2026, 8, 21), None, kept=False),
    ]
)
def test_joined_histories_exclude_each_other_nowhere_and_leave_one_home_today(spans):
    changed = joined(spans, today=TODAY)
    read = [r for s in spans if (r := changed.get(s.id, s)) is not None]
    assert all(r.until is None or r.until > r.since for r in read)
    assert apart(read)
    assert len([r for r in read if open_on(r, TODAY)]) <= 1
    assert bool([s for s in spans if open_on(s, TODAY)]) == bool(
        [r for r in read if open_on(r, TODAY)]
    )


@settings(max_examples=500, deadline=None)
@given(two())
def test_what_comes_back_fits_among_what_is_there(spans):
    there, back = [s for s in spans if s.kept], [s for s in spans if not s.kept]
    read = [r for r in fitted(back, there, today=TODAY).values() if r is not None]
    assert all(r.until is None or r.until > r.since for r in read)
    assert apart([*there, *read])
    assert len([r for r in [*there, *read] if open_on(r, TODAY)]) <= 1
