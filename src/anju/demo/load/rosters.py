"""The plant's weekly roster: last week's applied, this week's received and waiting for the plant's clerk."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from anju.demo.load.base_data import BaseData, actor_of
from anju.demo.town import Town
from anju.demo.workplaces import PLANT
from anju.domains.employers import api as employers
from anju.domains.register import api as register
from anju.foundation.actor import Actor
from anju.foundation.clock import CHINA
from anju.foundation.db.scope import acting

FORM = "employer-roster"
WEEK = 7
"""How many days ago the applied roster came in."""


def send(town: Town, base: BaseData, day: date, *, apply: bool, ahead: int = 0) -> None:
    """Hand in the roster early in the morning after that day; unless it was submitted before. `ahead`: the clerk lists
    who will work there so many days on, so that there are newcomers and leavers to see."""
    at = datetime.combine(day, time(6, 55), CHINA).astimezone(UTC)
    account = base.employers[PLANT]
    actor = actor_of(account, at=at, channel="employer")
    roster = town.roster(day + timedelta(days=ahead))
    region = employers.employers([base.plant])[base.plant].region
    sender = register.Sender(
        account.party, "employer", account.label, account.party, base.plant, region
    )
    with acting(actor):
        known = [i for i in register.imports(employer_id=base.plant) if i.file_name == roster.name]
        found = (
            known[0]
            if known
            else register.receive(
                roster.content, roster.name, form=FORM, sender=sender, actor=actor, at=at
            )
        )
    if apply and found.state == "previewed":
        _apply(found.id, actor, at + timedelta(minutes=2))


def _apply(batch_id: int, actor: Actor, at: datetime) -> None:
    with acting(actor):
        register.apply_import(batch_id, actor=actor, at=at)
