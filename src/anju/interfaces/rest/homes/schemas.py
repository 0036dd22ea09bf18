"""Homes as the API shows them."""

from __future__ import annotations

from datetime import date

from ninja import Schema

from anju.interfaces.rest.people.schemas import Stay


class Home(Schema):
    """A home. `verified` false: named by a list, not looked at yet."""

    code: str
    region: str
    address: str
    building: str
    unit: str
    floor: int
    room: str
    capacity: int
    dwelling: str
    verified: bool
    closed_on: date | None


class Homes(Schema):
    """A page of homes."""

    items: list[Home]
    next: str | None


class Occupants(Schema):
    """Who lives there on that day."""

    home: str
    as_of: date
    capacity: int
    items: list[Stay]
