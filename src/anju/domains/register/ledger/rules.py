"""Two records become one: what their stays, jobs and absences say of one person; and what each keeps when they part."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True, slots=True)
class Span:
    """A present version: where (home, employer), from when until when (exclusive; None: open).
    `habitual`: only such spans exclude each other. `kept`: it is of the record that stands for both."""

    id: int
    place: int | None
    since: date
    until: date | None
    habitual: bool = True
    kept: bool = True


def open_on(span: Span, day: date) -> bool:
    """Does it reach beyond that day?"""
    return span.until is None or span.until > day


def joined(spans: Iterable[Span], *, today: date) -> dict[int, Span | None]:
    """What of these spans of two records is to be read otherwise, because one person has them: the new reading, or None
    where it falls away.

    Two spans at one place are one: the later begun falls away, or begins where the earlier ends if it
    reaches further. Of two places at a time, the later begun is a move, and ends the earlier; what
    lies wholly inside an earlier span stays beside it, not habitual. Where both begin on one day and
    go on, the kept record is right, and the other's ends today (begun today, it falls away); where the
    kept one has ended by today, the other goes on from that day.
    """
    out: dict[int, Span | None] = {}
    last: Span | None = None
    for span in sorted((s for s in spans if s.habitual), key=lambda s: (s.since, not s.kept, s.id)):
        reading: Span | None = span
        if last is None or (last.until is not None and last.until <= span.since):
            last = span
        elif span.place == last.place and span.place is not None:
            reading = _rest(last, span, today)
            last = reading or last
        elif (last.until is not None and (span.until is None or span.until > last.until)) or (
            open_on(last, today) and open_on(span, today)
        ):
            if last.since < span.since:
                out[last.id] = replace(last, until=span.since)
                last = span
            elif open_on(last, today):
                reading = _not_habitual(span, today)
            else:
                reading = last = replace(span, since=last.until or span.since)
        else:
            reading = replace(span, habitual=False)
        if reading != span:
            out[span.id] = reading
    return out


def _rest(last: Span, span: Span, today: date) -> Span | None:
    """What the second span at one place adds to the first: nothing while the first lasts, a planned
    end of it included."""
    if (
        last.until is None
        or open_on(last, today)
        or (span.until is not None and span.until <= last.until)
    ):
        return None
    return replace(span, since=last.until)


def _not_habitual(span: Span, today: date) -> Span | None:
    """The span as one that is not habitual. It ends by today, so that nobody stands in the lists of
    two homes; what would begin only today falls away."""
    if not open_on(span, today):
        return replace(span, habitual=False)
    return replace(span, until=today, habitual=False) if span.since < today else None


def fitted(wanted: Sequence[Span], there: Sequence[Span], *, today: date) -> dict[int, Span | None]:
    """How spans that come back (`wanted`) fit among those that are there: cut where the next one
    begins; not habitual and ended by today, or (None) not at all at the same place,
    where they begin inside another. Of two that begin on one day the later entered is right."""
    out: dict[int, Span | None] = {}
    placed = [s for s in there if s.habitual]
    turn = sorted(wanted, key=lambda s: (s.since, -s.id))
    for n, span in enumerate(turn):
        if not span.habitual:
            out[span.id] = span
            continue
        inside = [
            p for p in placed if p.since <= span.since and (p.until is None or p.until > span.since)
        ]
        coming = [*placed, *(s for s in turn[n + 1 :] if s.habitual)]
        later = [
            p.since
            for p in coming
            if p.since > span.since and (span.until is None or p.since < span.until)
        ]
        if inside:
            out[span.id] = None if inside[0].place == span.place else _not_habitual(span, today)
            continue
        reading = replace(span, until=min(later)) if later else span
        placed.append(reading)
        out[span.id] = reading
    return out
