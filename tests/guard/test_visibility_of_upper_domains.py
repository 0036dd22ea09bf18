"""Row-level security and a naive oracle say the same of who sees the rows of the domains above the register."""

from __future__ import annotations

import random

import pytest

from anju.foundation.db.scope import acting
from anju.foundation.db.statements import rows
from tests.guard.actors import draw
from tests.guard.town import PLATFORM
from tests.guard.upper import BY_THEIR_OWN_TESTS, WITHOUT_SECRETS, Upper

ACTORS = 620


@pytest.fixture(scope="module")
def upper(town, fresh_database):
    import psycopg

    with psycopg.connect(fresh_database.owner_url, autocommit=True) as owner:
        return Upper(town, owner)


def admitted(tables) -> dict[str, set[int]]:
    """Ids that a bare SELECT returns, of the rows that were drawn."""
    sql = " UNION ALL ".join(
        f"SELECT '{t}', coalesce(array_agg(id) FILTER (WHERE id > 900000), '{{}}') FROM {t}"
        for t in tables
    )
    return {t: set(ids) for t, ids in rows(sql)}


def test_every_table_of_these_domains_is_known(upper, owner):
    found = {
        r[0]
        for r in owner.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace "
            "AND relname ~ '^(employers|housing|fieldwork|exchange|casework)_'"
        ).fetchall()
    }
    assert found == set(upper.truth) | set(WITHOUT_SECRETS) | set(BY_THEIR_OWN_TESTS)


def test_rows_and_oracle_agree(town, upper, django_db_blocker):
    chance, seen, everything = random.Random(3), 0, 0
    tables = sorted(upper.truth)
    with django_db_blocker.unblock():
        with acting(PLATFORM):
            assert admitted(tables) == {t: set(upper.truth[t]) for t in tables}
        for _ in range(ACTORS):
            actor, known = draw(chance, town)
            expected = upper.expected(known)
            with acting(actor):
                found = admitted(tables)
            differ = {t: found[t] ^ expected[t] for t in tables if found[t] != expected[t]}
            assert not differ, (actor, known, differ)
            seen += sum(map(len, found.values()))
            everything += sum(len(upper.truth[t]) for t in tables)
    assert 0 < seen < everything
