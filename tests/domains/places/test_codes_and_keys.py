"""Codes on plates and comparison keys of addresses."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from anju.domains.places.rules.addresses.keys import address_key, floor_of, room_key, tree
from anju.domains.places.rules.codes import ALPHABET, check_character, new_codes, tidy, valid

bodies = st.text(ALPHABET, min_size=9, max_size=9)


@given(bodies)
def test_a_code_is_read_as_people_type_it(body):
    code = body + check_character(body)
    typed = f"{code[:3]}-{code[3:6]} {code[6:]}".lower().replace("1", "l").replace("0", "o")
    assert tidy(typed) == code
    assert valid(tidy(typed))


@given(bodies, st.integers(0, 8), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(body, place, wrong):
    assume(body[place] != wrong and (ALPHABET.index(body[place]) - ALPHABET.index(wrong)) % 31)
    assert not valid(body[:place] + wrong + body[place + 1 :] + check_character(body))


@given(bodies, st.integers(0, 7))
def test_two_neighbours_changed_about_are_noticed(body, place):
    one, two = body[place], body[place + 1]
    assume((ALPHABET.index(one) - ALPHABET.index(two)) % 31)
    assert not valid(body[:place] + two + one + body[place + 2 :] + check_character(body))


def test_fresh_codes_are_valid_and_differ():
    codes = new_codes(2000)
    assert len(set(codes)) == 2000
    assert all(valid(c) for c in codes)


addresses = st.text("安居路工业大道新屋栋号楼单元室ABC0123456789一二三 ()-", max_size=30)


@given(addresses)
def test_a_key_is_its_own_key(text):
    assert address_key(address_key(text)) == address_key(text)


@given(addresses)
def test_width_case_and_spaces_do_not_matter(text):
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    assert address_key(wide.lower()) == address_key(f" {text} ")


def test_spellings_of_one_place_meet():
    assert address_key("新屋路12号") == address_key("新屋路 １２ 号") == address_key("新屋路一二号")
    assert address_key("3号楼") == address_key("3幢") == address_key("3栋")
    assert room_key("1单元", "302室") == room_key("1", "302") != room_key("", "302")
    assert address_key("新屋路12号") != address_key("新屋路2号")


@given(st.integers(1, 40), st.integers(1, 99))
def test_the_floor_is_in_the_room_number(floor, room):
    assert floor_of(f"{floor}{room:02d}室") == floor


@given(addresses)
def test_the_parts_of_an_address_make_it_up_again(text):
    assert "".join(name for _, name, _ in tree(text)) == text.strip()
    assert "".join(key for _, _, key in tree(text)) == address_key(text.strip())
