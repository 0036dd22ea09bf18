"""Liaison people: what a city asks by the number of workers, against a plain reading of the rule; who names them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.domains.employers import api as employers
from anju.domains.employers.filing.rules import liaison_needed
from anju.foundation.db.scope import acting
from anju.foundation.errors import NotAllowed, NotFound, Refused
from anju.foundation.law import faults
from tests.domains.employers.offices import clerk_of, officer, other_firm, resident, stranger
from tests.factories.law import put
from tests.factories.register import PLATFORM, Street

DAY = date(2026, 11, 30)
CITY = """
region: "4301"
zh: 长沙市
en: Changsha
revised: 2026-11-30
employers:
  - key: liaison
    zh: 联络员配备
    en: Liaison people
    least: 30
    per: 100
    valid_from: 2026-12-01
    confidence: M
    source: {zh: 某市规定第七条, en: Article 7}
"""


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


def rule(least: int, per: int) -> employers.EmployerRule:
    return employers.EmployerRule(
        "", "liaison", ("", ""), least, per, 0, ("", ""), "L", date(2026, 1, 1), None
    )


@given(st.integers(0, 500), st.integers(1, 600), st.integers(0, 4000))
def test_one_for_each_started_so_many_workers(least, per, workers):
    wanted = 0
    if workers >= least and workers > 0:
        while wanted * per < workers:
            wanted += 1
    assert liaison_needed(rule(least, per), workers) == wanted


def test_nothing_is_asked_where_no_rule_holds():
    assert liaison_needed(None, 5000) == 0


def test_a_city_lays_down_its_own_ratio_from_a_day_on(law_folder):
    put(law_folder, CITY)
    before = employers.employer_rule(employers.LIAISON, "430181124205", DAY)
    after = employers.employer_rule(employers.LIAISON, "430181124205", date(2026, 12, 1))
    assert (before.per, after.per, after.source[0]) == (500, 100, "某市规定第七条")
    assert employers.employer_rule(employers.LIAISON, "330106001001", date(2026, 12, 1)).per == 500


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("key: liaison", "key: helpers"),
        ("per: 100", "per: 0"),
        ("key: liaison", "key: roster"),
        ("least: 30", "least: -1"),
    ],
)
def test_an_entry_that_cannot_be_is_named_and_left_out(law_folder, wrong, told):
    put(law_folder, CITY.replace(wrong, told))
    assert employers.employer_rule(employers.LIAISON, "430181124205", date(2026, 12, 1)).per == 500
    assert [f for f in faults() if f.where.startswith("4301.yaml")]


@pytest.mark.django_db
def test_contacts_become_liaison_people_and_are_counted(street):
    actor = clerk_of(street)
    with acting(actor):
        one = employers.add_contact(
            street.firm.id, actor=actor, name="周人事", phone="13500000001", at=street.at
        )
        two = employers.add_contact(
            street.firm.id,
            actor=actor,
            name="吴宿管",
            phone="13500000002",
            liaison=True,
            at=street.at,
        )
        assert [c.name for c in employers.contacts(street.firm.id)] == ["吴宿管", "周人事"]
        assert employers.liaison_counts([street.firm.id]) == {street.firm.id: 1}
        for _again in range(2):
            employers.mark_liaison(street.firm.id, one.id, liaison=True, actor=actor, at=street.at)
        employers.mark_liaison(street.firm.id, two.id, liaison=False, actor=actor, at=street.at)
        assert [(c.name, c.liaison) for c in employers.contacts(street.firm.id)] == [
            ("周人事", True),
            ("吴宿管", False),
        ]
        with pytest.raises(NotFound):
            employers.mark_liaison(street.firm.id, 0, liaison=True, actor=actor, at=street.at)
    need = employers.liaison_need(street.firm, workers=501, has=1, day=street.today)
    assert (need.needs, need.has, need.missing) == (2, 1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("who", [stranger, other_firm, resident])
def test_nobody_else_names_liaison_people_or_sees_them(street, who):
    with acting(PLATFORM):
        made = employers.add_contact(
            street.firm.id, actor=PLATFORM, name="周人事", phone="13500000001", at=street.at
        )
    actor = who()
    with acting(actor):
        assert employers.contacts(street.firm.id) == []
        with pytest.raises(NotAllowed):
            employers.mark_liaison(street.firm.id, made.id, liaison=True, actor=actor, at=street.at)


@pytest.mark.django_db
def test_staff_change_a_firm_and_the_credit_code_is_checked(street):
    actor, good = officer(), "91430100MA4L16JQ9D"
    with acting(actor):
        with pytest.raises(Refused, match="uscc_checksum"):
            employers.change_employer(
                street.firm.id,
                actor=actor,
                name="星火电子",
                address="纬二路36号",
                uscc=good[:-1] + "C",
                at=street.at,
            )
        changed = employers.change_employer(
            street.firm.id,
            actor=actor,
            name=" 星火电子 ",
            address="纬二路36号",
            uscc=good.lower(),
            at=street.at,
        )
        assert (changed.name, changed.uscc) == ("星火电子", good)
        assert employers.by_code(good) == changed
    with acting(stranger()), pytest.raises(NotAllowed):
        employers.change_employer(
            street.firm.id, actor=stranger(), name="别的", address="", uscc="", at=street.at
        )
