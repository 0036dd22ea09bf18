"""A seeker and a sender write to each other about a vacancy, and agree when to see it; neither sees the other's
number."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.core import signing
from django.db import transaction

from anju.domains.access import api as access
from anju.domains.housing.listings.data.threads import (
    ACCEPTED,
    CANCELLED,
    DECLINED,
    FURTHEST,
    LINK_DAYS,
    LONGEST,
    OFFERER,
    PROPOSED,
    SEEKER,
)
from anju.domains.housing.listings.models import Enquiry, ViewingAppointment
from anju.domains.housing.listings.queries.threads import (
    MAY_ANSWER,
    TEXT,
    Held,
    held_thread,
    side_of,
)
from anju.domains.housing.listings.rules.public_text import public_text
from anju.foundation.actor import Actor, Grant
from anju.foundation.audit import api as audit
from anju.foundation.characters import visible_lines
from anju.foundation.crypto import encrypt, row_of
from anju.foundation.crypto.binding import BoundColumn
from anju.foundation.db.statements import insert, next_ids, rows
from anju.foundation.errors import Conflict, NotFound, Refused
from anju.foundation.events import api as events
from anju.foundation.free_text import require_no_identity_number
from anju.foundation.request_keys import require_key

BOUND = (BoundColumn("housing_message", "text_cipher", "id", (TEXT,)),)
MESSAGE_EVENT, VIEWING_EVENT = "housing.message", "housing.viewing"
_SALT = "housing.answer"


def enquire(
    listing_id: int,
    text: str,
    *,
    key: str,
    link: Callable[[str], str],
    actor: Actor,
    at: datetime,
) -> int:
    """Write to the sender of an open vacancy; the thread. The same `key` again writes nothing more. `link` makes an
    address of a token, for a sender who has no account.

    By any signed-in account of the public. Raises `NotFound` ``listing_unknown``; `Refused` ``message_empty``,
    ``message_too_long`` (`most`), ``listing_own``, ``sign_in_to_write``, ``too_many_tries``.
    """
    if actor.user_id is None or actor.kind != "public":
        raise Refused("sign_in_to_write")
    message = _sound(text)
    found = rows(
        "SELECT source, ident, party, place FROM housing_listing WHERE id = %s AND state = 'open'",
        [listing_id],
    )
    if not found:
        raise NotFound("listing_unknown")
    source, ident, party, place = found[0]
    if party and party in actor.parties(MAY_ANSWER):
        raise Refused("listing_own")
    access.count_try("listing.message", str(actor.user_id), at=at)
    with transaction.atomic():
        held = _opened(actor, (listing_id, source, ident, party, public_text(place)), link, at)
        _written(held, SEEKER, message, key, actor, at)
    return held.id


def _opened(
    actor: Actor, about: tuple[int, str, str, str, str], link: Callable[[str], str], at: datetime
) -> Held:
    """The seeker's thread about this vacancy, begun where there is none."""
    listing_id, source, ident, party, place = about
    rows("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"enquiry:{actor.user_id}"])
    known = rows(
        "SELECT id FROM housing_enquiry WHERE seeker = %s AND source = %s AND ident = %s",
        [actor.user_id, source, ident],
    )
    if known:
        return held_thread(known[0][0], lock=True)
    (number,) = next_ids("housing_enquiry", 1)
    insert(
        "housing_enquiry",
        {
            "id": ("bigint", [number]),
            "listing_id": ("bigint", [listing_id]),
            "source": ("text", [source]),
            "ident": ("text", [ident]),
            "place": ("text", [place]),
            "seeker": ("bigint", [actor.user_id]),
            "offerer": ("text", [party or f"enquiry:{number}"]),
            "link": ("text", ["" if party else link("TOKEN").replace("TOKEN", "{token}")[:200]]),
            "unreached": ("boolean", [False]),
            "last_side": ("text", [SEEKER]),
            "opened_at": ("timestamptz", [at]),
            "last_at": ("timestamptz", [at]),
            "seeker_seen_at": ("timestamptz", [at]),
        },
    )
    return held_thread(number)


def reply(thread_id: int, text: str, *, key: str, actor: Actor, at: datetime) -> None:
    """Write in a thread of one's own. Raises `NotFound` ``thread_unknown``; `Refused` as `enquire`."""
    message = _sound(text)
    side_of(held_thread(thread_id), actor)
    access.count_try("listing.message", str(actor.user_id or f"enquiry:{thread_id}"), at=at)
    with transaction.atomic():
        held = held_thread(thread_id, lock=True)
        side = side_of(held, actor)
        _written(held, side, message, key, actor, at)


def _sound(text: str) -> str:
    require_no_identity_number(text)
    message = visible_lines(text)
    if not message:
        raise Refused("message_empty")
    if len(message) > LONGEST:
        raise Refused("message_too_long", most=LONGEST)
    return message


def _written(held: Held, side: str, text: str, key: str, actor: Actor, at: datetime) -> None:
    """Keep a message. The other side hears of it unless something waits there unread, of which it heard."""
    require_key(key)
    before, again = rows(
        "SELECT count(*), coalesce(bool_or(key = %s), false) FROM housing_message WHERE enquiry_id = %s",
        [key, held.id],
    )[0]
    if again:
        return
    (number,) = next_ids("housing_message", 1)
    insert(
        "housing_message",
        {
            "id": ("bigint", [number]),
            "enquiry_id": ("bigint", [held.id]),
            "side": ("text", [side]),
            "text_cipher": ("bytea", [encrypt(text, TEXT, row=row_of(number))]),
            "key": ("text", [key]),
            "by_user": ("bigint", [actor.user_id]),
            "at": ("timestamptz", [at]),
        },
    )
    Enquiry.objects.filter(id=held.id).update(last_side=side, last_at=at, **{f"{side}_seen_at": at})
    _record(actor, "housing.message", held.id, at)
    if not before or not held.unread(OFFERER if side == SEEKER else SEEKER):
        events.emit(MESSAGE_EVENT, {"thread": held.id, "side": side}, at=at)


def see_thread(thread_id: int, *, actor: Actor, at: datetime) -> None:
    """Note that this side has read all that was written. Raises `NotFound` ``thread_unknown``."""
    side = side_of(held_thread(thread_id), actor)
    Enquiry.objects.filter(id=thread_id).update(**{f"{side}_seen_at": at})


def propose_viewing(thread_id: int, starts_at: datetime, *, actor: Actor, at: datetime) -> int:
    """Propose a time to see the home; the appointment. The same time again is the same appointment.

    Raises `NotFound` ``thread_unknown``; `Refused` ``viewing_in_past``, ``viewing_too_far`` (`days`).
    """
    if starts_at <= at:
        raise Refused("viewing_in_past")
    if starts_at > at + FURTHEST:
        raise Refused("viewing_too_far", days=FURTHEST.days)
    with transaction.atomic():
        held = held_thread(thread_id, lock=True)
        side = side_of(held, actor)
        standing = ViewingAppointment.objects.filter(
            enquiry_id=thread_id, starts_at=starts_at, state__in=(PROPOSED, ACCEPTED)
        ).first()
        if standing is not None:
            return int(standing.pk)
        made = ViewingAppointment.objects.create(
            enquiry_id=thread_id,
            side=side,
            starts_at=starts_at,
            state=PROPOSED,
            at=at,
            changed_at=at,
        )
        _moved(held, side, at)
        _record(actor, "housing.viewing_proposed", held.id, at)
        _news(held, made, side, at)
    return int(made.pk)


def answer_viewing(viewing_id: int, *, accept: bool, actor: Actor, at: datetime) -> None:
    """Accept or decline what the other side proposed. Raises `NotFound` ``viewing_unknown``; `Conflict`
    ``viewing_settled``, ``viewing_own``, ``viewing_over``."""
    with transaction.atomic():
        row, held, side = _own(viewing_id, actor)
        wanted = ACCEPTED if accept else DECLINED
        if row.state == wanted and row.side != side:
            return
        if row.side == side:
            raise Conflict("viewing_own")
        if row.state != PROPOSED:
            raise Conflict("viewing_settled")
        if row.starts_at <= at:
            raise Conflict("viewing_over")
        _set(row, wanted, held, side, at)
        if accept:
            _record(actor, "housing.viewing_accepted", held.id, at)
        else:
            _record(actor, "housing.viewing_declined", held.id, at)


def cancel_viewing(viewing_id: int, *, actor: Actor, at: datetime) -> None:
    """Cancel an appointment that is proposed or agreed, by either side. Raises `NotFound` ``viewing_unknown``;
    `Conflict` ``viewing_settled``."""
    with transaction.atomic():
        row, held, side = _own(viewing_id, actor)
        if row.state == CANCELLED:
            return
        if row.state == DECLINED:
            raise Conflict("viewing_settled")
        _set(row, CANCELLED, held, side, at)
        _record(actor, "housing.viewing_cancelled", held.id, at)


def _own(viewing_id: int, actor: Actor) -> tuple[ViewingAppointment, Held, str]:
    row = ViewingAppointment.objects.select_for_update().filter(id=viewing_id).first()
    if row is None:
        raise NotFound("viewing_unknown")
    held = held_thread(row.enquiry_id)
    return row, held, side_of(held, actor)


def _set(row: ViewingAppointment, state: str, held: Held, side: str, at: datetime) -> None:
    row.state, row.changed_at = state, at
    row.save(update_fields=["state", "changed_at"])
    _moved(held, side, at)
    _news(held, row, side, at)


def _moved(held: Held, side: str, at: datetime) -> None:
    """Something new stands in the thread for the other side."""
    Enquiry.objects.filter(id=held.id).update(last_side=side, last_at=at, **{f"{side}_seen_at": at})


def _news(held: Held, row: ViewingAppointment, side: str, at: datetime) -> None:
    news = {"thread": held.id, "viewing": int(row.pk), "state": row.state, "side": side}
    events.emit(VIEWING_EVENT, news, at=at)


def _record(actor: Actor, action: str, thread_id: int, at: datetime) -> None:
    audit.record_write(actor, action=action, subject_kind="enquiry", subject_id=thread_id, at=at)


def answer_token(thread_id: int) -> str:
    """What in an address lets the sender of a listing answer in one thread, for `LINK_DAYS`."""
    return signing.dumps(thread_id, salt=_SALT)


def answering(token: str, *, actor: Actor) -> tuple[int, Actor]:
    """(the thread of a token, who answers in it). Raises `NotFound` ``thread_unknown`` for one that is none or over."""
    try:
        number = int(signing.loads(token, salt=_SALT, max_age=LINK_DAYS * 24 * 3600))
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise NotFound("thread_unknown") from error
    own_thread = Grant("offerer", frozenset({"person.see", MAY_ANSWER}), party=f"enquiry:{number}")
    who = Actor(
        "public", None, "by link", (own_thread,), channel=actor.channel, request_id=actor.request_id
    )
    return number, who
