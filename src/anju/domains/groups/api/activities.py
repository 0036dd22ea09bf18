"""Activities: places, waiting list, attendance, certificates, work that follows."""

from anju.domains.groups.activities.data import (
    Activity,
    ActivityKind,
    ActivityState,
    NewActivity,
    Signup,
    SignupState,
)
from anju.domains.groups.activities.operations import (
    ACTIVITY_EVENT,
    announce,
    call_off_activity,
    follow_case,
    give_back,
    look_for_work,
    note_attendance,
    sign_up,
    tell_activity,
)
from anju.domains.groups.activities.queries import (
    activities,
    activity,
    own_signup,
    own_signups,
    signups,
)

__all__ = [
    "ACTIVITY_EVENT",
    "Activity",
    "ActivityKind",
    "ActivityState",
    "NewActivity",
    "Signup",
    "SignupState",
    "activities",
    "activity",
    "announce",
    "call_off_activity",
    "follow_case",
    "give_back",
    "look_for_work",
    "note_attendance",
    "own_signup",
    "own_signups",
    "sign_up",
    "signups",
    "tell_activity",
]
