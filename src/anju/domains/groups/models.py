"""Tables of groups."""

from anju.domains.groups.activities.models import ActivityRow, SignupRow
from anju.domains.groups.mediation.models import MediationRow, MediationStepRow
from anju.domains.groups.meetings.models import BallotRow, ItemRow, MeetingRow, ProxyRow, VoterRow
from anju.domains.groups.membership.models import GroupRow, MemberRow, SeatRow

__all__ = [
    "ActivityRow",
    "BallotRow",
    "GroupRow",
    "ItemRow",
    "MediationRow",
    "MediationStepRow",
    "MeetingRow",
    "MemberRow",
    "ProxyRow",
    "SeatRow",
    "SignupRow",
    "VoterRow",
]
