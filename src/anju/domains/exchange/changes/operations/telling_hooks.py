"""Notifying webhooks: CloudEvents one by one in their order, signed; the next only once the one before was taken.

An address is asked first whether it agrees (OPTIONS, ``WebHook-Request-Origin``), and never notified without that. A
failure waits 10 s, doubled up to an hour; after a day of failures, or at once where the receiver is gone or its address
is one that may not be called, the webhook pauses until somebody has looked.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db.models import Q

from anju.domains.exchange.changes.data.changes import ACTION, HookState, Place
from anju.domains.exchange.changes.models import ChangeAgreement, Webhook, WebhookAttempt
from anju.domains.exchange.changes.operations.agreements import count_given, given_on, holds
from anju.domains.exchange.changes.operations.composing import next_page, shown_fields
from anju.domains.exchange.changes.operations.fetching import acknowledge
from anju.domains.exchange.changes.operations.webhooks import BEARER
from anju.domains.exchange.links.data.links import FIRST_WAIT, LEASE, LONGEST_WAIT, OUT
from anju.domains.exchange.links.models import OwnPlace
from anju.domains.exchange.links.operations import log
from anju.domains.exchange.links.queries.peers import own_signer
from anju.domains.exchange.signing.data.messages import HttpMessage
from anju.domains.exchange.signing.rules.profile import signed, verified
from anju.foundation.actor import Actor, system
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.crypto import decrypt, row_of
from anju.foundation.db.scope import acting

TYPE = "application/cloudevents+json; charset=utf-8"
GIVEN_UP = timedelta(days=1)
"""Of nothing but failures: then the webhook pauses."""
SCANNED = 50
"""Changes that are looked at for the next event that is given."""
FAR = 1_000
"""Transactions between two notes that nothing was found."""
LONGEST_RETRY = timedelta(days=1)
REFUSED_ADDRESS = "address_refused"
Answer = tuple[int, Mapping[str, str], bytes]
Transport = Callable[[str, str, Mapping[str, str], bytes], Answer]
"""Sends a request (method, address, header fields, body) and follows nothing. `OSError` when there is no answer;
`PermissionError` where the address may not be called."""
_WHO = system("exchange.webhooks", channel="exchange")


@dataclass(frozen=True, slots=True)
class Notified:
    """What one turn came to: an event went (`sent`), or why not, "" where there was nothing to do."""

    sent: bool
    failure: str = ""


@dataclass(frozen=True, slots=True)
class _Turn:
    hook: int
    request: HttpMessage
    event: str = ""
    kind: str = ""
    place: Place | None = None


def due_webhooks(*, at: datetime) -> list[int]:
    """Webhooks that have to be asked or notified now, or looked at whether they have."""
    with acting(_WHO):
        if not OwnPlace.objects.exists():
            return []
        found = (
            Webhook.objects.filter(Q(next_at=None) | Q(next_at__lte=at), agreement__state="active")
            .exclude(state=HookState.PAUSED.value)
            .order_by("id")
        )
        return list(found.values_list("pk", flat=True))


def tell_next(hook_id: int, transport: Transport, *, base: str, at: datetime) -> Notified:
    """Ask an address whether it agrees, or send it the next event. Two transactions of its own with the request between
    them; one that breaks off is sent again, under the same id."""
    with acting(_WHO):
        turn = _taken(hook_id, base, at)
    if turn is None:
        return Notified(False)
    begun = time.monotonic()
    try:
        asked = turn.request
        answer = transport(asked.method, asked.url, asked.headers, asked.body)
        failure = _failure(answer, turn)
    except PermissionError:
        answer, failure = (0, {}, b""), REFUSED_ADDRESS
    except OSError as error:
        answer = (0, {}, b"")
        failure = "timed_out" if isinstance(error, TimeoutError) else "not_reached"
    spent = round((time.monotonic() - begun) * 1000)
    with acting(_WHO):
        _noted(turn, answer, failure, spent, at)
    return Notified(bool(turn.event) and not failure, failure)


def _taken(hook_id: int, base: str, at: datetime) -> _Turn | None:
    hook = Webhook.objects.select_for_update(skip_locked=True).filter(pk=hook_id).first()
    if hook is None or hook.state == HookState.PAUSED or (hook.next_at and hook.next_at > at):
        return None
    row = ChangeAgreement.objects.select_for_update().get(pk=hook.agreement_id)
    if not holds(row, at):
        return None
    turn = (
        _asking(hook, base) if hook.state == HookState.UNVERIFIED else _telling(hook, row, base, at)
    )
    if turn is not None:
        Webhook.objects.filter(pk=hook.pk).update(next_at=at + LEASE)
    return turn


def _asking(hook: Webhook, base: str) -> _Turn:
    headers = {"webhook-request-origin": urlsplit(base).hostname or "", **_bearer(hook)}
    return _Turn(hook.pk, HttpMessage(b"", headers, "OPTIONS", hook.url))


def _telling(hook: Webhook, row: ChangeAgreement, base: str, at: datetime) -> _Turn | None:
    if given_on(row, local_date(at)) >= row.per_day:
        Webhook.objects.filter(pk=hook.pk).update(next_at=at + timedelta(minutes=10))
        return None
    page = next_page(row, 1, base=base, at=at)
    if not page.events:
        page = next_page(row, SCANNED, base=base, at=at)
    if not page.events:
        if page.more or page.end.xid - row.xid > FAR:
            acknowledge(row, page.end)
        return None
    event = page.events[0]
    if hook.failures == 0:
        audit.record_read(
            _recipient(row, str(event["id"])),
            person_ids=list(page.persons[0]),
            fields=shown_fields(row),
            action=ACTION,
            at=at,
        )
    body = json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()
    origin = urlsplit(base).hostname or ""
    bare = HttpMessage(body, {"content-type": TYPE, "origin": origin}, "POST", hook.url)
    fields = signed(bare, own_signer(), nonce=secrets.token_urlsafe(16), at=at)
    headers = {**bare.headers, **fields, **_bearer(hook)}
    kind = str(event["type"]).removeprefix("anju.").removesuffix(".v1")
    return _Turn(hook.pk, replace(bare, headers=headers), str(event["id"]), kind, page.places[0])


def _recipient(row: ChangeAgreement, event: str) -> Actor:
    return Actor(
        kind="client",
        label=row.name,
        purpose=row.purpose,
        channel="exchange",
        request_id=event,
    )


def _bearer(hook: Webhook) -> dict[str, str]:
    if hook.bearer_cipher is None:
        return {}
    secret = decrypt(hook.bearer_cipher, BEARER, row=row_of(hook.agreement_id))
    return {"authorization": f"Bearer {secret}"}


def _failure(answer: Answer, turn: _Turn) -> str:
    status, headers, _ = answer
    if turn.event:
        if 200 <= status < 300:
            return ""
        named = {410: "gone", 415: "media_type", 429: "too_many", 401: "not_authorised"}
        if 300 <= status < 400:
            return "redirected"
        return named.get(status, "server_error" if status >= 500 else "refused")
    allowed = {o.strip().lower() for o in headers.get("webhook-allowed-origin", "").split(",")}
    wanted = turn.request.headers["webhook-request-origin"].lower()
    return "" if 200 <= status < 300 and allowed & {"*", wanted} else "not_agreed"


def _noted(turn: _Turn, answer: Answer, failure: str, spent: int, at: datetime) -> None:
    status, headers, _ = answer
    hook = Webhook.objects.select_for_update().get(pk=turn.hook)
    row = ChangeAgreement.objects.select_for_update().get(pk=hook.agreement_id)
    outcome = "failed" if failure else ("sent" if turn.event else "verified")
    WebhookAttempt.objects.create(
        webhook=hook,
        at=at,
        event=turn.event,
        kind=turn.kind,
        outcome=outcome,
        status=status,
        failure=failure,
        milliseconds=spent,
    )
    if failure:
        _failed(hook, failure, headers, at)
    elif turn.event:
        _went(hook, row, turn, at)
    elif hook.state == HookState.UNVERIFIED and hook.url == turn.request.url:
        hook.state, hook.verified_at = HookState.ACTIVE.value, at
        hook.rate = _rate(headers.get("webhook-allowed-rate", ""))
        _calm(hook, None)


def _went(hook: Webhook, row: ChangeAgreement, turn: _Turn, at: datetime) -> None:
    if turn.place is not None:
        acknowledge(row, turn.place)
    count_given(row, at, given=1)
    proof = verified(turn.request, lambda *_: own_signer().key, at=at)
    digest = hashlib.sha256(turn.request.body).hexdigest()
    log.note(OUT, row.number, proof, [[turn.event, digest, "changes"]], at=at)
    hook.sent_at = at
    _calm(hook, at + timedelta(seconds=60 / hook.rate) if hook.rate else None)


def _calm(hook: Webhook, next_at: datetime | None) -> None:
    hook.failures, hook.failure, hook.failing_since, hook.next_at = 0, "", None, next_at
    hook.save()


def _failed(hook: Webhook, failure: str, headers: Mapping[str, str], at: datetime) -> None:
    wait = min(FIRST_WAIT * 2 ** min(hook.failures, 20), LONGEST_WAIT)
    hook.failures += 1
    hook.failure, hook.failing_since = failure, hook.failing_since or at
    hook.next_at = at + max(wait, _retry_after(headers.get("retry-after", "")))
    if failure in ("gone", REFUSED_ADDRESS) or at - hook.failing_since >= GIVEN_UP:
        hook.state, hook.reason = HookState.PAUSED.value, failure
    hook.save()


def _retry_after(text: str) -> timedelta:
    """Seconds as a receiver asks for them; dates and nonsense count for nothing."""
    seconds = int(text) if text.isdecimal() and len(text) < 8 else 0
    return min(timedelta(seconds=seconds), LONGEST_RETRY)


def _rate(text: str) -> int:
    """Requests a minute; 0 for none named, or ``*``."""
    return int(text) if text.isdecimal() and len(text) < 8 else 0
