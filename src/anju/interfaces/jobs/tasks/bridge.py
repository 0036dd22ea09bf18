"""The bridge of separated networks, where its two folders stand on this machine: received, entered and sent by the
minute. Without folders people carry files by ``./anju bridge``."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from anju.domains.exchange.api import bridge
from anju.foundation.actor import system
from anju.foundation.clock import now
from anju.interfaces.jobs import schedule

CARRY = "exchange.carry_bridge"


@schedule.every(60, name="exchange.bridge")
def due() -> None:
    """Put in a turn, where the settings name folders."""
    if settings.BRIDGE_IN and settings.BRIDGE_OUT:
        with suppress(AlreadyEnqueued), transaction.atomic():
            app.configure_task(CARRY, queueing_lock=CARRY, lock=CARRY).defer()


@app.task(name=CARRY, queue="exchange")
def carry() -> None:
    """Take in what lies in the one folder and put what is to go into the other."""
    actor, out = system("exchange.bridge", channel="exchange"), Path(settings.BRIDGE_OUT)
    bridge.receive(Path(settings.BRIDGE_IN), actor=actor, at=now(), remove=True)
    bridge.enter(at=now())
    bridge.send(out, Path(settings.DATA) / "bridge", actor=actor, at=now())
