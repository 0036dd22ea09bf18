"""The ciphertexts of casework, and what binds each to its row."""

from __future__ import annotations

from anju.domains.casework.cases.queries import cases
from anju.domains.casework.enrolment.queries import enrolments
from anju.domains.casework.rescue.queries import stays
from anju.domains.casework.respondents import queries as respondents

BOUND = (*cases.BOUND, *respondents.BOUND, *stays.BOUND, *enrolments.BOUND)
"""Values that are bound to their rows."""
