"""The public interface of places: addresses, buildings, homes, holders."""

from anju.domains.places.data import BuildingView, HolderView, HomeView, Loads, Position
from anju.domains.places.operations.building import (
    BOUND,
    MOST_PERSONS,
    add_addresses,
    add_alias,
    add_buildings,
    add_holder,
    add_homes,
    change_home,
    remove_unused,
    require_home_values,
    set_capacity,
)
from anju.domains.places.operations.entering import (
    close_home,
    enter_home,
    enter_separate_home,
    remember_alias,
)
from anju.domains.places.operations.position_files import (
    PositionOutcome,
    preview_positions,
    take_positions,
)
from anju.domains.places.operations.positions import outside, place_buildings
from anju.domains.places.operations.proposing import propose_building, propose_rooms
from anju.domains.places.operations.verifying import join_building, verify_building
from anju.domains.places.queries.alike import alike_homes
from anju.domains.places.queries.facts import FACTS
from anju.domains.places.queries.home_search import find_ids, suggest
from anju.domains.places.queries.homes import LOADS as BUILDING_LOADS
from anju.domains.places.queries.homes import (
    building,
    buildings,
    buildings_after,
    buildings_in,
    buildings_of,
    buildings_page,
    holder,
    holdings,
    home_by_code,
    homes,
    homes_after,
    homes_by_code,
    homes_in,
    homes_of_building,
    homes_of_buildings,
    homes_of_regions,
    lock_home,
    positions,
    unverified,
)
from anju.domains.places.queries.loads import (
    count_loads,
    home_ids_by_load,
    homes_by_load,
    loads_by_area,
)
from anju.domains.places.queries.on_map import (
    Box,
    buildings_by_code,
    buildings_on_map,
    misplaced,
    unplaced,
)
from anju.domains.places.queries.resolving import (
    FOUND,
    address_parts,
    holds_street_address,
    in_words,
    led_astray,
    resolve,
    same_places,
    spots,
    whole_address,
)
from anju.domains.places.rules.addresses.keys import floor_of
from anju.domains.places.rules.addresses.parsing import KEYS as ADDRESS_KEYS
from anju.domains.places.rules.addresses.parsing import goes_on as address_goes_on
from anju.domains.places.rules.addresses.parsing import parse as parse_address
from anju.domains.places.rules.codes import tidy as tidy_code
from anju.domains.places.rules.codes import valid as valid_code
from anju.domains.places.rules.position_rows import PositionRow, rows_of_geojson, rows_of_table

__all__ = [
    "ADDRESS_KEYS",
    "BOUND",
    "BUILDING_LOADS",
    "FACTS",
    "FOUND",
    "MOST_PERSONS",
    "Box",
    "BuildingView",
    "HolderView",
    "HomeView",
    "Loads",
    "Position",
    "PositionOutcome",
    "PositionRow",
    "add_addresses",
    "add_alias",
    "add_buildings",
    "add_holder",
    "add_homes",
    "address_goes_on",
    "address_parts",
    "alike_homes",
    "building",
    "buildings",
    "buildings_after",
    "buildings_by_code",
    "buildings_in",
    "buildings_of",
    "buildings_on_map",
    "buildings_page",
    "change_home",
    "close_home",
    "count_loads",
    "enter_home",
    "enter_separate_home",
    "find_ids",
    "floor_of",
    "holder",
    "holdings",
    "holds_street_address",
    "home_by_code",
    "home_ids_by_load",
    "homes",
    "homes_after",
    "homes_by_code",
    "homes_by_load",
    "homes_in",
    "homes_of_building",
    "homes_of_buildings",
    "homes_of_regions",
    "in_words",
    "join_building",
    "led_astray",
    "loads_by_area",
    "lock_home",
    "misplaced",
    "outside",
    "parse_address",
    "place_buildings",
    "positions",
    "preview_positions",
    "propose_building",
    "propose_rooms",
    "remember_alias",
    "remove_unused",
    "require_home_values",
    "resolve",
    "rows_of_geojson",
    "rows_of_table",
    "same_places",
    "set_capacity",
    "spots",
    "suggest",
    "take_positions",
    "tidy_code",
    "unplaced",
    "unverified",
    "valid_code",
    "verify_building",
    "whole_address",
]
