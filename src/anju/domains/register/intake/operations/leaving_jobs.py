"""A worker leaves the job: the employer names a person it knows, the declaration names the document."""

from __future__ import annotations

from datetime import datetime

from anju.domains.register.declarations.data.declarations import Receipt, Sender
from anju.domains.register.declarations.operations import batches
from anju.domains.register.declarations.operations.batch_rights import may_send
from anju.domains.register.intake.operations.declare import declare, standard
from anju.domains.register.intake.queries.leavers import as_items
from anju.domains.register.ledger.queries import jobs_of
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date
from anju.foundation.db.scope import as_intake_role
from anju.foundation.errors import NotFound


def leave_job(
    person_id: int, *, sender: Sender, actor: Actor, at: datetime, batch_key: str
) -> Receipt:
    """Declare that a worker of the sender left today, and moved out of the sender's dormitory.

    Raises `NotFound` for who does not work there as far as the actor may see, `NotAllowed` as for files.
    """
    may_send(actor, sender, "declare")
    today = local_date(at)
    jobs = [
        j
        for j in jobs_of([person_id])
        if j.employer_id == sender.employer_id and not j.over_on(today)
    ]
    if not jobs or sender.employer_id is None:
        raise NotFound("person_unknown", id=person_id)
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
