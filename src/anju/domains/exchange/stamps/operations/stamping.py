"""Stamping heads of the message log: noted while the log grows, stamped when a service answers, never in the way of it.

A head is noted every ten minutes at most. A service that is down leaves heads waiting; each is stamped later, in order,
and says then when it was stamped, not when it was noted.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256

from cryptography import x509

from anju.domains.exchange.links.data.links import FIRST_WAIT, LONGEST_WAIT
from anju.domains.exchange.links.queries.peers import own_place
from anju.domains.exchange.stamps.data.stamps import EVERY, SKEW, Level, Stamped
from anju.domains.exchange.stamps.models import Stamp, StampKey
from anju.domains.exchange.stamps.rules.issuing import answered, new_authority
from anju.domains.exchange.stamps.rules.tokens import asked, granted, holds
from anju.foundation.actor import system
from anju.foundation.crypto import encrypt, row_of
from anju.foundation.crypto.fields import decrypt
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import rows
from anju.foundation.errors import NotFound, Refused

SECRET = "exchange.stamp"  # noqa: S105 - the context of the ciphertext
MOST = 50
"""Stamps of one turn."""
Service = Callable[[bytes], bytes]
"""Sends a request for a stamp and returns the answer. `OSError` when there is none."""
_WHO = system("exchange.stamps", channel="exchange")


def note_head(*, at: datetime) -> int | None:
    """Note the head of the log to be stamped, where it has grown and the last was noted long enough ago; its number.
    Inside the caller's transaction."""
    last = Stamp.objects.order_by("-number").values_list("number", "noted_at").first()
    if last is not None and at - last[1] < EVERY:
        return None
    found = rows(
        "SELECT number, hash FROM exchange_log WHERE number IS NOT NULL ORDER BY number DESC LIMIT 1"
    )
    if not found or (last is not None and found[0][0] <= last[0]):
        return None
    number, head = found[0]
    Stamp.objects.create(number=number, head=head, noted_at=at)
    return int(number)


def stamp_waiting(
    service: Service | None, trusted: Sequence[x509.Certificate], *, at: datetime
) -> int:
    """Stamp the heads that wait, in their order, until one fails; how many. By a `service` whose certificates are
    `trusted`, or by this installation where there is none. Transactions of its own, none open while the service is
    asked."""
    done = 0
    while done < MOST:
        with acting(_WHO):
            due = Stamp.objects.filter(token=None).order_by("number").first()
            if due is None or (due.next_at is not None and due.next_at > at):
                return done
            own = None if service is not None else _own(at)
        level = Level.SERVICE if own is None else Level.OWN
        try:
            if own is None and service is not None:
                token, stamped = _asked_of(service, due.head, trusted, at)
            else:
                token, stamped = _by_ourselves(due, own or {}, at)
        except Refused as refused:
            _failed(due.pk, refused.code, at)
            return done
        except OSError as error:
            _failed(due.pk, "timed_out" if isinstance(error, TimeoutError) else "not_reached", at)
            return done
        with acting(_WHO):
            Stamp.objects.filter(pk=due.pk, token=None).update(
                token=token,
                at=stamped.at,
                level=level.value,
                authority=stamped.authority,
                failure="",
                attempts=due.attempts + 1,
                next_at=None,
            )
        done += 1
    return done


def digest_of(head: str) -> bytes:
    """What is stamped: the digest of the head as it is written in the log."""
    return sha256(head.encode()).digest()


def _asked_of(
    service: Service, head: str, trusted: Sequence[x509.Certificate], at: datetime
) -> tuple[bytes, Stamped]:
    nonce = secrets.randbits(64)
    digest = digest_of(head)
    token = granted(service(asked(digest, nonce)), nonce)
    stamped = holds(token, digest, trusted)
    if abs(stamped.at - at) > SKEW:
        raise Refused("stamp_clock")
    return token, stamped


def _own(at: datetime) -> Mapping[str, bytes]:
    row = StampKey.objects.order_by("-made_at", "-id").first()
    if row is None:
        row = make_stamp_key(at=at)
    secret = decrypt(row.secret_cipher, SECRET, row=row_of(row.serial))
    return {"secret": bytes.fromhex(secret), "certificate": bytes(row.certificate)}


def make_stamp_key(*, at: datetime) -> StampKey:
    """Make the next key of own stamps; earlier certificates stay on file for the stamps made by them."""
    try:
        code, _ = own_place()
    except NotFound:
        code = "anju"
    secret, certificate = new_authority(f"Anju {code} own time stamps", at.replace(microsecond=0))
    serial = str(x509.load_der_x509_certificate(certificate).serial_number)[:40]
    return StampKey.objects.create(
        serial=serial,
        certificate=certificate,
        secret_cipher=encrypt(secret.hex(), SECRET, row=row_of(serial)),
        made_at=at,
    )


def _by_ourselves(due: Stamp, own: Mapping[str, bytes], at: datetime) -> tuple[bytes, Stamped]:
    nonce, digest = secrets.randbits(64), digest_of(due.head)
    moment = at.astimezone(UTC).replace(microsecond=0)
    answer = answered(asked(digest, nonce), **own, serial=due.number, at=moment)
    token = granted(answer, nonce)
    return token, holds(token, digest, [x509.load_der_x509_certificate(own["certificate"])])


def _failed(stamp: int, failure: str, at: datetime) -> None:
    with acting(_WHO):
        row = Stamp.objects.select_for_update().get(pk=stamp)
        row.next_at = at + min(FIRST_WAIT * 2 ** min(row.attempts, 20), LONGEST_WAIT)
        row.attempts += 1
        row.failure = failure[:40]
        row.save(update_fields=["next_at", "attempts", "failure"])
