"""The ciphertexts of groups, and what binds each to its row."""

from __future__ import annotations

from anju.domains.groups.activities import queries as activities
from anju.domains.groups.mediation import queries as mediation
from anju.domains.groups.meetings import queries as meetings
from anju.domains.groups.membership import queries as membership

BOUND = (*membership.BOUND, *meetings.BOUND, *mediation.BOUND, *activities.BOUND)
"""Values that are bound to their rows."""
