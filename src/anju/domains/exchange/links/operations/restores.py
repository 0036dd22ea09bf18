"""A place that was restored from a backup has forgotten what it received since: it says so and is offered it again."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.db.models import Exists, OuterRef

from anju.domains.exchange.links.data.links import OUT, REOFFERED, PeerState, State
from anju.domains.exchange.links.models import Message, Peer
from anju.domains.exchange.links.operations.queueing import Draft, queue
from anju.domains.exchange.links.queries.peers import agreements_of
from anju.domains.exchange.messages.data.classes import WITHDRAWAL
from anju.foundation.actor import system
from anju.foundation.audit.api import epoch
from anju.foundation.clock import local_date
from anju.foundation.db.scope import acting


def notice_epoch(peer: Peer, number: int, *, at: datetime) -> int:
    """The other place says how often it was restored. Once more than before: everything it receipted in the last
    `REOFFERED` goes out again under the same ids, which it takes as repeated where it still has them; how many."""
    if not Peer.objects.filter(pk=peer.pk, epoch__lt=number).update(epoch=number):
        return 0
    return Message.objects.filter(
        peer=peer, direction=OUT, state=State.SENT.value, at__gt=at - REOFFERED
    ).update(state=State.QUEUED.value, next_at=None)


def tell_restore(*, at: datetime) -> int:
    """After a restore of this place: a message to every other place that was sent none since, however little there is
    to say, so that it learns of the restore and not only when it next has something to send. How many.

    The message is a withdrawal of itself, which does nothing but carry the number of the restore. Where no agreement
    in force lets this place withdraw, nothing goes.
    """
    number = epoch().number
    if not number:
        return 0
    since = Message.objects.filter(peer=OuterRef("pk"), direction=OUT, epoch=number)
    with acting(system("exchange.restored", channel="exchange")), transaction.atomic():
        unaware = Peer.objects.select_for_update().filter(
            ~Exists(since), state=PeerState.ACTIVE.value, test=False
        )
        return sum(_tell(peer, at) for peer in unaware.order_by("pk"))


def _tell(peer: Peer, at: datetime) -> int:
    today, own = local_date(at), uuid4()
    allowed = (a for a in agreements_of(peer.pk) if a.holds_on(today))
    for agreement in allowed:
        if WITHDRAWAL in agreement.own_classes and agreement.purposes:
            draft = Draft(
                *(WITHDRAWAL, {"reason": "mistake"}, agreement.purposes[0], None),
                reply_to=own,
                message_id=own,
            )
            return len(queue(peer, [draft], at=at))
    return 0
