"""People and groups of the tests: landlords of one street, residents, the office."""

from __future__ import annotations

import itertools
from datetime import timedelta

from anju.domains.groups.api import activities, mediation, meetings, membership
from anju.domains.groups.api.activities import ActivityKind, NewActivity
from anju.domains.groups.api.meetings import AgendaItem, ItemKind
from anju.domains.groups.api.membership import Role
from anju.domains.places import api as places
from anju.foundation.actor import Actor, Grant
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from tests.factories.register import HERE, PLATFORM, STREET, Street, building

OFFICE = Actor(
    "staff", 71, "街道专干", (Grant("street", frozenset({"group.manage"}), region=STREET),)
)
FAR_OFFICE = Actor(
    "staff", 72, "别处", (Grant("street", frozenset({"group.manage"}), region="430102"),)
)
LEADER = Actor("staff", 73, "领导", (Grant("leader", frozenset({"stats.see"}), region=STREET),))
STRANGER = Actor("public", 999, "路人")
_keys = itertools.count()


def key() -> str:
    return f"g{next(_keys)}"


def resident(user: int, person_id: int | None = None) -> Actor:
    return Actor("public", user, f"居民{user}", person_id=person_id)


def landlord(user: int, *parties: str) -> Actor:
    grants = tuple(Grant("landlord", frozenset({"home.edit"}), party=p) for p in parties)
    return Actor("public", user, f"房东{user}", grants)


def holder(name: str, address: str, rooms: list[str]) -> str:
    """A holder with a building of these rooms in the community; the party."""
    with acting(PLATFORM):
        party = f"holder:{places.add_holder(name=name, kind='person', phone='', at=now())}"
    building(HERE, address, rooms, party=party)
    return party


def founded(founder: Actor, kind: str = "residents_home", *, region: str = HERE, **more) -> int:
    """A group that was asked for and recognised."""
    values = {
        "name": "星火新市民之家",
        "purpose": "一起学习、互相帮助",
        "own_name": "周大姐",
    } | more
    with acting(founder):
        made = membership.found_group(
            kind,
            region,
            values.pop("name"),
            values.pop("purpose"),
            key=key(),
            actor=founder,
            at=now(),
            **values,
        )
    with acting(OFFICE):
        membership.decide_group(made, recognise=True, actor=OFFICE, at=now())
    return made


def joined(group: int, *actors: Actor) -> list[int]:
    made = []
    for actor in actors:
        with acting(actor):
            made.append(membership.join_group(group, actor.label, actor=actor, at=now()))
    return made


def seated(group: int, founder: Actor, member: int, who: Actor, role: Role) -> int:
    """A seat that was offered and accepted."""
    with acting(founder):
        seat = membership.offer_seat(group, member, role, actor=founder, at=now())
    with acting(who):
        membership.answer_seat(seat, accept=True, actor=who, at=now())
    return seat


def filled() -> None:
    """A group with members, and a meeting with proxies: two values in each column of ciphertext."""
    chair, others = resident(301), (resident(302), resident(303))
    group = founded(chair, name="密文之家")
    joined(group, *others)
    with acting(chair):
        made = meetings.call_meeting(
            group,
            "会",
            "室",
            now() + timedelta(days=9),
            [AgendaItem("议", ItemKind.MOTION)],
            key=key(),
            actor=chair,
            at=now(),
        )
    for other in others:
        with acting(other):
            meetings.give_proxy(made, actor=other, at=now())
    begins = now() + timedelta(days=1)
    for turn in range(2):
        with acting(chair):
            day = activities.announce(
                group,
                NewActivity(
                    ActivityKind.OTHER,
                    f"活动{turn}",
                    "室",
                    begins,
                    begins + timedelta(hours=1),
                    9,
                ),
                key=key(),
                actor=chair,
                at=now(),
            )
        with acting(chair):
            activities.sign_up(day, "某人", actor=chair, at=now())
    filled_mediations(group, chair, others[0])


def filled_mediations(group: int, chair: Actor, other: Actor) -> None:
    """Two disputes with agreements."""
    with acting(chair):
        member = membership.own_membership(group, chair)
    seated(group, chair, member.id, chair, Role.MEDIATOR)
    for _turn in range(2):
        with acting(other):
            made, code = mediation.ask_mediation(
                group,
                "事",
                "经过",
                own_name="甲",
                other_name="乙",
                key=key(),
                actor=other,
                at=now(),
            )
        second = resident(309)
        with acting(second):
            mediation.consent(code, key=key(), actor=second, at=now())
        with acting(chair):
            mediation.take_up(made, key=key(), actor=chair, at=now())
            mediation.draft(made, "各让一步", key=key(), actor=chair, at=now())


__all__ = ["HERE", "PLATFORM", "STREET", "Street"]
