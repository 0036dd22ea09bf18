"""News from the register: an address changed, two records became one; and holders are notified of what happened to
their permit."""

from __future__ import annotations

from collections.abc import Sequence

from anju.domains.people import api as people
from anju.domains.permits.applications.data.states import Kind
from anju.domains.permits.applications.operations import jurisdiction
from anju.domains.permits.applications.operations.carrying_out import carry_out
from anju.domains.permits.lifecycle.operations import address_changes, merging
from anju.domains.permits.transitions.data import notices as words
from anju.domains.permits.transitions.data.transitions import CancelReason, TransitionKind
from anju.domains.permits.transitions.operations.notifying import notify_holders
from anju.domains.permits.transitions.operations.transition import TRANSITION_EVENT
from anju.domains.register import api as register
from anju.foundation.actor import system
from anju.foundation.events import api as events
from anju.foundation.events.api import Event

PLATFORM = system("permits")


@events.on_batch("register.applied", size=20, key="permits.follow")
def follow(news: Sequence[Event]) -> None:
    """Whoever moved within the city takes the permit along, and whoever moved anywhere an application under way."""
    named = {
        person
        for e in news
        for person, kind in register.applied_people(e.payload)
        if register.changes_presence(kind)
    }
    if named:
        moved = sorted(set(people.all_canonical(named).values()))
        address_changes.follow(moved, actor=PLATFORM, at=max(e.at for e in news))
        jurisdiction.follow_applications(moved, actor=PLATFORM, at=max(e.at for e in news))


@events.on("register.merged", key="permits.merge_people")
def merged(event: Event) -> None:
    """Several permits of one person become one."""
    merging.merge_people(
        int(event.payload["kept"]), int(event.payload["other"]), actor=PLATFORM, at=event.at
    )


@events.on("register.unmerged", key="permits.unmerge_people")
def unmerged(event: Event) -> None:
    """And several again, when it was a mistake."""
    merging.unmerge_people(
        int(event.payload["kept"]), int(event.payload["other"]), actor=PLATFORM, at=event.at
    )


@events.on("permits.approved", key="permits.carry_out")
def approved(event: Event) -> None:
    """What an approved application asks for is done; a first permit was opened with the decision."""
    if event.payload.get("kind") != Kind.FIRST:
        carry_out(int(event.payload["application"]), actor=PLATFORM, at=event.at)


@events.on_batch(TRANSITION_EVENT, size=200, key="permits.tell_turn")
def notify_holder(news: Sequence[Event]) -> None:
    """The holder hears of a suspension, a withdrawal, a cancellation; not of a death, nor of what they
    did themselves."""
    for event in news:
        kind, reason = event.payload["kind"], event.payload.get("reason", "")
        said = words.SUSPENDED if kind == TransitionKind.SUSPENDED else words.ENDED.get(kind)
        if said and reason not in (CancelReason.DEATH, CancelReason.OWN_WISH, CancelReason.MERGED):
            notify_holders(
                [int(event.payload["person"])],
                f"permits.{kind}",
                said,
                at=event.at,
                permits=[int(event.payload["permit"])],
            )
