"""What a blind index of a document stands for.

Citizen numbers (and the residence permits of the same structure) are one numbering, whichever card prints them; all
other numbers are unique only together with their kind and issuing country.
"""

from __future__ import annotations

CITIZEN = "111"
CITIZEN_KINDS = frozenset({CITIZEN, "112", "113", "HMT"})
INDEX = "document.number"
TAIL = "document.tail"
NUMBER = "document.number"
PHONE = "contact.value"
PHONE_INDEX = "contact.value"
PHONE_TAIL = "contact.tail"


def index_text(kind: str, issuer: str, number: str) -> str:
    """The text whose keyed hash finds the document."""
    if kind in CITIZEN_KINDS:
        return f"citizen|{number}"
    return f"{kind}|{issuer}|{number}"


def has_citizen_number(kind: str) -> bool:
    """True for documents that print a citizen number: two different such numbers are two people."""
    return kind in CITIZEN_KINDS
