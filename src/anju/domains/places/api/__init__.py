"""The public door of places: addresses, buildings, homes, holders."""

from anju.domains.places.data import BuildingView, HolderView, HomeView
from anju.domains.places.operations.building import (
    add_addresses,
    add_alias,
    add_buildings,
    add_holder,
    add_homes,
    remove_unused,
    set_capacity,
)
from anju.domains.places.operations.entering import enter_home, remember_alias
from anju.domains.places.operations.proposing import propose_building, propose_rooms
from anju.domains.places.queries.holdings import holdings
from anju.domains.places.queries.homes import (
    building,
    buildings_in,
    buildings_of,
    holder,
    home_by_code,
    homes,
    homes_of_building,
    resolve,
    suggest,
)
from anju.domains.places.rules.codes import tidy as tidy_code
from anju.domains.places.rules.codes import valid as valid_code
from anju.domains.places.rules.keys import address_key, floor_of

__all__ = [
    "BuildingView", "HolderView", "HomeView", "add_addresses", "add_alias", "add_buildings", "add_holder",
    "add_homes", "address_key", "building", "buildings_in", "buildings_of", "enter_home", "floor_of", "holder",
    "holdings", "home_by_code", "homes", "homes_of_building", "propose_building", "propose_rooms", "remember_alias",
    "remove_unused", "resolve", "set_capacity", "suggest", "tidy_code", "valid_code",
]
