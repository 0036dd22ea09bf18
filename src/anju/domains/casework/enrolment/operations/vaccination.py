"""The school notes whether the vaccination certificate is complete, after the place is there. It changes no place."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from anju.domains.casework.enrolment.data import EnrolmentStep
from anju.domains.casework.enrolment.operations import enrolment_rights, recording
from anju.domains.casework.enrolment.queries.enrolments import SCHOOL
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date
from anju.foundation.db.scope import as_intake_role
from anju.foundation.errors import Refused
from anju.foundation.request_keys import require_key

RESULTS = ("complete", "catch_up")
CHECK_DAYS = 30
"""The school looks within so many days of the beginning of term (查验办法 2021)."""


def note_vaccination(
    enrolment_id: int, result: str, *, key: str, actor: Actor, at: datetime
) -> None:
    """Note what the certificate shows: ``complete``, or ``catch_up`` (the clinic gives what is missing; looked at again
    by the end of December). The place stays whatever it shows.

    By who holds `enrol.school` where the school lies. `NotFound` ``enrolment_unknown``; `NotAllowed`; `Refused`
    ``vaccination_result``; `Conflict` ``enrolment_step``.
    """
    require_key(key)
    if result not in RESULTS:
        raise Refused("vaccination_result")
    enrolment_rights.see(enrolment_id)
    with transaction.atomic(), as_intake_role():
        row = enrolment_rights.locked(enrolment_id)
        actor.require(SCHOOL, region=row.school_region or "-")
        if recording.known(row, key):
            return
        row.vaccination, row.vaccination_on = result, local_date(at)
        recording.take(
            row, EnrolmentStep.VACCINATION, key=key, actor=actor, at=at, detail={"result": result}
        )
