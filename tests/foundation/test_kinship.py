"""How two members of a household stand to each other, from their relations to its head."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anju.domains.register.intake.rules.normalise import relations
from anju.foundation import kinship
from anju.interfaces.texts.labels import RELATIONS as NAMED

CODES, SEXES = st.sampled_from(list(kinship.RELATIONS)), st.sampled_from(["0", "1", "2", "9", ""])


@pytest.mark.parametrize(
    ("mine", "theirs", "sex", "seen"),
    [
        ("20", "02", "1", "51"),
        ("30", "02", "2", "52"),
        ("22", "02", "9", "50"),
        ("27", "02", "1", "57"),
        ("37", "02", "2", "58"),
        ("10", "02", "1", "11"),
        ("12", "02", "1", "11"),
        ("51", "02", "2", "30"),
        ("52", "02", "1", "20"),
        ("28", "02", "2", "56"),
        ("38", "02", "1", "53"),
        ("41", "02", "1", "61"),
        ("43", "02", "2", "64"),
        ("62", "02", "2", "42"),
        ("53", "02", "2", "38"),
        ("71", "02", "2", "70"),
        ("20", "30", "2", "70"),
        ("51", "52", "2", "12"),
        ("99", "02", "1", "99"),
        ("02", "20", "1", "20"),
        ("02", "57", "1", "57"),
        ("20", "10", "2", ""),
        ("98", "02", "1", ""),
        ("20", "97", "1", ""),
    ],
)
def test_a_member_is_named_as_the_person_of_the_page_would_name_them(mine, theirs, sex, seen):
    assert kinship.between(mine, theirs, sex) == seen


@settings(max_examples=100)
@given(CODES, CODES, SEXES)
def test_what_is_worked_out_is_a_code_of_the_standard_and_fits_the_sex(mine, theirs, sex):
    seen = kinship.between(mine, theirs, sex)
    assert seen == "" or seen in kinship.RELATIONS
    if mine not in kinship.HEADS and theirs not in ("38", "28"):
        assert not (sex == "1" and seen in kinship.FEMALE - {"38"})
        assert not (sex == "2" and seen in kinship.MALE - {"28"})


def test_the_whole_standard_is_one_table_with_names_in_both_languages():
    assert list(kinship.RELATIONS) == [
        "01",
        "02",
        "10",
        "11",
        "12",
        *[f"{n}" for n in range(20, 100)],
    ]
    assert len({p[1] for p in NAMED.values()}) == len(NAMED)
    assert NAMED["57"] == ("继父或养父", "Stepfather or adoptive father")
    assert NAMED["58"] == ("继母或养母", "Stepmother or adoptive mother")


def test_lists_may_write_every_name_and_every_code_of_the_standard():
    import polars as pl

    names = list(kinship.RELATIONS.values())
    assert relations(pl.Series(names)).to_list() == list(kinship.RELATIONS)
    assert relations(pl.Series(list(kinship.RELATIONS))).to_list() == list(kinship.RELATIONS)
    assert relations(pl.Series(["继父", "养母", "外婆", "孙媳", "外孙"])).to_list() == [
        "57",
        "58",
        "64",
        "45",
        "43",
    ]
