from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from anju.domains.access import api as access
from anju.domains.regions import api as regions
from anju.foundation.actor import system
from anju.foundation.clock import now
from tests.factories.register import HERE, OTHER_STREET, STREET, Street


@pytest.fixture(scope="session")
def tables(django_db_setup, django_db_blocker):
    """The upper three levels whole, and everything in 浏阳市. Committed once: public facts that no test changes."""
    with django_db_blocker.unblock():
        return regions.load_tables(only={"430181"})


@pytest.fixture(scope="module")
def street(tables, once) -> Street:
    return once(Street.built)


@dataclass(frozen=True)
class Caller:
    """A client with a token. `purpose` goes along with every request unless another is given."""

    secret: str
    user_id: int
    purpose: str = "register"

    def __call__(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        purpose: str | None = None,
        **headers: str,
    ):
        given = {"authorization": f"Bearer {self.secret}", "accept-language": "en", **headers}
        stated = self.purpose if purpose is None else purpose
        if stated:
            given["x-purpose"] = stated
        options: dict[str, Any] = {"headers": given}
        if body is not None:
            options |= {"data": json.dumps(body, default=str), "content_type": "application/json"}
        return getattr(Client(raise_request_exception=True), method)(f"/api/v1{path}", **options)


def issued(
    username: str, *grants: dict[str, str], kind: str = "client", scopes: tuple[str, ...] = ()
) -> Caller:
    """A new account with these grants and a token."""
    platform, at = system("tests"), now()
    more = {"password": "Quiet-River-42"} if kind == "staff" else {}
    user = access.create_user(
        platform, kind=kind, username=username, display_name=username, at=at, **more
    )
    for one in grants:
        access.grant(platform, user_id=user.id, at=at, **one)
    token = access.issue_token(platform, user_id=user.id, name="tests", at=at, scopes=scopes)
    return Caller(token.secret, user.id)


@pytest.fixture
def caller(street) -> Callable[..., Caller]:
    return issued


@pytest.fixture
def office(street) -> Caller:
    """The street office's own system."""
    return issued("street-office", {"role": "street", "region": STREET}, kind="staff")


@pytest.fixture
def department(street) -> Caller:
    """A department's system for the same street."""
    return issued("department", {"role": "client", "region": STREET})


@pytest.fixture
def neighbour(street) -> Caller:
    """The same in another street."""
    return issued("neighbour", {"role": "street", "region": OTHER_STREET}, kind="staff")


@pytest.fixture
def grid(street) -> Caller:
    """A grid worker of one community: may not import nor decide."""
    return issued("grid-worker", {"role": "grid", "region": HERE}, kind="staff")
