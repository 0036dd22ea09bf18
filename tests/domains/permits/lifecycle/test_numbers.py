"""Permit numbers catch what people mistype."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.domains.permits.lifecycle import rules as numbers
from anju.foundation.errors import Refused

GIVEN = st.tuples(
    st.integers(110000, 659999), st.integers(2016, 2099), st.integers(1, numbers.SERIALS - 1)
)


@given(GIVEN)
def test_a_number_reads_back_with_spaces_and_small_letters(told):
    made = numbers.number(str(told[0]), told[1], told[2])
    assert len(made) == numbers.LENGTH
    assert numbers.read(numbers.spaced(made).lower()) == made


@given(GIVEN, st.data())
def test_one_wrong_character_or_a_swap_of_neighbours_is_caught(told, data):
    made = numbers.number(str(told[0]), told[1], told[2])
    place = data.draw(st.integers(0, 15))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != made[place]]))
    with pytest.raises(Refused, match="permit_number_check"):
        numbers.read(made[:place] + other + made[place + 1 :])
    if place < 15 and made[place] != made[place + 1]:
        with pytest.raises(Refused, match="permit_number_check"):
            numbers.read(made[:place] + made[place + 1] + made[place] + made[place + 2 :])


def test_the_check_is_the_one_of_citizen_numbers():
    assert numbers.check_character("11010519491231002") == "X"
    assert numbers.check_character("44030819990110151") == "2"


@pytest.mark.parametrize(
    "text", ["", "43018126000001235", "4301812600000123٥", "43018126000001X35", "4" * 18]
)
def test_what_has_not_the_form_is_told_apart(text):
    with pytest.raises(Refused):
        numbers.read(text)
