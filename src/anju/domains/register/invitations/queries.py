"""Reading invitations: a party's own, and the one of a link."""

from __future__ import annotations

from datetime import datetime

from anju.domains.register.invitations.data import OPEN, InvitationView
from anju.domains.register.invitations.models import Invitation
from anju.domains.register.invitations.rules import proves, selector_of
from anju.foundation.crypto import decrypt, row_of
from anju.foundation.db.statements import rows
from anju.foundation.errors import NotFound

PHONE = "invitation.phone"


def for_guest(row: Invitation) -> InvitationView:
    """What somebody who only brings the link may know."""
    return InvitationView(
        row.id,
        row.kind,
        row.home_id,
        row.party,
        row.state,
        row.made_at,
        row.expires_at,
        row.used_at,
    )


def for_party(row: Invitation) -> InvitationView:
    """What its own party is shown: also whom it went to."""
    phone = decrypt(row.phone_cipher, PHONE, row=row_of(row.selector)) if row.phone_cipher else ""
    masked = f"{phone[:3]}****{phone[-4:]}" if phone else ""
    return InvitationView(
        row.id,
        row.kind,
        row.home_id,
        row.party,
        row.state,
        row.made_at,
        row.expires_at,
        row.used_at,
        masked,
        row.person_id,
    )


def invitations_of(
    party: str, *, home_id: int | None = None, limit: int = 50
) -> list[InvitationView]:
    """A party's invitations, newest first."""
    query = Invitation.objects.filter(party=party)
    if home_id is not None:
        query = query.filter(home_id=home_id)
    return [for_party(r) for r in query.order_by("-made_at", "-id")[:limit]]


def usable(token: str, *, at: datetime, lock: bool = False) -> Invitation:
    """The open invitation of a token. `NotFound` ``invitation_void`` for unknown, used, revoked and expired alike."""
    query = Invitation.objects.select_for_update() if lock else Invitation.objects.all()
    row = query.filter(selector=selector_of(token)).first()
    right = proves(token, bytes(row.secret_hash) if row else None)
    if row is None or not right or row.state != OPEN or at >= row.expires_at:
        raise NotFound("invitation_void")
    return row


def made_by_check_in(person_id: int, home_id: int, party: str, user_id: int) -> bool:
    """Did this party's check-in to this home, or the account's own declaration for it, enter the
    person, so that nothing was known of them before?"""
    return bool(
        rows(
            """SELECT FROM register_declaration d JOIN register_batch b ON b.id = d.batch_id
        WHERE d.person_id = %s AND d.home_id = %s AND (b.party = %s OR b.by_user = %s) AND d.status = 'applied'
          AND (d.effects ->> 'created')::boolean LIMIT 1""",
            [person_id, home_id, party, user_id],
        )
    )
