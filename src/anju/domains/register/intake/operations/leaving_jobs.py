"""Workers who leave: one whom the employer names, or the confirmed leavers of a roster, as declarations, so that they
go through the intake like everything else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import polars as pl

from anju.domains.people import api as people
from anju.domains.register.declarations.data.declarations import Receipt, Sender
from anju.domains.register.declarations.data.fields import ITEM_SCHEMA
from anju.domains.register.declarations.operations import batches
from anju.domains.register.declarations.operations.batches import may_send
from anju.domains.register.intake.operations.declare import declare, standard
from anju.domains.register.ledger.queries import jobs_of
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import rows
from anju.foundation.errors import Conflict, NotFound
from anju.foundation.request_keys import require_key


def leave_job(
    person_id: int, *, sender: Sender, actor: Actor, at: datetime, batch_key: str
) -> Receipt:
    """Declare that a worker of the sender left today, and moved out of the sender's dormitory.

    Raises `NotFound` for who does not work there as far as the actor may see, `Conflict` ``job_over``
    (`day`) for who has left already, `NotAllowed` as for files, `Refused` ``key_unusable``.
    """
    require_key(batch_key)
    may_send(actor, sender, "declare")
    today = local_date(at)
    ever = [j for j in jobs_of([person_id]) if j.employer_id == sender.employer_id]
    if not ever or sender.employer_id is None:
        raise NotFound("person_unknown", id=person_id)
    if all(j.over_on(today) for j in ever):
        raise Conflict("job_over", day=max(j.until for j in ever if j.until).isoformat())
    with as_intake_role():
        batch_id, _ = batches.open_batch(sender, key=batch_key, actor=actor, at=at)
        items = standard(
            as_items([person_id], employer_id=sender.employer_id, batch_id=batch_id, end=today)
        )
    return declare(
        items,
        sender=sender,
        actor=actor,
        at=at,
        batch_key=batch_key,
        batch_id=batch_id,
        checked=True,
    )


def as_items(
    person_ids: Sequence[int], *, employer_id: int, batch_id: int, end: date
) -> pl.DataFrame:
    """A dismissal for each person, and a move-out from the employer's dormitory where they live in one."""
    found = rows(
        """SELECT p.id, p.name, p.nationality, p.birth_date, p.sex, d.id, d.kind, h.code
        FROM people_person p
        LEFT JOIN LATERAL (SELECT id, kind FROM people_document d WHERE d.person_id = p.id AND d.live
                           ORDER BY d.kind <> '111', d.id LIMIT 1) d ON true
        LEFT JOIN register_stay s ON s.person_id = p.id AND s.superseded_at IS NULL AND s.habitual
             AND coalesce(upper(s.period) > %s, true) AND s.party = %s
        LEFT JOIN places_home h ON h.id = s.home_id
        WHERE p.id = ANY(%s) ORDER BY p.id""",
        [end, f"employer:{employer_id}", list(person_ids)],
    )
    numbers = people.numbers([r[5] for r in found if r[5]])
    items: list[dict[str, Any]] = []
    for person, name, nationality, birth, sex, document, kind, home in found:
        common = {
            "name": name,
            "nationality": nationality,
            "birth_date": birth,
            "sex": sex,
            "doc_type": kind,
            "doc_number": numbers.get(document),
            "end": end,
        }
        items.append({**common, "kind": "dismiss", "key": f"{batch_id}:left:{person}"})
        if home:
            items.append(
                {**common, "kind": "leave", "home_code": home, "key": f"{batch_id}:out:{person}"}
            )
    return pl.DataFrame(
        items,
        schema={
            k: t
            for k, t in ITEM_SCHEMA.items()
            if k in (items[0] if items else {}) or k == "home_code"
        },
        orient="row",
        strict=False,
    )
