"""A cooperation agreement between the two places, by the steps that their offices take: one proposes, the other signs,
then the first; and one that still waits for an answer."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from anju.demo.load.base_data import actor_of
from anju.demo.second_city.load import Accounts
from anju.demo.second_city.people import FIRST, SECOND
from anju.domains.exchange.api import cooperation, links, messages
from anju.domains.exchange.api.cooperation import CooperationView, ServiceDay, Stage
from anju.foundation.actor import system
from anju.foundation.clock import local_date
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict, NotFound

NUMBER, SCHOOLING = "LY-JG-2026", "JG-LY-RX-2026"
"""The agreement that both sign, and the one about schooling that the second city proposes."""
PER_DAY = 2_000
CONTACTS = {
    FIRST.code: ({"name": "易晚晴", "role": "两地协作", "phone": "0731-55550102"},),
    SECOND.code: ({"name": "雍和平", "role": "两地协作", "phone": "0839-55550103"},),
}


def propose(other: str, accounts: Accounts, *, at: datetime) -> None:
    """The city's office of the demo town proposes the agreement. Again, it changes nothing."""
    _propose(NUMBER, other, accounts, _terms(at), at=at)


def propose_schooling(other: str, accounts: Accounts, *, at: datetime) -> None:
    """The second city proposes an agreement about children who change schools; it waits at the demo town."""
    terms = {
        **_terms(at),
        "title": "两地随迁子女转学协作协议",
        "purposes": ["schooling"],
        "duties": [
            {
                "text": "学籍记录收到申请后送达对方",
                "by": SECOND.code,
                "due": _terms(at)["last"],
            },
            "开学前一个月互通随迁子女入学名额政策",
        ],
    }
    _propose(SCHOOLING, other, accounts, terms, at=at)


def sign(accounts: Accounts, *, at: datetime) -> None:
    """Another office of this place signs the agreement where it waits for this place."""
    district = actor_of(accounts["district"], at=at, channel="web")
    with acting(district):
        found = standing()
        if found is not None and found.waits_for_us:
            cooperation.sign(found.id, found.digest, actor=district, at=at)


def report(accounts: Accounts, *, at: datetime) -> None:
    """The demo town reports the first joint service day, which was today. Again, it changes nothing."""
    city, today = actor_of(accounts["city"], at=at, channel="web"), local_date(at)
    with acting(city), suppress(Conflict, NotFound):
        found = standing()
        if found is not None and found.stage is Stage.IN_FORCE:
            day = min(d["day"] for d in found.terms["service_days"])
            if day == today.isoformat():
                what = ServiceDay(today, today, 86, "现场办理居住登记、社保转移咨询")
                cooperation.report_service_day(found.id, what, actor=city, at=at)


def standing() -> CooperationView | None:
    """The agreement, wherever it stands; None where nobody has proposed it."""
    with acting(system("demo")):
        return next((v for v in cooperation.cooperations() if v.number == NUMBER), None)


def unsent() -> bool:
    """Messages wait to go out."""
    with acting(system("demo")):
        return any(p.waiting for p in links.peers())


def _propose(
    number: str,
    other: str,
    accounts: Accounts,
    terms: Mapping[str, Any],
    *,
    at: datetime,
) -> None:
    city = actor_of(accounts["city"], at=at, channel="web")
    with acting(city), suppress(Conflict):
        cooperation.propose(other, {**terms, "number": number}, actor=city, at=at)


def _terms(at: datetime) -> dict[str, Any]:
    today = local_date(at)
    held = cooperation.template(FIRST.code, SECOND.code, today)
    per_day = held.pop("per_day")
    first, *others = held["service_days"]
    return {
        **held,
        "purposes": list(messages.PURPOSES),
        "service_days": [{**first, "day": today.isoformat()}, *others],
        "sides": [
            {
                "place": town.code,
                "name": town.name,
                "office": f"{town.name}流动人口服务中心",
                "contacts": list(CONTACTS[town.code]),
                "sends": [k for k in messages.CLASSES if k not in messages.NEGOTIATION],
                "per_day": max(per_day, PER_DAY),
            }
            for town in (FIRST, SECOND)
        ],
    }
