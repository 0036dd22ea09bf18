"""What is typed or scanned into the box, in any order; and which room is proposed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.domains.places.api import HomeView
from anju.interfaces.web.reception.place import ReceptionRoom
from anju.interfaces.web.reception.reading import RoomNames, Typed, read
from anju.interfaces.web.reception.suggesting import suggested

NAMES = RoomNames.of(
    [
        (1, "1栋", [("101", "A101"), ("302", "A302")]),
        (2, "2栋", [("101", "B101"), ("302", "B302"), ("405", "B405")]),
        (3, "B座", [("12F", "C12F")]),
    ],
    1,
)
TOKEN = "abcdefghijk" + "x" * 32


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("302", "A302"),
        ("３０２室", "A302"),
        ("2-302", "B302"),
        ("2栋302", "B302"),
        ("2栋—302房", "B302"),
        ("405", "B405"),
        ("b座12f", "C12F"),
        ("B-12F", "C12F"),
        ("999", ""),
        ("", ""),
    ],
)
def test_a_room_is_called_by_its_number_here_and_with_its_building_elsewhere(typed, code):
    assert NAMES.code(typed) == code


def test_a_number_that_several_other_buildings_have_names_no_room():
    names = RoomNames.of([(1, "1栋", []), (2, "2栋", [("1", "X")]), (3, "3栋", [("1", "Y")])], 1)
    assert (names.code("1"), names.code("3栋1")) == ("", "Y")


NAME, NUMBER, PHONE = "覃秀英", "43018119900101996X", "13911110001"


@given(st.permutations([NAME, NUMBER, PHONE, "302"]), st.sampled_from([" ", "，", "\t", "  ", ";"]))
def test_data_of_a_person_and_a_room_are_read_in_any_order(words, between):
    expected = Typed(room="A302", name=NAME, number=NUMBER, phone=PHONE, query=NUMBER)
    assert read(between.join(words), NAMES) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"https://anju.example/i/{TOKEN}/", Typed(token=TOKEN)),
        (TOKEN, Typed(token=TOKEN)),
        ("302", Typed(room="A302")),
        ("1234", Typed(query="1234")),
        ("qxy", Typed(name="qxy", query="qxy")),
        ("覃 秀英", Typed(name="覃秀英", query="覃 秀英")),
        ("JOHN SMITH E12345678", Typed(name="JOHN SMITH", number="E12345678", query="E12345678")),
        (f"{NAME}{NUMBER.lower()}", Typed(name=NAME, number=NUMBER, query=NUMBER)),
        (PHONE, Typed(phone=PHONE, query=PHONE)),
        ("  ", Typed()),
    ],
)
def test_the_box_is_read(text, expected):
    assert read(text, NAMES) == expected


HOME = HomeView(0, "", "430181124205", "employer:1", "", "", 1, "1", 4, "05", 1, "B", True)
ROOMS = st.lists(
    st.tuples(st.integers(0, 5), st.booleans(), st.sampled_from(["1", "2", "12", "", "1?"])),
    max_size=8,
)


@given(ROOMS, st.sampled_from(["1", "2", ""]))
def test_the_proposed_room_is_the_first_that_fits(drawn, sex):
    """Written from the rule: one after the other, those begun by the same sex before the empty ones."""
    rooms, sexes = [], {}
    for n, (people, shared, living) in enumerate(drawn):
        rooms.append(ReceptionRoom(replace(HOME, id=n), people, shared))
        if people:
            sexes[n] = frozenset(living.replace("?", "")) | ({""} if "?" in living else set())
    begun = [
        r for r in rooms if r.shared and sex and 0 < r.people < 4 and sexes[r.home.id] == {sex}
    ]
    empty = [r for r in rooms if not r.people]
    assert suggested(rooms, sexes, sex) == next(iter(begun + empty), None)
