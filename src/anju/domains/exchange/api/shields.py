"""Shielded persons: what may be asked about one of them for a case, and who answers."""

from anju.domains.exchange.shields.data import ASKED, BASES
from anju.domains.exchange.shields.operations import (
    SHIELD,
    answer_enquiry,
    decline_enquiry,
    enter_enquiry,
    shield_enquiries,
    shield_enquiry,
)
from anju.domains.exchange.shields.queries import ShieldEnquiryView

__all__ = [
    "ASKED",
    "BASES",
    "SHIELD",
    "ShieldEnquiryView",
    "answer_enquiry",
    "decline_enquiry",
    "enter_enquiry",
    "shield_enquiries",
    "shield_enquiry",
]
