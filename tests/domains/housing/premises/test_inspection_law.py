"""Forms and rules of visits are files that a city changes; a mistake is named; what was asked stays as it was."""

from __future__ import annotations

from datetime import date

import pytest

from anju.domains.housing.api import premises
from anju.domains.housing.api.premises import Answer, Premises
from anju.foundation import law
from anju.foundation.db.scope import acting
from tests.domains.housing.premises.visits import inspected, officer
from tests.factories.law import put
from tests.factories.register import Street

DAY = date(2026, 11, 30)
FLAT = Premises(1, 2, "X", "430181124205", "holder:1", "新屋路", "rental")
FILE = """region: "4301"
zh: 长沙市
en: Changsha
revised: 2026-11-30

inspection:
  - key: rental_home
    zh: 长沙市出租屋检查表
    en: Changsha check of rented homes
    subject: home
    buildings: [rental]
    valid_from: 2026-03-01
    confidence: L
    hazards:
      - {key: lift, zh: 电梯, en: Lift}
    items:
      - key: lift
        zh: 电梯年检合格
        en: The lift was inspected this year
        hazard: lift
        days: 10
      - key: doors
        zh: 防火门完好
        en: Fire doors are whole
        hazard: "01"
        serious: true
        days: 5
visits:
  - key: rental_building
    form: rental_building
    subject: building
    buildings: [rental]
    months: {serious: 1, hazard: 2, unvisited: 2, in_order: 12}
    within: 20
    valid_from: 2026-03-01
    confidence: L
"""


def test_a_city_has_a_form_and_intervals_of_its_own(law_folder):
    (ours,) = premises.inspection_forms(FLAT, DAY)
    put(law_folder, FILE)
    (theirs,) = premises.inspection_forms(FLAT, DAY)
    assert (len(ours.items), [i.key for i in theirs.items]) == (12, ["lift", "doors"])
    assert premises.inspection_forms(FLAT, date(2026, 2, 1)) == (ours,)
    (rule,) = (r for r in premises.visit_rules(FLAT.region, DAY) if r.key == "rental_building")
    assert (rule.months["in_order"], rule.within) == (12, 20)
    (rule,) = (r for r in premises.visit_rules("440301", DAY) if r.key == "rental_building")
    assert rule.months["in_order"] == 6


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('hazard: "01"', 'hazard: "02"', "one of 01, 04, 05, 99, lift"),
        ("{key: lift, zh", '{key: "07", zh', "digits are codes"),
        ("hazard: lift", "hazard: roof", "one of 01"),
        ("days: 10", "days: 0", "1 to 180 days"),
        ("subject: home", "subject: person", "one of building, home"),
        ("buildings: [rental]", "buildings: [palace]", "some of rental"),
        ("key: doors", "key: lift", "a key of its own"),
        ("serious: true", "serious: 3", "true or false"),
        ("in_order: 12", "in_order: 0", "1 to 60 months"),
        ("in_order: 12", "in_order: 12, crowded: 1", "unknown: crowded"),
        ("within: 20", "within: 0", "a number of days"),
    ],
)
def test_a_mistake_is_named_and_the_national_form_holds(law_folder, old, new, problem):
    assert old in FILE
    put(law_folder, FILE.replace(old, new, 1))
    (fault,) = law.faults()
    assert fault.where.startswith("4301.yaml:")
    assert problem in fault.problem
    assert premises.inspection_forms(FLAT, DAY) and premises.visit_rules(FLAT.region, DAY)


@pytest.mark.django_db
def test_what_was_asked_stands_as_it_was_asked_when_the_form_changes(law_folder):
    street = Street.built()
    before = inspected(street)
    put(law_folder, FILE)
    after = inspected(street, {"lift": Answer("no", "过期")})
    with acting(officer()):
        again = premises.inspection(before.id)
    assert again == before
    assert again.form.words[0] == "出租房屋安全检查表"
    assert after.hazards[0].type_words == ("电梯", "Lift")
