"""Which fields of a read card are taken over: each fault leaves its own field empty, and nothing is guessed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.foundation.cards.fields import judged
from anju.foundation.cards.layout import read_layout
from anju.foundation.cards.lines import Character, Line

TODAY = date(2026, 11, 30)
NUMBER = "430102199003079973"


def check(body: str) -> str:
    """By GB 11643: the weights are the powers of two modulo eleven."""
    total = sum(int(d) * pow(2, 17 - n, 11) for n, d in enumerate(body))
    return "10X98765432"[total % 11]


def line(text: str, left: float, middle: float, *, sure: float = 0.999, **more) -> Line:
    """A line of print: characters three quarters of its height apart."""
    step = 0.75 if not text.isascii() else 0.45
    wide = step * len(text) + 0.3
    at = [(0.15 + step * (n + 0.5)) / wide for n in range(len(text))]
    marks = tuple(Character(c, sure, a) for c, a in zip(text, at, strict=True))
    return Line(marks, left, left + wide, middle, 1.0, **more)


def again(one: Line) -> Line:
    """Read three times more, each alike."""
    return Line(one.characters, one.left, one.right, one.middle, 1.0, one.number, (one.text,) * 3)


def front(**changed: str) -> list[Line]:
    """The lines of a card's front, in no order."""
    says = {
        "name": "田初见", "sex": "男", "nation": "苗", "born": "1990年3月7日",
        "first": "湖南省长沙市芙蓉区石桥", "second": "村三组18号", "number": NUMBER, **changed,
    }  # fmt: skip
    texts = [
        (says["number"], 8, 14), ("公民身份号码", 1, 14.1), ("姓名", 1, 1), (says["name"], 4, 1.1),
        ("性别", 1, 3.5), (says["sex"], 4, 3.4), ("民族" + says["nation"], 7, 3.5), ("出生", 1, 6),
        (says["born"], 4, 5.9), (says["second"], 4, 9.7), ("住址", 1, 8.4), (says["first"], 4, 8.3),
    ]  # fmt: skip
    return [line(t, x, y, number=n) for n, (t, x, y) in enumerate(texts) if t]


def read(lines: list[Line], *, name_known: bool = True):
    found = read_layout(lines)
    return judged(
        type(found)(
            again(found.number) if found.number else None,
            again(found.name) if found.name else None,
            found.sex, found.born, found.address,
        ),
        name_known=name_known,
        today=TODAY,
    )  # fmt: skip


def test_a_card_read_whole_fills_everything_but_the_ethnicity():
    card = read(front())
    assert (card.doc_type, card.doc_number, card.name, card.sex) == ("111", NUMBER, "田初见", "1")
    assert card.birth_date == date(1990, 3, 7)
    assert card.address == "湖南省长沙市芙蓉区石桥村三组18号"
    assert card.empty == {}
    assert "苗" not in str(card)


def test_labels_and_values_in_one_line_are_told_apart():
    lines = [one for one in front() if one.text not in ("姓名", "田初见", "性别", "男")]
    lines += [line("姓名田初见", 1, 1, number=20), line("性别男", 1, 3.5, number=21)]
    found = read_layout(lines)
    assert found.name is not None and found.name.text == "田初见"
    assert found.sex is not None and found.sex.text == "男"


def test_a_number_of_a_hong_kong_resident_names_its_own_kind():
    body = "81000019900307997"
    card = read(front(number=body + check(body), nation="汉"))
    assert card.doc_type == "HMT"


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"number": "430102199003079976"}, "card_number_wrong"),
        ({"number": "430102199013079977"}, "card_number_wrong"),
        ({"born": "1990年3月8日"}, "card_number_differs"),
        ({"sex": "女"}, "card_number_differs"),
        ({"number": "43010219900307"}, "card_not_read"),
    ],
)
def test_a_number_that_does_not_agree_stays_empty(changed, why):
    card = read(front(**changed))
    assert (card.doc_number, card.doc_type) == (None, None)
    assert card.empty["doc_number"] == why
    assert card.name == "田初见"


@given(
    st.integers(0, 17), st.sampled_from("0123456789X"), st.dates(date(1930, 1, 1), TODAY),
    st.integers(996, 999),
)  # fmt: skip
def test_no_single_misread_digit_is_accepted(place, digit, born, sequence):
    body = f"430102{born:%Y%m%d}{sequence}"
    right = body + check(body)
    misread = right[:place] + digit + right[place + 1 :]
    card = read(front(number=misread, born="", sex=""))
    assert card.doc_number in ({right} if misread == right else {None})


@given(st.integers(0, 16), st.dates(date(1930, 1, 1), TODAY - timedelta(1)))
def test_no_two_exchanged_digits_are_accepted(place, born):
    body = f"430102{born:%Y%m%d}998"
    right = body + check(body)
    swapped = right[:place] + right[place + 1] + right[place] + right[place + 2 :]
    card = read(front(number=swapped, born="", sex=""))
    assert card.doc_number in ({right} if swapped == right else {None})


def test_a_number_of_which_two_readings_pass_stays_empty():
    body = "43010219900307998"
    assert body + check(body) != NUMBER
    found = read_layout(front(born="", sex=""))
    assert found.number is not None
    other = Line(found.number.characters, 0, 1, 1, 1.0, 0, (body + check(body),) * 2)
    card = judged(type(found)(other), name_known=True, today=TODAY)
    assert card.empty["doc_number"] == "card_number_wrong"


def named(name: Line) -> object:
    return judged(type(read_layout([]))(name=name), name_known=True, today=TODAY)


def test_a_name_stays_empty_when_one_character_or_one_reading_is_not_sure():
    sure = again(line("田初见", 4, 1))
    assert named(sure).name == "田初见"
    assert named(again(line("田初见", 4, 1, sure=0.8))).empty["name"] == "card_name_unsure"
    other = Line(sure.characters, sure.left, sure.right, 1, 1.0, 0, ("田初见", "田初贝", "田初见"))
    assert named(other).empty["name"] == "card_name_unsure"


def test_a_name_of_other_shapes_stays_empty():
    assert read(front(), name_known=False).empty["name"] == "card_name_unsure"


@pytest.mark.parametrize("gone", [0, 1, 2])
def test_a_name_of_which_a_character_was_passed_over_stays_empty(gone):
    whole = line("田初见", 4, 1)
    kept = tuple(c for n, c in enumerate(whole.characters) if n != gone)
    short = again(Line(kept, whole.left, whole.right, 1, 1.0))
    assert named(short).empty["name"] == "card_name_unsure"


def test_a_page_without_labels_is_no_card():
    found = read_layout([line("通知", 1, 1), line("各位居民", 1, 3)])
    assert judged(found, name_known=True, today=TODAY).doc_number is None
