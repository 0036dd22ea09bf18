"""Addresses that earlier versions confused: found, and with a person's yes joined or parted. Every change can be
undone.

A building entered twice becomes one: what the register holds decides which rooms may go.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from anju.domains.places import api as places
from anju.domains.register.corrections.operations.correcting import correct_stay
from anju.domains.register.corrections.operations.undoing import undo
from anju.domains.register.declarations.data.declarations import Sender
from anju.domains.register.declarations.queries.submitted import submitted
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.db.scope import as_intake_role, subtree
from anju.foundation.db.statements import rows
from anju.foundation.errors import Conflict, NotFound

JOIN, PART = "join", "part"
SOURCE = "addresses"
CHUNK = 5_000
_TEXTS = ("address", "building", "unit", "room")


@dataclass(frozen=True, slots=True)
class AddressFinding:
    """`join`: `home` and `other` name one place; joining moves the stays of `other` to `home` and
    closes it. `part`: the declaration of a stay in `home` names another place, `words`; parting moves
    that stay to a home of its own."""

    id: str
    kind: str
    home: str
    text: str
    other: str
    words: str
    stays: int


def check_addresses(region: str, *, actor: Actor) -> list[AddressFinding]:
    """What is found in a region (prefix). Needs `home.edit` and `person.edit` there; changes nothing."""
    actor.require("home.edit", region=region)
    actor.require("person.edit", region=region)
    with as_intake_role():
        return [*_joins(region), *_parts(region)]


def resolve_address(finding_id: str, *, region: str, actor: Actor, at: datetime) -> AddressFinding:
    """Do what a finding proposes. Raises `NotFound` finding_unknown when it is no longer so,
    `Conflict` home_waiting when a declaration about the home that would close still waits, and what
    `correct_stay` raises."""
    found = next((f for f in check_addresses(region, actor=actor) if f.id == finding_id), None)
    if found is None:
        raise NotFound("finding_unknown", id=finding_id)
    if found.kind == JOIN:
        kept, gone = (_home(c) for c in (found.home, found.other))
        with as_intake_role():
            waits = rows(
                "SELECT 1 FROM register_declaration WHERE home_id = %s AND status = 'waiting' LIMIT 1",
                [gone.id],
            )
            stays = [
                r[0]
                for r in rows(
                    "SELECT id FROM register_stay WHERE home_id = %s AND superseded_at IS NULL",
                    [gone.id],
                )
            ]
        if waits:
            raise Conflict("home_waiting", home=gone.code)
        _move(stays, kept.code, finding_id, actor, at)
        places.close_home(gone.id, on=local_date(at))
    else:
        home, stay = _home(found.home), int(finding_id.rsplit(":", 1)[1])
        with as_intake_role():
            declared = _declared_texts(stay)
        separate = places.enter_separate_home(
            home.id, **{w: str(declared.get(w) or "") for w in _TEXTS}, at=at
        )
        _move([stay], separate.code, finding_id, actor, at)
    audit.record_write(
        actor,
        action="register.addresses",
        subject_kind="home",
        subject_id=_home(found.home).id,
        at=at,
        detail={"finding": finding_id, "stays": found.stays},
    )
    return found


def undo_address(finding_id: str, *, actor: Actor, at: datetime) -> int:
    """Take back what was done with a finding: the stays read as before, the home that was closed is open. The number of
    stays. Raises `NotFound` finding_unknown."""
    with as_intake_role():
        batches = [
            r[0]
            for r in rows(
                "SELECT id FROM register_batch WHERE source = %s AND starts_with(key, %s) "
                "AND state = 'applied' ORDER BY id DESC",
                [SOURCE, f"{finding_id}#"],
            )
        ]
    kind, _, last = finding_id.partition(":")
    closed = places.home_by_code(last.partition(":")[2]) if kind == JOIN else None
    if not batches and (closed is None or closed.closed_on is None):
        raise NotFound("finding_unknown", id=finding_id)
    for batch in batches:
        undo(batch, actor=actor, at=at)
    if closed is not None:
        places.close_home(closed.id, on=None)
    audit.record_write(
        actor,
        action="register.addresses_undone",
        subject_kind="home",
        subject_id=closed.id if closed else 0,
        at=at,
        detail={"finding": finding_id, "stays": len(batches)},
    )
    return len(batches)


def _move(stays: Sequence[int], code: str, finding_id: str, actor: Actor, at: datetime) -> None:
    sender = Sender(SOURCE, "counter", "地址核对")
    for stay in stays:
        correct_stay(
            stay,
            changes={"home_code": code},
            note="地址核对",
            sender=sender,
            key=f"{finding_id}#{stay}",
            actor=actor,
            at=at,
        )


def _home(code: str) -> places.HomeView:
    home = places.home_by_code(code)
    if home is None:
        raise NotFound("home_unknown", code=code)
    return home


def _joins(region: str) -> list[AddressFinding]:
    groups = places.same_places(region)
    counts = dict(
        rows(
            "SELECT home_id, count(*) FROM register_stay WHERE home_id = ANY(%s) AND superseded_at IS NULL "
            "GROUP BY 1",
            [[h.id for g in groups for h in g]],
        )
    )
    return [
        AddressFinding(
            f"{JOIN}:{kept.code}:{gone.code}",
            JOIN,
            kept.code,
            kept.text,
            gone.code,
            gone.text,
            int(counts.get(gone.id, 0)),
        )
        for kept, *others in groups
        for gone in others
    ]


def _parts(region: str) -> list[AddressFinding]:
    lo, hi = subtree(region)
    found, after = [], 0
    while block := rows(
        """SELECT s.id, s.home_id, d.id, d.payload_cipher FROM register_stay s
            JOIN register_declaration d ON d.id = s.declaration_id WHERE s.region >= %s AND s.region < %s AND s.id > %s
            AND s.superseded_at IS NULL AND s.home_id IS NOT NULL ORDER BY s.id LIMIT %s""",
        [lo, hi, after, CHUNK],
    ):
        after = block[-1][0]
        homes = places.homes([b[1] for b in block])
        for (stay, home_id, *_), declared in zip(
            block, submitted([b[2:] for b in block]), strict=True
        ):
            words = [str(declared.get(w) or "") for w in _TEXTS]
            if (
                words[0]
                and not declared.get("home_code")
                and places.led_astray(homes[home_id], *words)
            ):
                home = homes[home_id]
                found.append(
                    AddressFinding(
                        f"{PART}:{home.code}:{stay}",
                        PART,
                        home.code,
                        home.text,
                        "",
                        " ".join(filter(None, words)),
                        1,
                    )
                )
    return found


def _declared_texts(stay: int) -> dict[str, object]:
    found = rows(
        "SELECT d.id, d.payload_cipher FROM register_stay s JOIN register_declaration d ON d.id = s.declaration_id "
        "WHERE s.id = %s",
        [stay],
    )
    return submitted(found)[0]


def join_buildings(building_id: int, *, into: int, actor: Actor, at: datetime) -> int:
    """See `places.join_building`; rooms in which anybody was ever registered never go."""
    homes = [h.id for h in places.homes_of_building(building_id)]
    with as_intake_role():
        used = {
            r[0]
            for r in rows(
                """SELECT home_id FROM register_stay WHERE home_id = ANY(%s)
            UNION SELECT home_id FROM register_declaration WHERE home_id = ANY(%s) AND status = 'waiting'
            UNION SELECT home_id FROM register_invitation WHERE home_id = ANY(%s)""",
                [homes] * 3,
            )
        }
    return places.join_building(building_id, into=into, used=used, actor=actor, at=at)
