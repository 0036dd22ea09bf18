"""From a session to an actor: every view runs as somebody, in one transaction, under row-level security."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from anju.domains.access import api as access
from anju.domains.people import api as people
from anju.foundation.actor import NOBODY, Actor
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.errors import AnjuError, NotAllowed
from anju.interfaces.web.areas import closed
from anju.interfaces.web.availability import OUTSIDE
from anju.interfaces.web.numbers import new_number
from anju.interfaces.web.refusals import only_sent, refusal
from anju.interfaces.web.tokens import API, by_token
from anju.interfaces.web.uploads import too_much

PURPOSE, SECOND_FACTOR, BY_CODE = "purpose", "second_factor", "signed_in_by_code"
CODE_IS_FRESH = 10 * 60
"""Seconds for which signing in with a code from the phone proves who is there."""
LAST_SEEN_EVERY = 60
"""Seconds between two notes of when a session was last used: a write a minute, not a write a request."""
OPEN_TO_HALF_SIGNED = ("/account/", "/static/", "/i18n/", "/outbox/")
"""Where staff may go who have not shown a second factor yet."""

ACTS_ITSELF = frozenset({"/exchange/v1/messages", "/exchange/v1/answers"})
"""What machines send; its signature says who they are: one transaction, as whoever it is, in the domain."""

READS_IT_ITSELF = "office:person"
"""The page that reads with the record whether it was merged away: the most opened one saves a query."""


class ActorRequest(HttpRequest):
    """What views receive."""

    actor: Actor
    at: datetime
    request_id: str


class ActorMiddleware:
    """Sets `request.actor`, `request.at`, `request.request_id`; opens the transaction; turns named errors into pages.

    Must stand last. Whatever goes wrong in a view rolls its transaction back. The session itself is saved by Django's
    own middleware, outside.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Django hands over the view."""
        self.get_response = get_response

    def __call__(self, raw: HttpRequest) -> HttpResponseBase:
        """Answer one request."""
        request = cast("ActorRequest", raw)
        request.at, request.actor = now(), NOBODY
        request.request_id = getattr(raw, "request_id", "") or new_number()
        if request.path in OUTSIDE:
            return self.get_response(request)
        if request.path.startswith(API):
            request.actor = by_token(request, at=request.at, request_id=request.request_id)
        elif request.path in ACTS_ITSELF:
            answer = too_much(request, stranger=True) or self.get_response(request)
            opened = answer.status_code == 405 and _opened_as_page(request)
            return only_sent(request) if opened else answer
        else:
            _end_idle(request)
            request.actor = _actor(request)
            if _half_signed(request):
                if not request.path.startswith(OPEN_TO_HALF_SIGNED):
                    return redirect("mfa_index")
                request.actor = replace(request.actor, grants=())
        with acting(request.actor):
            stranger = request.actor.user_id is None
            response = (
                too_much(request, stranger=stranger)
                or closed(request)
                or self.get_response(request)
            )
            if response.status_code == 405 and _opened_as_page(request):
                response = only_sent(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        response["X-Request-ID"] = request.request_id
        return _streaming(response, request.actor)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """The number of a record that was merged away, in an address, means the record that stands for it."""
        named, match = kwargs.get("person_id"), request.resolver_match
        if not isinstance(named, int) or match is None or match.view_name == READS_IT_ITSELF:
            return None
        stands = people.canonical(named)
        kwargs["person_id"] = stands
        if stands == named or request.method not in ("GET", "HEAD"):
            return None
        query = request.META.get("QUERY_STRING", "")
        return redirect(reverse(match.view_name, kwargs=kwargs) + (f"?{query}" if query else ""))

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Undo what the view did; a named error becomes its page, everything else goes on to Django."""
        if not transaction.get_connection().in_atomic_block:
            return refusal(request, error) if isinstance(error, AnjuError) else None
        if isinstance(error, AnjuError):
            page = refusal(request, error)
            transaction.set_rollback(True)
            return page
        if type(error).__name__ not in ("ImmediateHttpResponse", "ReauthenticationRequired"):
            transaction.set_rollback(True)
        return None


def allowed_purposes(actor: Actor) -> tuple[str, ...]:
    """Purposes the actor may state, in the order of the list of purposes."""
    held = {purpose for grant in actor.grants for purpose in grant.purposes}
    return tuple(code for code in access.PURPOSES if code in held)


def may_manage_account(request: ActorRequest) -> bool:
    """True for who has signed in whole: staff with password and second factor."""
    return not _half_signed(request)


def just_signed_in_by_code(request: ActorRequest) -> bool:
    """True when this session began minutes ago with a code sent to the phone."""
    held = request.session.get(BY_CODE) or {}
    age = request.at.timestamp() - held.get("at", 0)
    return held.get("user") == request.actor.user_id and 0 <= age <= CODE_IS_FRESH


def _actor(request: ActorRequest) -> Actor:
    if not request.user.is_authenticated:
        return replace(NOBODY, channel="web", request_id=request.request_id)
    try:
        return access.actor_of_user(
            request.user,
            at=request.at,
            purpose=request.session.get(PURPOSE, ""),
            channel="web",
            request_id=request.request_id,
        )
    except NotAllowed:
        logout(request)
        return replace(NOBODY, channel="web", request_id=request.request_id)


def _end_idle(request: ActorRequest) -> None:
    """Sign out whoever was away too long (GB/T 22239-2019), and note the present use."""
    if not request.user.is_authenticated:
        return
    kind = "public" if getattr(request.user, "kind", "") == "public" else "staff"
    stamp, last = int(request.at.timestamp()), request.session.get(access.SEEN)
    if last is not None and stamp - last > settings.IDLE_MINUTES[kind] * 60:
        logout(request)
    elif last is None or stamp - last >= LAST_SEEN_EVERY:
        request.session[access.SEEN] = stamp


def _half_signed(request: ActorRequest) -> bool:
    """True for staff who have shown a password but no second factor: they hold no grants yet."""
    return (
        request.actor.kind != "public"
        and request.session.get(SECOND_FACTOR) != request.actor.user_id
    )


def _opened_as_page(request: ActorRequest) -> bool:
    return request.method in ("GET", "HEAD") and not request.path.startswith(API)


def _streaming(response: HttpResponseBase, actor: Actor) -> HttpResponseBase:
    """A stream is read after this middleware has returned: give each piece of it a transaction of its own."""
    if isinstance(response, StreamingHttpResponse) and not response.is_async:
        response.streaming_content = _within(
            actor, cast("Iterable[bytes]", response.streaming_content)
        )
    return response


def _within(actor: Actor, content: Iterable[Any]) -> Iterator[Any]:
    """What was read for a piece is recorded before the piece leaves; none waits open for a slow reader."""
    pieces = iter(content)
    while True:
        with acting(actor):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece
