"""Terms of an agreement between two places, as tests propose them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from anju.domains.exchange.api import cooperation
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from tests.factories.exchange import HERE, NAME, THERE, THERE_NAME, linked
from tests.factories.register import PLATFORM

SENDS = ("arrival_notice", "departure_notice", "enquiry", "reply", "set_aside", "withdrawal")


def terms(today: date, *, places: tuple[str, str] = (HERE, THERE), **more: Any) -> dict[str, Any]:
    """Sound terms from today on for a year."""
    return {
        "number": "HZ-2026-01",
        "revision": 1,
        "title": "两地流动人口服务合作协议",
        "first": today.isoformat(),
        "last": (today + timedelta(days=365)).isoformat(),
        "notice_days": 30,
        "purposes": ["residence_registration", "care"],
        "sides": [side(places[0], NAME), side(places[1], THERE_NAME)],
        "duties": ["每季度核对一次往来数量"],
        **more,
    }


def proposed() -> int:
    """The number of an agreement that this place has proposed to another one, which is linked for it."""
    linked()
    with acting(PLATFORM):
        today = local_date(now())
        return cooperation.propose(THERE, terms(today, **duties(today)), actor=PLATFORM, at=now())


def duties(today: date, *, places: tuple[str, str] = (HERE, THERE)) -> dict[str, Any]:
    """Terms with measures, a joint service day at each place, and a review."""
    return {
        "duties": [
            "每季度核对一次往来数量",
            {"text": "答复流入通知", "measure": "arrivals_answered", "days": 15, "percent": 90},
            {"text": "反馈协查", "measure": "enquiries_answered", "days": 30, "percent": 95},
            {"text": "服务日按期", "measure": "service_days_held", "days": 14, "percent": 100},
        ],
        "service_days": [
            {"day": today.isoformat(), "place": places[0], "topic": "居住证咨询"},
            {
                "day": (today + timedelta(days=60)).isoformat(),
                "place": places[1],
                "topic": "返乡人员社保",
            },
        ],
        "reviews": [(today + timedelta(days=300)).isoformat()],
    }


def side(place: str, name: str, **more: Any) -> dict[str, Any]:
    """What one of the two may send."""
    return {
        "place": place,
        "name": name,
        "office": f"{name}流动人口服务中心",
        "phone": "0731-55550100",
        "sends": list(SENDS),
        "per_day": 500,
        **more,
    }
