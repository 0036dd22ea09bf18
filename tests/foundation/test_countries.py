"""Countries in words: the whole table of ISO 3166-1 and what people say instead."""

from __future__ import annotations

import pytest

from anju.foundation import codes
from anju.foundation.countries import code_of

WHOLE_CHINA = {"HKG", "MAC", "TWN"}


def test_every_country_is_known_by_all_its_names_and_codes():
    for row in codes.COUNTRY.rows:
        meant = "CHN" if row["code"] in WHOLE_CHINA else row["code"]
        assert {code_of(row[key]) for key in ("zh", "en", "alpha2", "code", "numeric")} == {meant}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("越南社会主义共和国", "VNM"),
        ("朝鲜民主主义人民共和国", "PRK"),
        ("大韩民国", "KOR"),
        ("韓國", "KOR"),
        ("缅甸籍", "MMR"),
        ("越南人", "VNM"),
        ("美国公民", "USA"),
        ("刚果（金）", "COD"),
        ("乌兹别克斯坦共和国", "UZB"),
        ("Viet Nam", "VNM"),
        ("laos", "LAO"),
        ("UK", "GBR"),
        ("法国", "FRA"),
        ("中国香港", "CHN"),
        ("台灣", "CHN"),
        ("汉族", None),
        ("国", None),
        ("", None),
        ("外国", None),
    ],
)
def test_everyday_words_name_their_country(text, code):
    assert code_of(text) == code
