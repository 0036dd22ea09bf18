"""What the holder of a digital permit may show, and how long what was shown holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

VCT = "urn:anju:residence-permit:1"
"""The type of the credential; a new number when a claim changes its meaning."""

ALWAYS = ("holds_permit", "city")
"""The least that is shown: this person has a valid permit of this city."""

CHOICES = (
    "name",
    "sex",
    "birth_date",
    "id_number",
    "permit_number",
    "residence_address",
    "hukou_address",
    "issuing_authority",
    "date_of_issuance",
    "photo_sha256",
)
"""What may be shown besides. Ethnicity is printed on the card by law and stands in no digital permit (DESIGN §5)."""

PRINTED = (
    "name",
    "id_number",
    "permit_number",
    "residence_address",
    "issuing_authority",
    "date_of_issuance",
    "photo_sha256",
)
"""What the code on a card says: nothing that the card does not print beside it."""

LIVE = timedelta(seconds=90)
"""A code on a phone holds so long and is drawn anew every minute: a picture of it is soon worthless."""

CHECK_HOLDS = timedelta(minutes=5)
"""How long the holder's confirmation by passkey or PIN stands behind the codes that follow."""

CHECKS = ("passkey", "pin")

LIST_SIZE = 1 << 20
LIST_LIFE = timedelta(hours=48)
"""After which a cached list is called stale."""
LIST_TTL = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class LiveCode:
    """A live code: the text of the QR and when it stops holding."""

    text: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Wallet:
    """A credential for a wallet app (SD-JWT VC); the holder keeps it, the register only knows how to revoke it."""

    text: str
    expires_at: datetime
