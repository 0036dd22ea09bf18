"""A street whose news was heard, its landlord, and somebody who looks for a home."""

from __future__ import annotations

import pytest

from anju.foundation.actor import Actor
from tests.domains.housing.listings.news import heard
from tests.factories import register as town
from tests.factories.staff import actor, public


@pytest.fixture
def street() -> town.Street:
    found = town.Street.built()
    heard()
    return found


@pytest.fixture
def landlord(street) -> Actor:
    return actor(public("13700000001", grants=(("landlord", street.holder, town.HERE),)))


@pytest.fixture
def seeker(street) -> Actor:
    return actor(public("13800000021"))
