"""What an agreement between two places begins with, before somebody changes it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml


def template(own: str, other: str, first: date) -> dict[str, Any]:
    """Title, days, duties, joint service days (the first here, the next there) and reviews of an agreement that begins
    on this day; without sides and number."""
    raw = yaml.safe_load((Path(__file__).parent / "template.yaml").read_text("utf-8"))

    def after(days: int) -> str:
        return (first + timedelta(days=days)).isoformat()

    return {
        "title": raw["title"],
        "first": first.isoformat(),
        "last": after(raw["last_after"]),
        "notice_days": raw["notice_days"],
        "per_day": raw["per_day"],
        "duties": raw["duties"],
        "service_days": [
            {"day": after(d["after"]), "place": (own, other)[n % 2], "topic": d["topic"]}
            for n, d in enumerate(raw["service_days"])
        ],
        "reviews": [after(days) for days in raw["reviews"]],
    }
