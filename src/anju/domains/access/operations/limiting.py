"""Limits for what other domains and pages let people try."""

from __future__ import annotations

from datetime import datetime

from anju.domains.access.operations import throttle


def count_try(action: str, subject: str, *, at: datetime) -> None:
    """Count one try of an action of `data.limits`. `Refused` ``too_many_tries`` beyond its limit; the count must
    outlive the refusal, so the caller answers it without rolling back."""
    throttle.hit(action, subject, at=at)


def take_back_try(action: str, subject: str) -> None:
    """Do not count the try just counted: it was not of the kind that the limit is about."""
    throttle.give_back(action, subject)
