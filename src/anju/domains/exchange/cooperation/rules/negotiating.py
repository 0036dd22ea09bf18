"""What counts between two proposals, and how long an agreement holds once its end was notified. No tables, no clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from anju.domains.exchange.messages.rules.canonical import canonical, digest_of

Terms = Mapping[str, Any]


def signed_text(terms: Terms) -> bytes:
    """The bytes that both sides sign."""
    return canonical(terms).encode()


def digest_of_terms(terms: Terms) -> str:
    """By which both sides name the same terms."""
    return digest_of(canonical(terms))


def replaces(new: Terms, held: Terms) -> bool:
    """True where these terms take the place of those held. Of two that crossed under one revision both places keep the
    one of the smaller digest."""
    if new["revision"] != held["revision"]:
        return bool(new["revision"] > held["revision"])
    return digest_of_terms(new) < digest_of_terms(held)


def last_day(terms: Terms, notified_on: date, wanted: date) -> date:
    """The last day of an agreement that ends early: no sooner than its notice allows, no later than its terms."""
    earliest = notified_on + timedelta(days=int(terms["notice_days"]))
    return min(max(wanted, earliest), date.fromisoformat(terms["last"]))


def side(terms: Terms, place: str) -> Mapping[str, Any]:
    """What the terms say of one of the two places."""
    found: Mapping[str, Any] = next(s for s in terms["sides"] if s["place"] == place)
    return found
