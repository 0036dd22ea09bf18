"""Figures, exports and answers from a streaming replica: two real servers, one of them behind, paused and away."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, connections, transaction

from anju.config.settings import database as settings_of
from anju.domains.access import api as access
from anju.domains.exchange.api import answers
from anju.domains.regions import api as regions
from anju.domains.register import api as register
from anju.foundation.actor import Actor, Grant
from anju.foundation.audit import api as audit
from anju.foundation.clock import now
from anju.foundation.cluster import Layout, prepared
from anju.foundation.db import replica
from anju.foundation.db.replica import on_primary, reading, replica_state
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.db.statements import rows, run
from anju.interfaces.cli.database_checks import of_replica
from tests.factories.answers import NUMBER, agreed
from tests.factories.installations import prepare
from tests.factories.people import somebody
from tests.factories.register import PLATFORM, RESIDENT, STREET, Street, moved_in
from tests.factories.replicas import Standby
from tests.factories.staff import signed_in, staff


@pytest.fixture(scope="module")
def standby(data_directory, django_db_setup, django_db_blocker) -> Iterator[Standby]:
    """Two servers, and Django at work on them."""
    prepare(data_directory)
    with prepared(Layout(data_directory)) as found, django_db_blocker.unblock():
        assert found.server is not None
        copy = Standby(found.server, found.admin_url, data_directory.parent / "r").copied()
        copy.start()
        usual = connections["default"]
        own = connections["default"] = usual.copy()
        own.settings_dict.update(
            {
                k: v
                for k, v in settings_of(found.app_url).items()
                if k in ("NAME", "USER", "PASSWORD", "HOST", "PORT")
            }
        )
        connections.databases["replica"] = {
            **own.settings_dict,
            "HOST": str(copy.sockets),
        }
        try:
            yield copy
        finally:
            connections["replica"].close()
            del connections["replica"], connections.databases["replica"]
            own.close()
            connections["default"] = usual
            copy.stop()


@pytest.fixture(scope="module")
def street(standby) -> Street:
    regions.load_tables(only={"430181"})
    built = Street.built()
    user = access.create_user(
        PLATFORM, kind="client", username="bureau", display_name="教育局", at=now()
    )
    access.grant(PLATFORM, user_id=user.id, role="client", region=STREET, at=now())
    agreed(user_id=user.id)
    return built


@pytest.fixture
def near(street, standby) -> Iterator[Standby]:
    """The replica, caught up."""
    caught_up()
    yield standby
    if standby.process is None:
        standby.start()
    standby.resume()


def caught_up() -> None:
    end = time.monotonic() + 30
    while True:
        replica.forget_state()
        if replica_state().lag == 0.0:
            return
        assert time.monotonic() < end, replica_state()
        time.sleep(0.1)


def asks(who=RESIDENT) -> str:
    bureau = rows("SELECT id FROM access_user WHERE username = 'bureau'")[0][0]
    question = answers.Question(
        "q", "lives_in_division", "111", "", who.doc_number, who.name, division=STREET
    )
    found = answers.ask_as_department(
        answers.Asked(NUMBER, (question,)),
        actor=access.actor_for(bureau, at=now(), purpose="service", channel="api"),
        at=now(),
    )
    assert found.refusal is None
    return found.answers[0].value


OFFICER = Actor(
    kind="staff",
    label="officer",
    grants=(Grant("street", frozenset({"person.see", "stats.see"}), region=STREET),),
)


@pytest.mark.long
def test_what_is_read_inside_comes_from_the_replica_and_nothing_can_be_written_there(near):
    with acting(PLATFORM):
        with reading() as away:
            assert away and rows("SELECT pg_is_in_recovery()") == [(True,)]
            with on_primary():
                assert rows("SELECT pg_is_in_recovery()") == [(False,)]
            with pytest.raises(DatabaseError, match="read-only"), transaction.atomic():
                run("UPDATE access_user SET language = ''")
        assert rows("SELECT pg_is_in_recovery()") == [(False,)]
    replica.forget_state()


def test_the_replica_shows_who_asks_what_they_may_see_and_no_more(near, street):
    def seen(actor):
        with acting(actor):
            here = rows("SELECT id FROM people_person ORDER BY id")
            with reading() as away:
                assert away and rows("SELECT id FROM people_person ORDER BY id") == here
        return {p for (p,) in here}

    assert street.resident in seen(OFFICER) and street.stranger not in seen(OFFICER)
    assert seen(Actor(kind="public")) == set()
    with acting(OFFICER), reading(), acting(Actor(kind="public")):
        assert rows("SELECT id FROM people_person") == []
    with acting(OFFICER), reading(), as_intake_role():
        assert len(rows("SELECT id FROM people_person")) >= 4


def test_who_was_read_in_the_replica_is_recorded_on_the_primary(near, street):
    with acting(OFFICER), reading() as away:
        assert away
        audit.record_read(
            OFFICER, person_ids=[street.worker], fields=["name"], action="tests.read", at=now()
        )
        assert connection.settings_dict["HOST"] == str(near.sockets)
    with acting(PLATFORM):
        assert [e.action for e in audit.reads_of(street.worker)] == ["tests.read"]


def test_figures_and_answers_are_as_old_as_the_replica_and_a_shield_holds_at_once(
    near, street, settings
):
    settings.READ_LAG = 600.0
    before = register.figures(actor=OFFICER, at=now()).living
    near.pause()
    late = somebody("后来人", 5120)
    person = moved_in(late, street.rooms[3])
    assert register.figures(actor=OFFICER, at=now()).living == before
    assert asks(late) == "no" and asks() == "yes"
    with acting(PLATFORM):
        answers.shield(street.resident, region=STREET, reason="witness", actor=PLATFORM, at=now())
    assert asks() == "no"
    with acting(PLATFORM):
        answers.end_shield(street.resident, actor=PLATFORM, at=now())
    near.resume()
    caught_up()
    assert register.figures(actor=OFFICER, at=now()).living == before + 1
    assert asks(late) == asks() == "yes"
    with acting(PLATFORM):
        asked = [e for e in audit.reads_of(person) if e.action == answers.ACTION]
    assert len(asked) == 1


def test_a_replica_too_far_behind_is_not_read_until_it_has_caught_up(near, street, settings):
    settings.READ_LAG = 0.3
    near.pause()
    moved_in(somebody("又来人", 5121), street.rooms[4])
    time.sleep(0.6)
    replica.forget_state()
    found = replica_state()
    assert found.answers and not found.used and found.lag is not None and found.lag > 0.3
    with acting(PLATFORM), reading() as away:
        assert not away and rows("SELECT pg_is_in_recovery()") == [(False,)]
    assert of_replica().state == "warning" and "behind" in of_replica().text
    assert asks(somebody("又来人", 5121)) == "yes"
    near.resume()
    caught_up()
    assert replica_state().used
    assert of_replica().state == "ok"


def test_without_the_replica_the_primary_answers_and_with_it_again_the_replica(near, street):
    near.stop()
    replica.forget_state()
    assert asks() == "yes"
    assert not replica_state().answers and not replica_state().used
    assert of_replica().state == "warning"
    near.start()
    caught_up()
    with acting(PLATFORM), reading() as away:
        assert away


def test_the_workbench_and_the_metrics_say_how_the_replica_stands(near, street, settings):
    from anju.interfaces.web.health.figures import _work

    leader = signed_in(staff("re.leader", ("leader", STREET)))
    assert "统计读自副本库，落后" in leader.get("/office/").content.decode()
    assert "anju_replica_used 1" in "".join(_work(now()))
    near.stop()
    replica.forget_state()
    text = leader.get("/office/").content.decode()
    assert "副本库未跟上，统计读自主库" in text
    assert "anju_replica_used 0" in "".join(_work(now()))


def test_a_long_list_is_written_from_the_replica_and_its_readers_are_recorded(
    near, street, monkeypatch
):
    from anju.foundation.exports import models
    from anju.interfaces.exports import listing as lists
    from anju.interfaces.exports import writing

    monkeypatch.setattr(lists, "AT_ONCE", 0)
    clerk = signed_in(staff("re.clerk", ("street", STREET)))
    assert clerk.get("/office/people/?format=xlsx").status_code == 302
    with acting(PLATFORM):
        number = models.Export.objects.latest("id").pk
    caught_up()
    reads = []

    def read(**more):
        with reading_before(**more) as away:
            reads.append(away)
            yield away

    reading_before = writing.reading
    monkeypatch.setattr(writing, "reading", contextmanager(read))
    writing.make(number, lambda *_: None)
    assert reads and all(reads)
    with acting(PLATFORM):
        assert models.Export.objects.get(pk=number).finished_at is not None
        assert any(
            "office.people" in e.action or "list" in e.action
            for e in audit.reads_of(street.resident)
        )
