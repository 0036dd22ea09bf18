"""A booklet is checked by anybody, explained by the rule, and nothing of it is kept."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from anju.foundation.clock import local_date, now

pytestmark = pytest.mark.django_db
TODAY = local_date(now())


def months_ago(number):
    year, month = divmod(TODAY.year * 12 + TODAY.month - 1 - number, 12)
    return date(year, month + 1, 1)


def sent(born, *doses, language="zh-hans", **more):
    data = {
        "born": str(born),
        "vaccine": [v for v, _ in doses],
        "day": [str(d) for _, d in doses],
        **more,
    }
    client = Client(headers={"accept-language": language})
    return client.post(reverse("vaccination:check"), data)


def test_an_old_booklet_is_explained_dose_by_dose():
    born = months_ago(14)
    early = born + timedelta(days=100)
    answer = sent(born, ("HepB", born), ("HepB", born + timedelta(days=40)), ("MMR", early))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "未到最小年龄" in text
    assert "麻腮风疫苗" in text
    assert "已过推荐时间，请尽早接种" in text
    assert "乙肝疫苗 3 剂" in text
    assert "2021 年版 表1" in text


def test_the_page_speaks_english_too():
    born = months_ago(3)
    text = sent(born, ("BCG", born), language="en").content.decode()
    assert "Complete" in text
    assert "Hepatitis B" in text
    assert "within 24 hours" in text


@pytest.mark.parametrize(
    ("vaccine", "day", "sentence"),
    [
        ("HepB", TODAY + timedelta(days=1), "接种日期不能在将来"),
        ("HepB", months_ago(20), "接种日期早于出生日期"),
        ("HepB", "", "请填接种日期"),
        ("HepB", "2026-02-30", "请填接种日期"),
        ("", TODAY, "请从列表中选择疫苗"),
        ("<script>", TODAY, "请从列表中选择疫苗"),
    ],
)
def test_a_line_that_cannot_be_is_refused_with_a_sentence_beside_it(vaccine, day, sentence):
    answer = sent(months_ago(14), ("BCG", months_ago(14)), (vaccine, day))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in text
    assert "line_2_error" in text
    assert 'aria-labelledby="g1"' not in text


@pytest.mark.parametrize("born", ["", "1899-12-31", "2026-13-01", str(TODAY + timedelta(days=1))])
def test_without_a_birth_date_that_can_be_nothing_is_reckoned(born):
    answer = sent(born, ("BCG", TODAY))
    assert answer.status_code == 422
    assert "born_error" in answer.content.decode()


def test_more_lines_keep_what_was_typed():
    answer = sent(months_ago(14), ("BCG", months_ago(14)), more="1")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert '<option value="BCG" selected>' in text
    assert text.count('name="vaccine"') == 7


def test_nothing_is_written_and_nobody_need_sign_in():
    born = months_ago(14)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert sent(born, ("BCG", born)).status_code == 200
    assert not [
        q for q in asked if q["sql"].lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))
    ]
    assert (
        Client().get(reverse("vaccination:check")).headers["Cache-Control"].count("no-store") == 1
    )


def test_a_girl_is_offered_the_hpv_vaccine_and_a_boy_is_not():
    born = date(TODAY.year - 14, 1, 1)
    assert "HPV 疫苗</h2>" in sent(born, gender="female").content.decode()
    assert "HPV 疫苗</h2>" not in sent(born, gender="male").content.decode()
