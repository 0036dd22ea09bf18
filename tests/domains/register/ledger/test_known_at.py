"""As known at: an import that began before the moment asked about and commits after it does not change the answer."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest
from django.db import connection

from anju.domains.register import api as register
from anju.foundation.clock import now
from anju.foundation.db.committed import MARGIN

pytestmark = pytest.mark.django_db


def test_a_question_is_answered_for_the_time_before_the_oldest_transaction_under_way():
    before = now()
    with psycopg.connect(_own_address()) as other:  # an import of its own session
        other.execute("SELECT 1")
        later = before + timedelta(minutes=5)
        answered = register.answerable(later, at=later)
        assert answered <= now() - MARGIN
        assert register.answerable(before - timedelta(days=1), at=later) == before - timedelta(
            days=1
        )


def test_without_anything_under_way_a_past_day_is_answered_as_asked():
    asked = now() - timedelta(days=3)
    assert register.answerable(asked, at=now()) == asked


def _own_address() -> str:
    connection.ensure_connection()
    info = connection.connection.info
    return (
        f"postgresql://{info.user}:{info.password}@/{info.dbname}?host={info.host}&port={info.port}"
    )
