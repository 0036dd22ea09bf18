"""Row-level security, the queries, and a naive oracle say the same of who sees what.

Three answers are compared for generated actors: rows the database admits to a bare SELECT, values the queries hand out,
and what a reader of the drawn lives would say. Each (actor, channel) is one combination; every one is decided for all
rows at once, in both directions: nothing shown that is not theirs, nothing hidden that is.
"""

from __future__ import annotations

import random

import pytest

from anju.domains.register import api as register
from anju.foundation.db.scope import acting
from tests.guard.actors import Known, draw
from tests.guard.oracle import TABLES, Oracle, admitted, channels
from tests.guard.town import PLATFORM

ACTORS = 620


@pytest.fixture(scope="module")
def oracle(town, django_db_blocker):
    with django_db_blocker.unblock():
        yield Oracle(town)


def test_the_ledger_reads_as_the_lives_were_drawn(town, oracle, django_db_blocker):
    """The oracle speaks of the same facts as the register: otherwise agreement would prove nothing."""
    with django_db_blocker.unblock(), acting(PLATFORM):
        ids = [life.id for life in town.lives]
        stays = {(s.person_id, s.region, s.since, s.until) for s in register.stays_of(ids)}
        jobs = {(j.person_id, j.region, j.since, j.until) for j in register.jobs_of(ids)}
    assert stays == {(li.id, p.region, p.start, p.end) for li in town.lives for p in li.stays}
    assert jobs == {(li.id, p.region, p.start, p.end) for li in town.lives for p in li.jobs}
    assert len(set(ids)) == len(ids)
    everything = oracle.tables(Known(("",), frozenset(), town.lives[0].id, town.said[0].life))
    assert all(everything[t] for t in TABLES), {t: len(v) for t, v in everything.items()}


def test_rows_queries_and_oracle_agree(town, oracle, django_db_blocker):
    chance, combinations, decisions, empty = random.Random(2), 0, 0, 0
    ids = [life.id for life in town.lives]
    with django_db_blocker.unblock():
        with acting(PLATFORM):
            rows_of_everyone = sum(len(v) for v in admitted().values())
        for _ in range(ACTORS):
            actor, known = draw(chance, town)
            expected = oracle.tables(known)
            with acting(actor):
                found = admitted()
                differ = {t: found[t] ^ expected[t] for t in TABLES if found[t] != expected[t]}
                assert not differ, (actor, differ)
                for channel, (answer, truth) in channels(
                    chance, town, oracle, actor, known, ids
                ).items():
                    assert answer == truth, (channel, actor, answer, truth)
                    combinations += 1
            combinations += len(TABLES)
            decisions += rows_of_everyone
            empty += not expected["people_person"]
    print(
        f"\n{ACTORS} actors, {combinations} combinations of actor and channel, {decisions} rows decided; "
        f"{empty} actors see nobody"
    )
    assert combinations >= 20_000
    assert 0 < empty < ACTORS
