"""The hands through which the town's permits pass, and the hours at which they work."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.conf import settings

from anju.demo.divisions import TOWN
from anju.demo.load.base_data import FOUNDER, BaseData, actor_of
from anju.demo.parts import Role
from anju.domains.access import api as access
from anju.domains.people import api as people
from anju.foundation.actor import Actor
from anju.foundation.clock import CHINA
from anju.foundation.db.scope import acting
from anju.foundation.keystore import api as keystore
from anju.foundation.keystore.api import Action, Algorithm, Kind

CITY = TOWN[:4]


@dataclass(frozen=True, slots=True)
class PermitStaff:
    """Those who work on permits, as they are on `today` at `at`."""

    ground: BaseData
    today: date
    at: datetime
    signed_in: dict[str, Actor] = field(default_factory=dict)

    def staff(self, username: str) -> Actor:
        """A clerk signed in at the office."""
        if username not in self.signed_in:
            self.signed_in[username] = actor_of(
                self.ground.staff[username], at=self.at, channel="web"
            )
        return self.signed_in[username]

    def employer_actor(self, key: str) -> Actor:
        """An employer's personnel office."""
        return actor_of(self.ground.employers[key], at=self.at, channel="web")

    def moment(self, ago: int, hour: int, minute: int = 0) -> datetime:
        """That hour in China so many days before today."""
        return datetime.combine(self.today - timedelta(days=ago), time(hour, minute % 60), CHINA)

    def holder(self, role: Role, person: int) -> Actor:
        """The person on the own phone, with an account that the landlord's invitation linked to the record."""
        at = self.moment(role.ago + 12, 20)
        user = access.public_user(phone=role.phone, at=at)
        access.link_to_person(FOUNDER, user_id=user.id, person_id=person, how="invitation", at=at)
        return access.actor_for(user.id, at=self.at, channel="web")


def known(roles: list[Role]) -> dict[str, int]:
    """Number → person of those who play a part."""
    with acting(FOUNDER):
        return people.by_citizen_numbers([r.doc_number for r in roles])


def ceremony(staff: PermitStaff, *, at: datetime) -> None:
    """The city's issuing key: the system administrator makes it and asks, the security administrator approves. A key
    that is active already stays."""
    first, second = staff.staff("sysadmin"), staff.staff("secadmin")
    with acting(first):
        if any(k.region == CITY and k.activated_at is not None for k, _ in keystore.public_keys()):
            return
        key = keystore.make(
            kind=Kind.SIGN,
            algorithm=Algorithm(settings.PERMIT_ALGORITHM),
            region=CITY,
            actor=first,
            at=at,
        )
        asked = keystore.ask(
            key.id, action=Action.ACTIVATE, reason="演示镇首次密钥仪式", actor=first, at=at
        )
        with acting(second):
            keystore.decide(asked, approve=True, actor=second, at=at)
