"""The register by the clock: whose planned last day has come is out of sight for the home or employer left."""

from __future__ import annotations

from anju.domains.register import api as register
from anju.foundation.actor import system
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.interfaces.jobs import schedule


@schedule.every(3600, name="register.reached")
def ended() -> int:
    """Publish anew who moved out or left a job on a day that had been planned. Hourly, so that it happens soon after
    midnight; what is published already is not written again."""
    with acting(system("register.reached")):
        return register.publish_ended(at=now())
