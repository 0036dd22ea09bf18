"""What ``./anju test`` promises to every other test."""

from __future__ import annotations

import http.client
from urllib.parse import urlsplit

import pytest
from django.db import connection


@pytest.mark.django_db
def test_tests_connect_as_the_serving_role_which_owns_nothing():
    with connection.cursor() as cur:
        cur.execute(
            "SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        assert cur.fetchone() == ("anju_app", False, False)
        cur.execute("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole")
        assert cur.fetchone() == (0,)


def test_the_owner_fixture_owns_the_tables(owner):
    who, owns = owner.execute(
        "SELECT current_user, (SELECT count(*) FROM pg_class WHERE relkind = 'r' AND "
        "relowner = current_user::regrole)"
    ).fetchone()
    assert who == "anju_owner"
    assert owns > 0


def test_a_fresh_database_is_another_one_and_django_works_in_it(fresh_database, owner):
    with connection.cursor() as cur:
        cur.execute("SELECT current_database()")
        assert cur.fetchone() == (fresh_database.name,)
    assert owner.execute("SELECT current_database()").fetchone() == (fresh_database.name,)


def test_the_live_site_speaks_http(live_site):
    where = http.client.HTTPConnection(urlsplit(live_site.url).netloc, timeout=120)
    where.request("GET", "/")
    assert where.getresponse().status < 500


@pytest.mark.journey
def test_a_browser_opens_the_live_site(live_site, page):
    answer = page.goto(live_site.url)
    assert answer is not None
    assert answer.status < 500
