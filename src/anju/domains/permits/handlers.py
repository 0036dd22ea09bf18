"""Reactions of permits to news from below and to its own; importing this registers them."""

from __future__ import annotations

from collections.abc import Sequence

from anju.domains.access import api as access
from anju.domains.people import api as people
from anju.domains.permits.applications.data import Kind
from anju.domains.permits.applications.models import Application
from anju.domains.permits.applications.operations import jurisdiction
from anju.domains.permits.applications.operations.carrying_out import carry_out
from anju.domains.permits.applications.operations.employer_applications import phones_of
from anju.domains.permits.applications.operations.following_merges import (
    follow_merge,
    follow_unmerge,
)
from anju.domains.permits.credentials.operations import withdraw
from anju.domains.permits.eligibility.operations import PROVED_EVENT, recompute
from anju.domains.permits.lifecycle.operations import loss_and_replacement, merging
from anju.domains.permits.transitions.data import notices as words
from anju.domains.permits.transitions.data.transitions import ENDED, CancelReason, TransitionKind
from anju.domains.permits.transitions.operations import TRANSITION_EVENT, notify_holders
from anju.domains.register import api as register
from anju.foundation.actor import system
from anju.foundation.clock import CHINA
from anju.foundation.db.scope import as_intake_role
from anju.foundation.events import api as events
from anju.foundation.events.api import Event
from anju.foundation.notices import api as notices

TEXTS: dict[str, str] = {
    "permits.accepted": "【安居】您的居住证申请已受理（{number}），{due}前办结。",
    "permits.missing": "【安居】您的居住证申请（{number}）还差材料，都列在“我的居住证”里，"
    "请在 {until} 前补交；补交期间不计入办理时限。",
    "permits.approved": "【安居】您的居住证申请（{number}）已批准，正在制证。",
    "permits.refused": "【安居】您的居住证申请（{number}）未获批准，理由和异议途径见“我的居住证”。",
    "permits.lapsed": "【安居】您的居住证申请（{number}）逾期未办，已终止，可以随时重新申请。",
}
"""Event → message. The applicant's account decides where it goes; what stands in it names nobody."""


@events.on(*TEXTS, key="permits.tell_applicant")
def notify_applicant(event: Event) -> None:
    """The person hears, and the proxy who applied."""
    with as_intake_role():
        row = Application.objects.filter(id=event.payload["application"]).first()
        if row is None:
            return
        notice = getattr(row, "notice", None)
        phones = dict.fromkeys(phones_of(row.person_id))
        if row.proxy_person_id is not None:
            proxy = people.all_canonical({row.proxy_person_id}).get(row.proxy_person_id, 0)
            phones |= dict.fromkeys(
                p for p, _ in access.phones_of_users(access.accounts_of(proxy)).values()
            )
        facts = {
            "number": row.number,
            "due": f"{row.due_at.astimezone(CHINA):%Y-%m-%d}" if row.due_at else "",
            "until": f"{notice.answer_until.astimezone(CHINA):%Y-%m-%d}" if notice else "",
        }
    for phone in phones:
        notices.send(
            event.name,
            phone,
            TEXTS[event.name].format(**facts),
            at=event.at,
            context={"application": row.pk},
        )


@events.on("register.merged", key="permits.join_applications")
def records_merged(event: Event) -> None:
    """Applications follow the record that stands for both."""
    follow_merge(
        int(event.payload["kept"]),
        int(event.payload["other"]),
        actor=system("permits"),
        at=event.at,
    )


@events.on("register.unmerged", key="permits.part_applications")
def records_unmerged(event: Event) -> None:
    """And go back when it was a mistake."""
    follow_unmerge(
        int(event.payload["kept"]),
        int(event.payload["other"]),
        actor=system("permits"),
        at=event.at,
    )


@events.on(TRANSITION_EVENT, key="permits.credentials")
def permit_changed(event: Event) -> None:
    """Suspension and loss need nothing here: the lists follow the permit's state. An end is for ever, but for
    the one of a merge, which is undone with the merge."""
    if event.payload["to"] in ENDED and event.payload.get("reason") != CancelReason.MERGED:
        withdraw(
            permit_id=event.payload["permit"],
            why=event.payload["kind"],
            actor=system("permits"),
            at=event.at,
        )


ABOUT = (
    "register.applied",
    "register.corrected",
    "register.undone",
    "register.decided",
    "register.undecided",
    "register.merged",
    "register.unmerged",
    PROVED_EVENT,
)


@events.on_batch(*ABOUT, size=20, key="permits.entitled")
def facts_changed(happened: Sequence[Event]) -> None:
    """Recompute the people these events are about, as of the last of them: a later day has its own computation."""
    payloads = [e.payload for e in happened]
    persons = {int(p[k]) for p in payloads for k in ("person", "kept", "other") if p.get(k)}
    persons |= {
        person for p in payloads if "persons" in p for person, _ in register.applied_people(p)
    }
    with as_intake_role():
        persons |= set(
            register.people_of(
                declarations=[
                    int(p["declaration"])
                    for p in payloads
                    if p.get("declaration") and not p.get("person")
                ],
                batches=[int(p["batch"]) for p in payloads if p.get("batch")],
            )
        )
    recompute(sorted(persons), actor=system("permits.entitled"), at=happened[-1].at)


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
        loss_and_replacement.follow(moved, actor=PLATFORM, at=max(e.at for e in news))
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
        notice = words.SUSPENDED if kind == TransitionKind.SUSPENDED else words.ENDED.get(kind)
        if notice and reason not in (
            CancelReason.DEATH,
            CancelReason.OWN_WISH,
            CancelReason.MERGED,
        ):
            notify_holders(
                [int(event.payload["person"])],
                f"permits.{kind}",
                notice,
                at=event.at,
                permits=[int(event.payload["permit"])],
            )
