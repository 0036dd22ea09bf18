"""The published catalogue of benefits, and yes-or-no questions about one holder."""

from anju.domains.permits.benefits.data import KINDS, Answer, Entry, Holder, Verdict, VerdictReason
from anju.domains.permits.benefits.operations import ACTION, ASK, ask, forget_questions
from anju.domains.permits.benefits.queries import additions, catalogue, valid_permits

__all__ = [
    "ACTION",
    "ASK",
    "KINDS",
    "Answer",
    "Entry",
    "Holder",
    "Verdict",
    "VerdictReason",
    "additions",
    "ask",
    "catalogue",
    "forget_questions",
    "valid_permits",
]
