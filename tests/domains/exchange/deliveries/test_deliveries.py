"""Deliveries: every row accounted for, repeats change nothing, absence is no end, a shrink asks, nobody is guessed."""

from __future__ import annotations

import hashlib
import random
from dataclasses import replace
from datetime import timedelta

import pytest
from bench.mapping import number

from anju.domains.exchange.api import deliveries, mapping
from anju.domains.exchange.api.deliveries import DeliveryState
from anju.domains.exchange.api.sources import Department, Trouble
from anju.domains.exchange.deliveries.models import Delivery, Fact
from anju.domains.exchange.deliveries.queries.facts import waiting
from anju.domains.register import api as register
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict, NotAllowed, NotFound
from tests.factories.people import somebody
from tests.factories.register import (
    ELSEWHERE,
    HERE,
    PLATFORM,
    RESIDENT,
    STRANGER,
    Street,
    clerk,
    moved_in,
)

SCHOOL = mapping.source("school_enrolment")
CITY = "4301"


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


def pupil(name, doc, school="新开路小学", status="01"):
    return {
        "XH": "",
        "XM": name,
        "SFZH": doc,
        "XXMC": school,
        "XD": "2",
        "NJ": "一年级",
        "RXRQ": "20260901",
        "XJZT": status,
        "SJRQ": "",
        "BZ": "",
    }


def pupils(count):
    return [pupil(f"测试{chr(0x4E00 + n)}", number(n)) for n in range(count)]


@pytest.fixture
def school(street):
    with acting(PLATFORM):
        deliveries.connect(SCHOOL.code, region=CITY, every_hours=24, actor=PLATFORM, at=now())
    return Department(SCHOOL, [pupil(RESIDENT.name, RESIDENT.doc_number), *pupils(29)])


def taken(department, *, trouble=Trouble.NONE, day=0, of=None):
    at = now() + timedelta(days=day)
    files = department.night(at.date(), trouble, of=of and (at.date() + timedelta(days=of)))
    (name,) = [n for n in files if not n.endswith(deliveries.MANIFEST)]
    manifest = deliveries.read_manifest(files[name + deliveries.MANIFEST])
    return deliveries.take_file(SCHOOL.code, name, files[name], manifest, at=at)


def adds_up(delivery):
    c = delivery.counts
    return c.received == c.applied + c.unchanged + c.refused + c.aside and c.applied == (
        c.matched + c.unmatched + c.name_differs
    )


def in_force():
    with acting(PLATFORM):
        return {
            (f.person_id, bytes(f.item_index), bytes(f.digest))
            for f in Fact.objects.filter(ended_at=None)
        }


def of_person(person, purpose="service", by=PLATFORM):
    with acting(by):
        return deliveries.facts_about([person], purpose=purpose)


def test_a_first_night_is_kept_as_facts_of_the_source_with_its_date(street, school):
    done = taken(school)
    assert done.state is DeliveryState.APPLIED, done
    assert adds_up(done)
    assert (done.counts.received, done.counts.applied, done.counts.matched) == (30, 30, 1)
    (fact,) = of_person(street.resident)
    assert fact.source == SCHOOL.code
    assert fact.content["school"] == "新开路小学"
    assert fact.as_of == now().date()
    assert "doc_number" not in fact.content


def test_everything_sent_again_every_night_changes_nothing(street, school):
    taken(school)
    before = in_force()
    for day in (1, 2):
        done = taken(school, day=day)
        assert (done.counts.applied, done.counts.unchanged) == (0, 30)
        assert adds_up(done)
    assert in_force() == before


def test_the_same_file_twice_is_one_delivery(street, school):
    assert taken(school) == taken(school)
    with acting(PLATFORM):
        assert deliveries.deliveries(SCHOOL.code, limit=9)[1] == 1


class TestAFileAsBefore:
    """Monday's file once more, after Tuesday's said something else."""

    def test_counts_again_after_another_one(self, street, school):
        monday = dayless(school)
        school.rows[0]["XJZT"] = "03"
        dayless(school, day=1)
        school.rows[0]["XJZT"] = "01"
        again = dayless(school, day=2)
        assert sent(again) == sent(monday), "the same bytes"
        assert (again.id != monday.id, again.counts.applied, again.counts.unchanged) == (
            True,
            1,
            29,
        )
        assert [f.content["status"] for f in of_person(street.resident)] == ["enrolled"]
        assert dayless(school, day=2) == again

    def test_counts_again_on_the_same_day_under_another_name(self, street, school):
        first = dayless(school)
        school.rows[0]["XJZT"] = "03"
        dayless(school, name="second.csv")
        school.rows[0]["XJZT"] = "01"
        again = dayless(school, name="third.csv")
        assert again.id != first.id
        assert [f.content["status"] for f in of_person(street.resident)] == ["enrolled"]

    def test_is_the_same_delivery_where_only_its_removal_failed(self, street, school):
        monday = dayless(school)
        school.rows[0]["XJZT"] = "03"
        dayless(school, day=1)
        school.rows[0]["XJZT"] = "01"
        assert dayless(school) == monday
        assert [f.content["status"] for f in of_person(street.resident)] == ["left"]

    def test_is_the_same_delivery_where_nothing_came_in_between(self, street, school):
        monday = dayless(school)
        assert dayless(school, day=1) == monday

    def test_asks_again_where_it_was_said_to_be_wrong(self, street, school):
        taken(school)
        school.rows = school.rows[:3]
        asked = dayless(school, day=1)
        with acting(PLATFORM):
            deliveries.decide(asked.id, right=False, actor=PLATFORM, at=now())
        again = dayless(school, day=2)
        assert (again.id != asked.id, again.state) == (True, DeliveryState.ASKING)

    def test_that_was_refused_is_taken_once_its_manifest_is_right(self, street, school):
        files = school.night(now().date())
        name = next(n for n in files if n.endswith(".csv"))
        right = deliveries.read_manifest(files[name + deliveries.MANIFEST])
        wrong = replace(right, rows=right.rows + 1)

        def send(manifest):
            return deliveries.take_file(SCHOOL.code, name, files[name], manifest, at=now())

        refused = send(wrong)
        assert send(wrong) == refused
        done = send(right)
        assert (done.id, done.state, done.reason) == (refused.id, DeliveryState.APPLIED, "")
        assert len(in_force()) == 30


def dayless(department, *, day=0, name="first.csv"):
    """What is sent on a day, as a file that does not name it: the manifest does."""
    at = now() + timedelta(days=day)
    files = department.night(at.date())
    (content,) = [c for n, c in files.items() if not n.endswith(deliveries.MANIFEST)]
    data = content.replace(at.date().isoformat().encode(), b"")
    manifest = deliveries.Manifest(
        hashlib.sha256(data).hexdigest(), len(department.rows), as_of=at.date()
    )
    return deliveries.take_file(SCHOOL.code, name, data, manifest, at=at)


def sent(delivery):
    with acting(PLATFORM):
        return Delivery.objects.get(pk=delivery.id).sha256


def test_a_changed_fact_ends_the_one_before_and_both_stay_on_file(street, school):
    taken(school)
    school.rows[0]["XJZT"] = "03"
    done = taken(school, day=1)
    assert (done.counts.applied, done.counts.unchanged) == (1, 29)
    assert [f.content["status"] for f in of_person(street.resident)] == ["left"]
    with acting(PLATFORM):
        assert Fact.objects.filter(person_id=street.resident).count() == 2


def test_absence_is_no_end(street, school):
    taken(school)
    first = school.rows.pop(0)
    assert taken(school, day=1).counts.absent == 1
    (fact,) = of_person(street.resident)
    assert fact.absent_since == (now() + timedelta(days=1)).date()
    school.rows.append(first)
    taken(school, day=2)
    assert of_person(street.resident)[0].absent_since is None


class TestAShrink:
    def test_stops_and_asks_and_nothing_of_it_counts(self, street, school):
        taken(school)
        before = in_force()
        asked = taken(school, day=1, trouble=Trouble.SHRUNK)
        assert asked.state is DeliveryState.ASKING
        assert (asked.counts.absent, asked.counts.held) == (27, 30)
        assert in_force() == before
        assert taken(school, day=1, trouble=Trouble.SHRUNK) == asked

    def test_is_applied_once_a_person_says_that_it_is_right(self, street, school):
        taken(school)
        asked = taken(school, day=1, trouble=Trouble.SHRUNK)
        with acting(PLATFORM):
            deliveries.decide(asked.id, right=True, actor=PLATFORM, at=now())
            with pytest.raises(Conflict):
                deliveries.decide(asked.id, right=False, actor=PLATFORM, at=now())
        done = taken(school, day=1, trouble=Trouble.SHRUNK)
        assert done.state is DeliveryState.APPLIED
        assert done.counts.absent == 27
        assert len(in_force()) == 30

    def test_is_never_applied_once_a_person_says_that_it_is_wrong(self, street, school):
        taken(school)
        asked = taken(school, day=1, trouble=Trouble.SHRUNK)
        with acting(PLATFORM):
            deliveries.decide(asked.id, right=False, actor=PLATFORM, at=now())
        assert taken(school, day=1, trouble=Trouble.SHRUNK).state is DeliveryState.DROPPED

    def test_of_a_handful_of_facts_is_none(self, street, school):
        school.rows = school.rows[:5]
        taken(school)
        school.rows = school.rows[:1]
        assert taken(school, day=1).state is DeliveryState.APPLIED


@pytest.mark.parametrize(
    ("trouble", "reason"),
    [
        (Trouble.HALF, "delivery_half"),
        (Trouble.RENAMED, "map_schema"),
    ],
)
def test_a_file_that_is_not_whole_or_has_other_columns_changes_nothing(
    street, school, trouble, reason
):
    taken(school)
    before = in_force()
    refused = taken(school, day=1, trouble=trouble)
    assert (refused.state, refused.reason) == (DeliveryState.REFUSED, reason)
    assert in_force() == before


def test_a_file_with_another_number_of_rows_than_it_says_is_refused(street, school):
    files = school.night(now().date())
    name = next(n for n in files if n.endswith(".csv"))
    said = deliveries.read_manifest(files[name + deliveries.MANIFEST])
    wrong = deliveries.Manifest(said.sha256, said.rows + 1)
    done = deliveries.take_file(SCHOOL.code, name, files[name], wrong, at=now())
    assert done.reason == "delivery_rows"


def test_refused_rows_come_back_with_reasons_and_their_cells(street, school):
    done = taken(school, trouble=Trouble.WRONG)
    assert adds_up(done)
    assert done.counts.refused == 15
    with acting(PLATFORM):
        ((titles, rows),) = deliveries.refused_rows(done.id)
    assert titles[:3] == ["XH", "XM", "SFZH"]
    assert len(rows) == 15
    assert rows[0][1] == [("doc_number", "id_checksum")]
    assert rows[0][2][1] == school.rows[1]["XM"]


def test_a_row_twice_is_one_fact_and_two_that_differ_both_come_back(street, school):
    done = taken(school, trouble=Trouble.DUPLICATED)
    assert (done.counts.applied, done.counts.unchanged, done.counts.refused) == (30, 30, 0)
    again = taken(school, day=1, trouble=Trouble.CONTRADICTORY)
    assert adds_up(again)
    assert again.counts.refused == 2
    assert len(in_force()) == 30


def test_what_comes_late_does_not_overwrite_what_is_of_a_later_day(street, school):
    taken(school)
    school.rows[0]["XJZT"] = "02"
    done = taken(school, day=1, of=-3)
    assert adds_up(done)
    assert (done.counts.aside, done.counts.applied) == (1, 0)
    assert of_person(street.resident)[0].content["status"] == "enrolled"


def test_bytes_of_two_encodings_come_back_as_such(street, school):
    done = taken(school, trouble=Trouble.ENCODING)
    assert done.state in (DeliveryState.REFUSED, DeliveryState.APPLIED)
    assert done.reason in ("delivery_rows", "file_unreadable", "")
    assert adds_up(done) or done.state is DeliveryState.REFUSED


class TestWhoARowIsAbout:
    def test_is_known_by_number_and_name_and_never_by_likeness(self, street, school):
        school.rows = [
            pupil(RESIDENT.name, RESIDENT.doc_number),
            pupil("别的名字", STRANGER.doc_number),
            pupil(RESIDENT.name, number(77)),
        ]
        done = taken(school)
        assert (done.counts.matched, done.counts.name_differs, done.counts.unmatched) == (1, 1, 1)
        assert of_person(street.stranger) == []

    def test_is_found_once_the_person_is_registered(self, street, school):
        late = somebody("祝小满", 931)
        school.rows = [pupil(late.name, late.doc_number)]
        taken(school)
        person = moved_in(late, street.rooms[4])
        assert of_person(person) == []
        with acting(PLATFORM):
            deliveries.looked(SCHOOL.code, note="", at=now())
            assert deliveries.connector(SCHOOL.code).waiting == 0
        assert of_person(person)[0].content["school"] == "新开路小学"

    def test_is_forgotten_after_the_days_of_the_source_and_known_again_when_sent_again(
        self, street, school
    ):
        late = somebody("祝小满", 932)
        school.rows = [pupil(late.name, late.doc_number)]
        taken(school)
        later = now() + timedelta(days=SCHOOL.unmatched_days + 1)
        with acting(PLATFORM):
            deliveries.looked(SCHOOL.code, note="", at=later)
            assert list(Fact.objects.values_list("content_cipher", flat=True)) == [None]
        assert taken(school, day=200).counts.unchanged == 1
        person = moved_in(late, street.rooms[4])
        assert taken(school, day=201).counts.matched == 1
        assert of_person(person)[0].content["grade"] == "一年级"

    def test_follows_a_merge(self, street, school):
        other = somebody("单文静", 731, phone="")
        double = moved_in(other, street.rooms[5])
        school.rows = [pupil(other.name, other.doc_number)]
        taken(school)
        with acting(PLATFORM):
            register.merge_people(
                street.resident, double, actor=PLATFORM, reason="同一人", at=now()
            )
        assert len(of_person(street.resident)) == 1


class TestWhoSees:
    def test_a_fact_is_seen_by_those_who_see_the_person_and_for_its_purpose(self, street, school):
        taken(school)
        assert len(of_person(street.resident, by=clerk(41, HERE)[1])) == 1
        assert of_person(street.resident, by=clerk(41, ELSEWHERE)[1]) == []
        assert of_person(street.resident, purpose="statistics") == []

    def test_what_is_about_nobody_on_file_is_not_seen_in_a_street(self, street, school):
        taken(school)
        with acting(clerk(41, HERE)[1]):
            assert Fact.objects.count() == 1
            assert deliveries.deliveries(SCHOOL.code, limit=9) == ([], 0)

    def test_a_street_puts_no_source_to_use(self, street):
        with acting(clerk(41, HERE)[1]), pytest.raises(NotAllowed):
            deliveries.connect(
                SCHOOL.code, region=HERE, every_hours=24, actor=clerk(41, HERE)[1], at=now()
            )

    def test_a_source_that_is_not_in_use_takes_nothing(self, street):
        with pytest.raises(NotFound):
            taken(Department(SCHOOL))


def test_our_own_record_is_not_touched_by_what_two_departments_say(street, school):
    police = mapping.source("police_household")
    with acting(PLATFORM):
        deliveries.connect(police.code, region=CITY, every_hours=24, actor=PLATFORM, at=now())
        before = register.stays_of([street.resident])
    row = {
        "XM": RESIDENT.name,
        "SFZH": RESIDENT.doc_number,
        "BDLX": "90",
        "BDRQ": "20261101",
        "PCS": "所",
        "SJRQ": "",
    }
    taken(school)
    files = Department(police, [row]).night(now().date())
    name = next(n for n in files if n.endswith(".csv"))
    manifest = deliveries.read_manifest(files[name + deliveries.MANIFEST])
    deliveries.take_file(police.code, name, files[name], manifest, at=now())
    assert {f.source for f in of_person(street.resident, purpose="service")} == {SCHOOL.code}
    assert {f.content["event"] for f in of_person(street.resident, purpose="register")} == {
        "deceased"
    }
    with acting(PLATFORM):
        assert register.stays_of([street.resident]) == before


@pytest.mark.parametrize("seed", range(12))
def test_whatever_nights_come_the_rows_add_up_and_the_facts_are_those_of_the_last_good_file(
    street, school, seed
):
    drawn = random.Random(seed)
    expected = {}
    everything = pupils(40)
    for day in range(6):
        trouble = drawn.choice([*Trouble])
        school.rows = drawn.sample(everything, drawn.randrange(30, 40))
        for row in drawn.sample(school.rows, 3):
            row["NJ"] = drawn.choice("一二三") + "年级"
        school.rows = [dict(r) for r in school.rows]
        if trouble in (Trouble.DOWN, Trouble.SLOW):
            continue
        done = taken(school, day=day, trouble=trouble)
        assert (
            done.state is DeliveryState.REFUSED
            or done.state is DeliveryState.ASKING
            or adds_up(done)
        )
        if done.state is DeliveryState.APPLIED and trouble != Trouble.ENCODING:
            spoiled = set()
            if trouble == Trouble.WRONG:
                spoiled = {r["SFZH"] for r in school.rows[1::2]}
            if trouble == Trouble.CONTRADICTORY:
                spoiled = {school.rows[0]["SFZH"]}
            rows = school.rows
            if trouble == Trouble.SHRUNK:
                rows = rows[: max(1, len(rows) // 10)]
            expected |= {r["SFZH"]: r["NJ"] for r in rows if r["SFZH"] not in spoiled}
        if trouble == Trouble.ENCODING:
            return
    with acting(PLATFORM):
        held = [c for _fact, c in waiting(deliveries.connector(SCHOOL.code).id, limit=99)]
    assert {f["doc_number"]: f["grade"] for f in held} == expected
