import pytest
from django.db import transaction

from anju.foundation.actor import Actor
from anju.foundation.db.scope import acting
from anju.foundation.progress import api

pytestmark = pytest.mark.usefixtures("commits")
ME, OTHER = Actor(kind="staff", user_id=501), Actor(kind="staff", user_id=502)


def seen(actor, task):
    with acting(actor):
        return api.get(task)


def test_progress_is_seen_while_the_work_is_still_uncommitted(monkeypatch):
    monkeypatch.setattr(api, "EVERY", 0.0)
    with transaction.atomic(), api.start("import", "花名册.xlsx", owner=ME, total=10) as work:
        work.advance(4)
        assert (api.heartbeats(), work.id > 0) == ([], True)
        state = _from_outside(work.id)
        assert state == (4, 10, "running")
    assert (seen(ME, work.id).done, seen(ME, work.id).state) == (4, "done")


def test_work_that_fails_says_so():
    with pytest.raises(ZeroDivisionError), api.start("import", "x", owner=ME) as work:
        _ = 1 / 0
    assert (seen(ME, work.id).state, seen(ME, work.id).note) == ("failed", "ZeroDivisionError")


def test_nobody_sees_the_work_of_others():
    with api.start("import", "x", owner=ME) as work:
        pass
    assert seen(OTHER, work.id) is None
    with acting(ME):
        assert [task.id for task in api.recent(ME)] == [work.id]


def test_small_steps_are_told_at_most_once_a_second():
    with api.start("import", "x", owner=ME, total=100) as work:
        for _ in range(50):
            work.advance()
        assert _from_outside(work.id) == (0, 100, "running")
    assert seen(ME, work.id).done == 50


def test_another_process_goes_on_with_a_task():
    first = api.start("import", "x", owner=ME)
    with api.resume(first.id) as work:
        work.advance(3)
    assert seen(ME, first.id).done == 3
    with pytest.raises(LookupError):
        api.resume(first.id + 10**9)


def _from_outside(task):
    import os

    import psycopg

    with psycopg.connect(os.environ["ANJU_OWNER_URL"]) as line:
        return line.execute(
            "SELECT done, total, state FROM progress_task WHERE id = %s", [task]
        ).fetchone()
