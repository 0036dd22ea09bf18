"""Terms of an agreement between two places, as tests propose them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.factories.exchange import HERE, NAME, THERE, THERE_NAME

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
