"""Setting webhooks up and looking after them: address, proof of the receiver, pause, going on, passing one event
over."""

from __future__ import annotations

from datetime import datetime

from anju.domains.exchange.changes.data.changes import HookState
from anju.domains.exchange.changes.models import ChangeAgreement, Webhook, WebhookAttempt
from anju.domains.exchange.changes.operations.agreements import locked, record
from anju.domains.exchange.changes.operations.composing import next_page
from anju.domains.exchange.changes.operations.fetching import acknowledge
from anju.domains.exchange.changes.rules.addresses import unfit_address
from anju.foundation.actor import Actor
from anju.foundation.crypto import encrypt, row_of
from anju.foundation.errors import Conflict, NotFound, Refused
from anju.foundation.independence import require_independent

BEARER = "exchange.webhook"
BY_HAND, SKIPPED = "by_hand", "skipped"
LONGEST_BEARER = 500


def set_bearer(agreement_id: int, secret: str, *, actor: Actor, at: datetime) -> None:
    """Keep, encrypted, what the receiver wants to see in ``Authorization``; "" for nothing. `Refused`
    ``webhook_bearer`` for what no header field can hold, `NotFound` ``agreement_unknown``, ``webhook_unknown``."""
    row, hook = _locked(agreement_id, actor)
    if len(secret) > LONGEST_BEARER or not all("!" <= c <= "~" for c in secret):
        raise Refused("webhook_bearer")
    hook.bearer_cipher = encrypt(secret, BEARER, row=row_of(hook.agreement_id)) if secret else None
    hook.save(update_fields=["bearer_cipher"])
    record(actor, "exchange.webhook_bearer", row, at)


def move_webhook(agreement_id: int, url: str, *, actor: Actor, at: datetime) -> None:
    """Propose another address; it counts once somebody else confirms it. `Refused` ``webhook_address``, `NotFound` as
    `set_bearer`."""
    row, hook = _locked(agreement_id, actor)
    if unfit_address(url):
        raise Refused("webhook_address")
    hook.next_url, hook.next_by = url, actor.user_id
    hook.save(update_fields=["next_url", "next_by"])
    record(actor, "exchange.webhook_move_proposed", row, at)


def confirm_move(agreement_id: int, *, actor: Actor, at: datetime) -> None:
    """Tell the proposed address from now on; it is asked first whether it agrees. `Conflict` ``webhook_not_moved``,
    `NotAllowed` ``approver_same_person``, ``approver_made``, `NotFound` as `set_bearer`."""
    row, hook = _locked(agreement_id, actor)
    if not hook.next_url:
        raise Conflict("webhook_not_moved")
    if actor.kind != "system":
        require_independent(hook.next_by, actor)
    hook.url, hook.next_url, hook.next_by = hook.next_url, "", None
    hook.bearer_cipher = None
    _anew(hook, HookState.UNVERIFIED)
    record(actor, "exchange.webhook_moved", row, at)


def pause_webhook(agreement_id: int, *, actor: Actor, at: datetime) -> None:
    """Send nothing until somebody lets it go on; what happens meanwhile waits. `NotFound` as `set_bearer`."""
    row, hook = _locked(agreement_id, actor)
    if hook.state == HookState.PAUSED:
        return
    hook.state, hook.reason = HookState.PAUSED.value, BY_HAND
    hook.save(update_fields=["state", "reason"])
    record(actor, "exchange.webhook_paused", row, at)


def resume_webhook(agreement_id: int, *, actor: Actor, at: datetime) -> None:
    """Go on where it stopped, after the address has been asked again whether it agrees. `NotFound` as `set_bearer`."""
    row, hook = _locked(agreement_id, actor)
    if hook.state == HookState.ACTIVE and hook.next_at is None:
        return
    _anew(hook, HookState.UNVERIFIED)
    record(actor, "exchange.webhook_resumed", row, at)


def skip_event(agreement_id: int, event: str, *, base: str, actor: Actor, at: datetime) -> None:
    """Pass over the event in the way, which the receiver refuses; the others follow. `Conflict` ``webhook_event_gone``
    when another one stands there by now, `NotFound` as `set_bearer`."""
    row, hook = _locked(agreement_id, actor)
    page = next_page(row, 1, base=base, at=at)
    if not page.events or page.events[0]["id"] != event:
        raise Conflict("webhook_event_gone")
    acknowledge(row, page.places[0])
    kind = str(page.events[0]["type"]).removeprefix("anju.").removesuffix(".v1")
    WebhookAttempt.objects.create(webhook=hook, at=at, event=event, kind=kind, outcome=SKIPPED)
    if hook.state != HookState.UNVERIFIED:
        _anew(hook, HookState.ACTIVE)
    record(actor, "exchange.webhook_event_skipped", row, at)


def _anew(hook: Webhook, state: HookState) -> None:
    hook.state, hook.reason, hook.failures, hook.failure = state.value, "", 0, ""
    hook.failing_since = hook.next_at = None
    hook.save()


def _locked(agreement_id: int, actor: Actor) -> tuple[ChangeAgreement, Webhook]:
    row = locked(agreement_id, actor)
    hook = Webhook.objects.select_for_update().filter(agreement=row).first()
    if hook is None:
        raise NotFound("webhook_unknown")
    return row, hook
