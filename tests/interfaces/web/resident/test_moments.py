"""Moments on a resident's pages bear their year."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils.translation import override

from anju.interfaces.web.resident.status import clock


def test_a_deadline_is_said_with_its_year():
    at = datetime(2026, 12, 2, 8, 49, tzinfo=UTC)
    with override("zh-hans"):
        assert clock(at) == "2026年12月2日 16:49"
    with override("en"):
        assert clock(at) == "Dec 2, 2026, 16:49"
