"""Rows of permits as values, and the articles that their transitions rest on (`articles` of the files of law)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from anju.domains.permits.transitions.data.transitions import (
    Article,
    PermitState,
    PermitView,
    TransitionKind,
    TransitionView,
)
from anju.domains.permits.transitions.models import Permit, PermitEvent
from anju.domains.permits.transitions.rules import TRANSITIONS
from anju.foundation.law import LawFile, Part, Section, Text

_REASONS = frozenset(r for t in TRANSITIONS.values() for r in t.reasons) | {"first"}


def _read_article(part: Part, _: LawFile) -> Article:
    kinds, reasons = part.texts("transitions", ()), part.texts("reasons", ())
    for name, named, known in (
        ("transitions", kinds, set(TransitionKind)),
        ("reasons", reasons, _REASONS),
    ):
        if strange := sorted(set(named) - known):
            raise part.wrong(f"unknown: {', '.join(strange)}", name)
    since = part.since() if "valid_from" in part.raw else date.min
    part.confidence("L")
    found = Article(
        part.text("code"),
        part.words(),
        part.pair("about"),
        frozenset(_behind(kinds, reasons)),
        since,
        part.until(since),
    )
    part.done()
    return found


ARTICLES = Section("articles", _read_article)


def _behind(kinds: Iterable[str], reasons: Iterable[str]) -> Iterator[str]:
    yield from (f"kind:{kind}" for kind in kinds)
    yield from (f"reason:{reason}" for reason in reasons)


def articles() -> dict[str, Text]:
    """Article → what it is called."""
    return {a.code: a.words for a in ARTICLES.entries()}


def articles_with_subjects() -> dict[str, Text]:
    """Article → what it is called and what it rules."""
    return {
        a.code: (_subject(a.words[0], "：", a.about[0]), _subject(a.words[1], ": ", a.about[1]))
        for a in ARTICLES.entries()
    }


def _subject(name: str, mark: str, about: str) -> str:
    return f"{name}{mark}{about}" if about else name


def article_of(kind: TransitionKind, reason: str, day: date) -> str:
    """The article that a transition rests on that day: its reason's, else its kind's; "" when none is laid down."""
    found = {
        name: a.code
        for a in ARTICLES.entries()
        if a.since <= day and (a.until is None or day < a.until)
        for name in a.behind
    }
    return found.get(f"reason:{reason}") or found.get(f"kind:{kind}", "")


def permit_view(row: Permit) -> PermitView:
    """A permit as a value."""
    return PermitView(
        id=row.pk,
        number=row.number,
        person_id=row.person_id,
        region=row.region,
        issuer=row.issuer,
        home_id=row.home_id,
        state=PermitState(row.state),
        state_since=row.state_since,
        path=row.path,
        issued_on=row.issued_on,
        endorsed_until=row.endorsed_until,
        valid_until=row.valid_until,
        residence_from=row.residence_from,
        gap_days=row.gap_days,
        merged_into=row.merged_into_id,
        legacy=row.legacy,
        version=row.version,
    )


def transition_view(row: PermitEvent) -> TransitionView:
    """A transition as a value."""
    return TransitionView(
        row.pk,
        row.at,
        row.effective,
        row.kind,
        row.reason,
        row.article,
        row.from_state,
        row.to_state,
        row.by_label,
        row.detail,
    )
