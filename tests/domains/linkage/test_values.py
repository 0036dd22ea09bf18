"""Values of many ways of writing become one."""

from __future__ import annotations

import pytest

from anju.domains.linkage.data import Role
from anju.domains.linkage.rules import names
from anju.domains.linkage.rules.values import (
    is_whole_citizen_number,
    read_column,
    read_date,
    shared_form,
)


@pytest.mark.parametrize(
    "text",
    ["1987-11-03", "19871103", "1987/11/3", "1987年11月3日", "3.11.1987", "03/11/1987", "3 Nov 1987", "Nov 3, 1987",
     "1987-11-03 00:00:00", "1987-11-03T08:15:00Z", "03111987", "１９８７－１１－０３", "19871103.0"],
)  # fmt: skip
def test_dates_of_every_form_are_one(text):
    assert read_column(Role.BIRTH, [text]) == ["19871103"]


def test_a_column_with_the_month_first_is_read_so():
    assert read_column(Role.BIRTH, ["11/03/1987", "12/25/1990"]) == ["19871103", "19901225"]


def test_a_date_that_never_was_keeps_its_digits():
    assert read_date("19561131") == "19561131"


def test_full_width_digits_and_letters_are_half_width():
    assert read_column(Role.PHONE, ["１３９-0000 1234", "+86 13900001234"]) == ["13900001234"] * 2
    assert read_column(Role.NUMBER, ["１１０１０１１９９００１０１９９６ｘ"]) == [
        "11010119900101996x"
    ]


def test_what_stands_for_nothing_is_nothing():
    assert read_column(Role.NAME, ["N/A", "无", " ", "-"]) == [None] * 4


def test_both_lengths_of_a_citizen_number_share_a_form():
    assert shared_form("110101199001019967") == shared_form("110101900101996")


def test_a_slip_in_a_citizen_number_is_seen():
    assert is_whole_citizen_number("11010519491231002x")
    assert not is_whole_citizen_number("11010519491213002x")


def test_traditional_characters_and_dots_do_not_tell_names_apart():
    assert (
        read_column(Role.NAME, ["單小雪", "单 小雪", "古丽·阿依", "古丽阿依"])[:2] == ["单小雪"] * 2
    )
    assert len(set(read_column(Role.NAME, ["古丽·阿依", "古丽阿依"]))) == 1


@pytest.mark.parametrize(("one", "other"), [("王晴", "王睛"), ("侯明", "候明"), ("张己", "张已")])
def test_look_alikes_have_one_shape(one, other):
    assert names.shape_key(one) == names.shape_key(other)


@pytest.mark.parametrize(("one", "other"), [("王芳", "王方"), ("李丽", "李力"), ("王英", "王影")])
def test_other_characters_differ_in_tone_or_not(one, other):
    assert (names.tone_key(one) == names.tone_key(other)) == (one != "王英")


@pytest.mark.parametrize(
    ("one", "other"),
    [("刘兰", "牛南"), ("黄红", "房红"), ("张珊", "臧三"), ("陈新", "程星"), ("林静", "凌金")],
)
def test_what_dialects_mix_up_sounds_alike(one, other):
    assert names.sound_key(one) == names.sound_key(other)


def test_other_names_sound_and_look_different():
    assert names.sound_key("王伟") != names.sound_key("王强")
    assert names.shape_key("王伟") != names.shape_key("王强")


def test_every_character_has_one_shape():
    classes = names._classes()
    assert len(classes) > 5000
