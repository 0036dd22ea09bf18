"""What a blind index of a document stands for.

Citizen numbers (and the residence permits of the same structure) are one numbering, whichever card prints them; all
other numbers are unique only together with their kind and issuing country.
"""

from __future__ import annotations

from anju.foundation import codes
from anju.foundation.documents import FOREIGN

CITIZEN = "111"
CITIZEN_KINDS = frozenset({CITIZEN, "112", "113", "HMT"})
INDEX = "document.number"
TAIL = "document.tail"
NUMBER = "document.number"
PHONE = "contact.value"
PHONE_INDEX = "contact.value"
PHONE_TAIL = "contact.tail"
TAIL_LENGTH = 6
_DIGITS, _LETTERS = "0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def index_text(kind: str, issuer: str, number: str) -> str:
    """The text whose keyed hash finds the document."""
    if kind in CITIZEN_KINDS:
        return f"citizen|{number}"
    return f"{kind}|{issuer}|{number}"


def issuer_of(kind: str, nationality: str | None) -> str | None:
    """The country that issued a document: as given, else China; None for a foreigner's document of
    which nobody said whose it is."""
    return nationality or (None if kind in FOREIGN else "CHN")


def possible_texts(kind: str, number: str) -> list[str]:
    """The index texts of a foreigner's document whose nationality is not known: one a country."""
    return [index_text(kind, country, number) for country in codes.COUNTRY.names]


def tail(number: str) -> str:
    """The part of a document number that search keeps (as a keyed hash): its last six characters."""
    return number[-TAIL_LENGTH:]


def tails(typed: str) -> list[str]:
    """Every tail that ends in what was typed, its last four to six characters.

    What stands before is a digit in citizen numbers and nearly all others; the letters of some passports stand at the
    fifth place from the end. Numbers shorter than a tail are covered too.
    """
    found = [typed]
    for length in range(len(typed), TAIL_LENGTH):
        before = _DIGITS if length > len(typed) else _LETTERS + _DIGITS
        found += [c + f for f in found if len(f) == length for c in before]
    return found


def has_citizen_number(kind: str) -> bool:
    """True for documents that print a citizen number: two different such numbers are two people."""
    return kind in CITIZEN_KINDS
