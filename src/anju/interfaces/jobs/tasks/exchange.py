"""Exchange with other places: sending and applying by jobs, terms by the hour."""

from __future__ import annotations

from contextlib import suppress

from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from anju.domains.exchange.api import changes, extracts, forms, links, stamps, transfers
from anju.foundation.actor import system
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.interfaces.jobs import schedule
from anju.interfaces.jobs.guarded_http import GuardedHttp
from anju.interfaces.jobs.peer_http import PeerHttp
from anju.interfaces.jobs.stamp_http import StampHttp, trusted_certificates

SEND, APPLY = "exchange.send", "exchange.apply"
MOST_REQUESTS = 500
"""Of one job: then others have their turn."""


@schedule.every(3, name="exchange.due")
def due() -> None:
    """Put in a job for each link with something to send, and one where something waits to be applied. After a restore
    other places are notified of it first."""
    links.tell_restore(at=now())
    for peer in links.due_peers(at=now()):
        with suppress(AlreadyEnqueued), transaction.atomic():
            app.configure_task(SEND, queueing_lock=f"{SEND} {peer}", lock=f"{SEND} {peer}").defer(
                peer=peer
            )
    if links.kept_waiting():
        with suppress(AlreadyEnqueued), transaction.atomic():
            app.configure_task(APPLY, queueing_lock=APPLY).defer()


@app.task(name=SEND, queue="exchange")
def send(peer: int) -> None:
    """Send to one place until nothing is left or a request fails."""
    with PeerHttp() as transport:
        for _ in range(MOST_REQUESTS):
            sent = links.send_due(peer, transport, at=now())
            if sent.failure or not sent.messages:
                return


@app.task(name=APPLY, queue="exchange")
def apply() -> None:
    """Apply what was kept, in the order of its subjects."""
    links.apply_kept(at=now())


@schedule.every(5, name="exchange.chain")
def chain() -> int:
    """Chain the log of requests; how many entries."""
    with acting(system("exchange.chain")):
        return links.chain()


STAMP = "exchange.stamp"


@schedule.every(30, name="exchange.stamps_due")
def stamps_due() -> None:
    """Note the head of the log where it is time to, and put in a job where heads wait for their stamp."""
    with acting(system("exchange.stamps")):
        stamps.note_head(at=now())
        waiting = stamps.stamps_standing().waiting
    if waiting:
        with suppress(AlreadyEnqueued), transaction.atomic():
            app.configure_task(STAMP, queueing_lock=STAMP, lock=STAMP).defer()


@app.task(name=STAMP, queue="exchange")
def stamp() -> None:
    """Stamp the heads that wait, by the configured service or by this installation."""
    url = settings.STAMP_URL
    stamps.stamp_waiting(StampHttp(url) if url else None, trusted_certificates(), at=now())


@schedule.every(3600, name="exchange.terms")
def terms() -> int:
    """Let what was not answered in its term come to its default; forget nonces that can no longer come."""
    at = now()
    with acting(system("exchange.terms", channel="exchange")):
        links.forget_nonces(at=at)
        return links.close_terms(at=at)


WEBHOOK = "exchange.webhook"


@schedule.every(3, name="exchange.webhooks_due")
def webhooks_due() -> None:
    """Put in a job for each webhook that may have something to be sent."""
    for hook in changes.due_webhooks(at=now()):
        name = f"{WEBHOOK} {hook}"
        with suppress(AlreadyEnqueued), transaction.atomic():
            app.configure_task(WEBHOOK, queueing_lock=name, lock=name).defer(hook=hook)


@app.task(name=WEBHOOK, queue="exchange")
def tell_webhook(hook: int) -> None:
    """Tell one address until nothing is left or a request fails."""
    networks = changes.networks_of(settings.WEBHOOK_NETWORKS)
    with GuardedHttp(networks) as transport:
        for _ in range(MOST_REQUESTS):
            notified = changes.tell_next(hook, transport, base=settings.PUBLIC_URL, at=now())
            if not notified.sent:
                return


@schedule.every(3600, name="exchange.changes_forget")
def changes_forget() -> int:
    """Remove changes that are kept no longer; how many."""
    with acting(system("exchange.changes")):
        return changes.forget_changes(at=now())


EXTRACT = "exchange.extract"


@schedule.every(5, name="exchange.extracts_due")
def extracts_due() -> None:
    """Put in a job for each extract that was approved."""
    with acting(system("exchange.extracts")):
        waiting = extracts.due()
    for one in waiting:
        with suppress(AlreadyEnqueued), transaction.atomic():
            app.configure_task(EXTRACT, queueing_lock=f"{EXTRACT} {one}", lock=EXTRACT).defer(
                extract=one
            )


@app.task(name=EXTRACT, queue="exports")
def extract(extract: int) -> None:
    """Make one extract."""
    extracts.make_extract(extract, at=now())


@schedule.every(3600, name="exchange.forms_expire")
def forms_expire() -> int:
    """Let the content of filled forms go whose days are over."""
    with acting(system("exchange.forms")):
        return forms.forget_filled(at=now())


@schedule.every(60, name="exchange.transfers")
def send_transfers() -> int:
    """Let what people asked to be sent on take its next step; how many did."""
    return transfers.proceed(at=now())


@schedule.every(3600, name="exchange.transfers_forget")
def transfers_forget() -> int:
    """Erase the content of transfers whose days are over."""
    with acting(system("exchange.transfers")):
        return transfers.forget_transfers(at=now())


@schedule.every(600, name="exchange.extracts_expire")
def extracts_expire() -> int:
    """Delete extracts that nobody downloaded in their term."""
    with acting(system("exchange.extracts")):
        return extracts.expire_extracts(at=now())
