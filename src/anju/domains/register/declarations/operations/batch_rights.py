"""Who may touch a batch: asked before the intake role is taken, because the intake role sees everything."""

from __future__ import annotations

from anju.domains.employers import api as employers
from anju.domains.places import api as places
from anju.domains.register.declarations.data.declarations import Sender
from anju.domains.register.declarations.models import Batch, Review
from anju.foundation.actor import Actor
from anju.foundation.errors import NotAllowed, NotFound


def see_batch(batch_id: int, code: str = "import_unknown") -> None:
    """Raise `NotFound` unless the transaction's own scope admits the batch. Call it outside `as_intake_role`."""
    if not Batch.objects.filter(id=batch_id).exists():
        raise NotFound(code, id=batch_id)


def see_review(review_id: int) -> None:
    """The same for a question."""
    if not Review.objects.filter(id=review_id).exists():
        raise NotFound("review_unknown", id=review_id)


def may_send(actor: Actor, sender: Sender, permission: str = "import.run") -> None:
    """Raise `NotAllowed` unless the actor may send files for this sender.

    An employer's roster: by the employer itself, or by staff in whose region the employer lies. Everything else: by
    whoever speaks for the party, or by staff of the region the rows belong to. An employer, and who sends for one,
    names no region but the employer's own or one of the actor's; a landlord none but those of their buildings.
    """
    own = bool(sender.party) and actor.may(permission, party=sender.party)
    where = sender.region
    if sender.employer_id is not None:
        known = employers.employers([sender.employer_id]).get(sender.employer_id)
        if known is None:
            raise NotFound("employer_unknown", id=sender.employer_id)
        own = actor.may(permission, party=known.party)
        if sender.party not in ("", known.party):
            raise NotAllowed("import_for_others", party=sender.party)
        if not own and not actor.may(permission, region=known.region):
            raise NotAllowed("import_for_others", party=known.party)
        if own and where in ("", known.region):
            return
    if own and (not where or where in {b.region for b in places.buildings_of(sender.party)}):
        return
    if not actor.may(permission, region=where):
        raise NotAllowed("outside_jurisdiction", permission=permission, region=where)


def may_handle(actor: Actor, batch: Batch, permission: str) -> None:
    """Raise `NotAllowed` unless the actor may go on with a batch somebody sent."""
    if batch.party and actor.may(permission, party=batch.party):
        return
    if not actor.may(permission, region=batch.region):
        raise NotAllowed("outside_jurisdiction", permission=permission, region=batch.region)


def may_undo(actor: Actor, batch: Batch) -> None:
    """A batch is taken back by whoever may apply imports there, or by its own sender."""
    if actor.may("import.apply", region=batch.region) or (
        batch.party and actor.may("declare", party=batch.party)
    ):
        return
    if actor.user_id is not None and batch.source == f"user:{actor.user_id}":
        return
    raise NotAllowed("outside_jurisdiction", permission="import.apply", region=batch.region)
