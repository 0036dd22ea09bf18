"""A stay at a rescue station from coming to leaving: voluntary, seen by the station alone, nobody young goes alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, transaction

from anju.domains.casework.api import rescue
from anju.domains.casework.api.rescue import Facts, Identity, Mark, StayState, Step, Ward, Way
from anju.domains.people import api as people
from anju.domains.regions import api as regions
from anju.foundation.actor import Actor, Grant
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import rows
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from tests.domains.casework.rescue.town import DISTRICT, Shelter, head, key, office, worker
from tests.factories.register import PLATFORM, RESIDENT, Street

TABLES = ("casework_rescue_stay", "casework_rescue_step", "casework_rescue_property")


@pytest.fixture(scope="module")
def shelter(once):
    return once(_built)


def _built() -> Shelter:
    Street.built()
    return Shelter.built()


def counted(table: str, actor: Actor = PLATFORM) -> int:
    with acting(actor):
        return int(rows(f"SELECT count(*) FROM {table}")[0][0])


def test_somebody_without_a_name_is_taken_in_under_a_code_and_the_same_request_changes_nothing(
    shelter,
):
    first = shelter.admitted(request="same", age=50)
    before = [counted(t) for t in (*TABLES, "audit_entry")]
    assert shelter.admitted(request="same", age=50) == first
    assert [counted(t) for t in (*TABLES, "audit_entry")] == before
    line = shelter.seen(first).line
    assert line.identity is Identity.UNKNOWN and line.called == line.code
    assert line.code.startswith(f"{local_date(shelter.at):%m%d}-")
    shelter.did(rescue.identify, first, Facts(name="秦无名", origin="外省某县"), checked=False)
    found = shelter.seen(first)
    assert found.line.called == "秦无名" and found.line.code == line.code
    assert [d.duty.code for d in found.duties] == ["long_stay"]
    with acting(worker()):
        lines, total = rescue.stays(shelter.station.id, at=shelter.at, words="秦 无名")
    assert [s.id for s in lines] == [first] and total == 1


def test_only_the_station_sees_who_is_there(shelter):
    stay = shelter.admitted(name="白小七")
    shelter.did(rescue.keep, stay, "旧背包一个")
    for actor in (worker(), head(), PLATFORM):
        assert shelter.seen(stay, actor).line.id == stay
    see_all = frozenset({"person.see", "case.see", "rescue.see", "rescue.manage"})
    outside = (
        office(),
        worker("430102", 81),
        worker("4301", 82),
        worker(f"{DISTRICT}001", 83),
        Actor("staff", 84, "省", (Grant("city", see_all, region="43"),)),
        Actor("staff", 85, "全国", (Grant("city", see_all, region=""),)),
        Actor("staff", 86, "审计", (Grant("auditor", frozenset({"audit.see"}), region=""),)),
        Actor("public", 87, "居民", (), person_id=1),
    )
    for actor in outside:
        with pytest.raises(NotFound):
            shelter.seen(stay, actor)
        with pytest.raises(NotFound):
            shelter.did(rescue.note_step, stay, Step.NEED, "想看", actor=actor)
        assert [counted(t, actor) for t in TABLES] == [0, 0, 0], actor


def test_no_row_is_written_past_the_operations_and_no_step_is_changed(shelter):
    stay = shelter.admitted()
    with acting(PLATFORM), pytest.raises(ProgrammingError), transaction.atomic():
        rows("UPDATE casework_rescue_step SET text_cipher = NULL RETURNING id")
    with acting(worker()):
        assert rows("UPDATE casework_rescue_stay SET age = 30 RETURNING id") == []
    assert shelter.seen(stay).line.age == 40


def test_men_women_and_minors_sleep_apart(shelter):
    with pytest.raises(Refused, match="rescue_ward"):
        shelter.admitted(sex="2", bed_id=shelter.bed(Ward.MEN))
    with pytest.raises(Refused, match="rescue_ward"):
        shelter.admitted(sex="1", age=15, bed_id=shelter.bed(Ward.MEN))
    with pytest.raises(Refused, match="rescue_ward"):
        shelter.admitted(sex="1", age=40, bed_id=shelter.bed(Ward.BOYS))
    mother = shelter.admitted(sex="2", age=30, bed_id=shelter.bed(Ward.WOMEN))
    child = shelter.admitted(sex="1", age=3, companion=mother, bed_id=shelter.bed(Ward.WOMEN))
    assert shelter.seen(child).line.ward == "women"
    with pytest.raises(NotFound, match="rescue_bed_unknown"):
        shelter.admitted(bed_id=999_999)


def test_a_bed_is_given_once_and_the_second_worker_is_told(shelter):
    bed = shelter.bed(Ward.MEN)
    shelter.admitted(bed_id=bed)
    with pytest.raises(Conflict, match="rescue_bed_taken"):
        shelter.admitted(bed_id=bed, actor=worker(user=75))
    other = shelter.admitted()
    with pytest.raises(Conflict, match="rescue_bed_taken"):
        shelter.did(rescue.give_bed, other, bed)


def test_what_cannot_be_is_refused(shelter):
    today = local_date(shelter.at)
    born = date(1980, 5, 1)
    for words, more in {
        "rescue_sex": {"sex": "9"},
        "rescue_age_missing": {"age": None},
        "rescue_age": {"age": 121},
        "rescue_born_later": {"birth_date": today + timedelta(days=1)},
        "rescue_before_birth": {"birth_date": born, "facts": Facts(since="1979-01-01")},
        "rescue_day_later": {"facts": Facts(since=(today + timedelta(days=2)).isoformat())},
        "rescue_day": {"facts": Facts(since="去年")},
        "rescue_number": {"facts": Facts(name="秦某", number="110101199001010000")},
        "rescue_arrived_later": {"arrived_at": shelter.at + timedelta(hours=1)},
        "rescue_arrived_long_ago": {"arrived_at": shelter.at - timedelta(days=4)},
        "identity_number_in_text": {"needs": f"证件 {RESIDENT.doc_number}"},
        "rescue_hospital_bed": {"hospital": "发烧", "bed_id": shelter.bed(Ward.MEN)},
        "rescue_long": {"brought_by": "某" * 101},
    }.items():
        with pytest.raises(Refused, match=f"^{words}") as error:
            shelter.admitted(**more)
        assert error.value.code == words
    with pytest.raises(Refused, match="rescue_number_differs"):
        shelter.admitted(
            birth_date=date(2001, 2, 3), facts=Facts(name="甲", number=RESIDENT.doc_number)
        )


def test_the_hospital_comes_first_and_takes_no_bed(shelter):
    stay = shelter.admitted(hospital="昏迷，120 送市人民医院", marks=frozenset({Mark.ILL}))
    found = shelter.seen(stay)
    assert found.line.state is StayState.HOSPITAL
    assert "doctor" not in [d.duty.code for d in found.duties if d.open]
    with pytest.raises(Conflict, match="rescue_step"):
        shelter.did(rescue.give_bed, stay, shelter.bed(Ward.MEN))
    shelter.did(rescue.note_step, stay, Step.BACK)
    bed = shelter.bed(Ward.MEN)
    shelter.did(rescue.give_bed, stay, bed)
    shelter.did(rescue.note_step, stay, Step.HOSPITAL, "复查")
    assert shelter.seen(stay).line.bed_id is None, "the bed is free while they are in hospital"


def test_nobody_under_sixteen_leaves_alone(shelter):
    child = shelter.admitted(sex="2", age=15)
    boss = head()
    for way in (Way.WORD, Way.TICKET, Way.UNSEEN):
        with pytest.raises(Refused, match="rescue_young_alone"):
            shelter.leaves(child, way, boss, words="去车站", signed=True)
    with pytest.raises(Refused, match="rescue_receiver_missing"):
        shelter.leaves(child, Way.KIN, boss, signed=True)
    shelter.leaves(child, Way.KIN, boss, receiver="母亲，户口簿和身份证已核", signed=True)
    assert shelter.seen(child).line.state is StayState.LEFT
    youth = shelter.admitted(sex="1", age=17)
    with pytest.raises(NotAllowed, match="rescue_head_agrees"):
        shelter.leaves(youth, Way.WORD, signed=True)
    shelter.leaves(youth, Way.WORD, boss, signed=True, words="到姑姑家")


def test_by_the_birth_date_that_was_found_somebody_is_younger_than_thought(shelter):
    stay = shelter.admitted(age=18)
    born = local_date(shelter.at) - timedelta(days=365 * 14)
    shelter.did(rescue.identify, stay, Facts(name="小年"), checked=False, birth_date=born)
    assert {"guardian", "care_minor"} <= {d.duty.code for d in shelter.seen(stay).duties}
    with pytest.raises(Refused, match="rescue_young_alone"):
        shelter.leaves(stay, Way.WORD, signed=True)


def test_an_adult_leaves_at_will_with_a_signed_word_and_is_never_held(shelter):
    stay = shelter.admitted()
    with pytest.raises(Refused, match="rescue_word_unsigned"):
        shelter.leaves(stay, Way.WORD)
    shelter.leaves(stay, Way.WORD, signed=True)
    with pytest.raises(Conflict, match="rescue_left"):
        shelter.leaves(stay, Way.WORD, signed=True)
    disabled = shelter.admitted(marks=frozenset({Mark.DISABLED}))
    with pytest.raises(Refused, match="rescue_disabled_ticket"):
        shelter.leaves(disabled, Way.TICKET, words="G1 次")
    shelter.leaves(disabled, Way.WORD, signed=True)
    unable = shelter.admitted(marks=frozenset({Mark.UNABLE}))
    with pytest.raises(Refused, match="rescue_unable_alone"):
        shelter.leaves(unable, Way.WORD, head(), signed=True)


def test_somebody_missing_stays_on_the_book_until_they_are_found(shelter):
    adult, child = shelter.admitted(), shelter.admitted(sex="1", age=12)
    with pytest.raises(Refused, match="rescue_not_missing"):
        shelter.did(rescue.report_missing, adult, "晚饭后不见")
    shelter.did(rescue.report_missing, child, "晚饭后不见")
    found = shelter.seen(child)
    assert found.line.state is StayState.MISSING
    assert "missing" in [d.duty.code for d in found.duties if d.open]
    shelter.did(rescue.note_step, child, Step.POLICE, "已报城东派出所，接警员王")
    assert "missing" not in [d.duty.code for d in shelter.seen(child).duties if d.open]
    shelter.did(rescue.note_step, child, Step.BACK)
    assert shelter.seen(child).line.state is StayState.PRESENT


def test_a_suspected_victim_is_handed_to_no_kin_before_the_police_were_told(shelter):
    stay = shelter.admitted(sex="2", age=20, marks=frozenset({Mark.TRAFFICKED}))
    assert shelter.seen(stay).duties[0].duty.code == "police"
    with pytest.raises(Refused, match="rescue_police_first"):
        shelter.leaves(stay, Way.KIN, receiver="自称表哥", signed=True)
    with acting(PLATFORM):
        sent = rows("SELECT count(*) FROM casework_rescue_step WHERE step = 'police'")
        assert sent == [(0,)], "nothing is reported by itself"
    shelter.did(rescue.note_step, stay, Step.POLICE, "已报案")
    shelter.leaves(stay, Way.KIN, receiver="母亲，派出所核过", signed=True)


def test_kin_are_contacted_only_if_an_adult_agrees_and_of_a_minor_by_law(shelter):
    stay = shelter.admitted()
    with pytest.raises(Refused, match="rescue_kin_wish"):
        shelter.did(rescue.note_step, stay, Step.KIN, "给家里打电话")
    shelter.did(rescue.set_kin_wish, stay, True)
    assert "kin" in [d.duty.code for d in shelter.seen(stay).duties if d.open]
    shelter.did(rescue.note_step, stay, Step.KIN, "弟弟明天来接")
    assert "kin" not in [d.duty.code for d in shelter.seen(stay).duties if d.open]
    shelter.did(rescue.set_kin_wish, stay, False)
    with pytest.raises(Refused, match="rescue_kin_wish"):
        shelter.did(rescue.note_step, stay, Step.KIN, "再打")
    child = shelter.admitted(age=8)
    shelter.did(rescue.note_step, child, Step.KIN, "已联系村委会")


def test_things_are_given_back_once_and_before_leaving(shelter):
    stay = shelter.admitted()
    shelter.did(rescue.keep, stay, "手机一部，现金 320 元", place="柜3")
    (thing,) = shelter.seen(stay).property
    with pytest.raises(Refused, match="rescue_property_kept"):
        shelter.leaves(stay, Way.WORD, signed=True)
    with pytest.raises(Refused, match="rescue_receipt_unsigned"):
        shelter.did(rescue.give_back, stay, thing.id, signed_by=" ")
    shelter.did(rescue.give_back, stay, thing.id, signed_by="本人")
    with pytest.raises(Conflict, match="rescue_returned"):
        shelter.did(rescue.give_back, stay, thing.id, signed_by="本人")
    other = shelter.admitted()
    with pytest.raises(NotFound, match="rescue_thing_unknown"):
        shelter.did(rescue.give_back, other, thing.id, signed_by="别人")
    shelter.leaves(stay, Way.WORD, signed=True)
    assert shelter.seen(stay).property[0].returned_to == "本人"


def test_cash_for_the_way_stays_below_what_the_law_allows_and_is_signed_for(shelter):
    stay = shelter.admitted()
    with pytest.raises(Refused, match="rescue_receipt_unsigned"):
        shelter.did(rescue.give_cash, stay, 10, signed=False)
    shelter.did(rescue.give_cash, stay, 15, signed=True)
    for yuan in (6, 0, -3):
        with pytest.raises(Refused, match="rescue_cash"):
            shelter.did(rescue.give_cash, stay, yuan, signed=True)
    shelter.did(rescue.give_cash, stay, 5, signed=True)


def test_a_longer_stay_is_filed_by_the_head_and_stays_a_task(shelter):
    stay = shelter.admitted()
    later = shelter.at + timedelta(days=11)
    (open_one,) = [d for d in shelter.seen(stay, at=later).duties if d.duty.code == "long_stay"]
    assert open_one.status.state == "late"
    until = local_date(later) + timedelta(days=5)
    with pytest.raises(NotAllowed, match="rescue_head_needed"):
        shelter.did(rescue.extend, stay, until, "等家人来接", at=later)
    with pytest.raises(Refused, match="rescue_until"):
        shelter.did(rescue.extend, stay, until + timedelta(days=200), "x", actor=head(), at=later)
    shelter.did(rescue.extend, stay, until, "等家人来接，已报民政局", actor=head(), at=later)
    (open_one,) = [d for d in shelter.seen(stay, at=later).duties if d.duty.code == "long_stay"]
    assert open_one.open and open_one.status.state == "running"
    assert open_one.due.date() == until


def test_a_stay_is_linked_to_the_register_only_when_the_person_wishes(shelter):
    born, sex = (
        people.read_number(
            "111", RESIDENT.doc_number, known_areas=regions.known_areas(), today=local_date(now())
        ).birth_date,
        "1" if int(RESIDENT.doc_number[16]) % 2 else "2",
    )
    facts = Facts(name=RESIDENT.name, number=RESIDENT.doc_number)
    stay = shelter.admitted(sex=sex, age=None, birth_date=born, facts=facts)
    assert shelter.seen(stay).line.person_id is None
    with pytest.raises(Refused, match="rescue_link_wish"):
        shelter.did(rescue.link, stay, wished=False)
    stranger = shelter.admitted(name="单名")
    with pytest.raises(Refused, match="rescue_link_number"):
        shelter.did(rescue.link, stranger, wished=True)
    shelter.did(rescue.link, stay, wished=True)
    person_id = shelter.seen(stay).line.person_id
    assert person_id is not None
    themselves = Actor("public", 88, "本人", (), person_id=person_id)
    with acting(themselves):
        (own,) = rescue.own_stays(person_id)
        assert [rows(f"SELECT count(*) FROM {t}")[0][0] for t in TABLES] == [1, 0, 0]
        with pytest.raises(NotFound):
            rescue.stay(stay, actor=themselves, at=shelter.at)
        rescue.unlink_own(own.id, key=key(), actor=themselves, at=shelter.at)
        assert rescue.own_stays(person_id) == []
    with acting(themselves), pytest.raises(NotFound):
        rescue.unlink_own(stay, key=key(), actor=themselves, at=shelter.at)


def test_the_head_takes_back_a_leaving_that_was_a_mistake(shelter):
    stay = shelter.admitted()
    shelter.leaves(stay, Way.WORD, signed=True)
    with pytest.raises(NotAllowed, match="rescue_head_needed"):
        shelter.did(rescue.reopen, stay, "点错了人")
    shelter.did(rescue.reopen, stay, "点错了人", actor=head())
    assert shelter.seen(stay).line.state is StayState.PRESENT


def test_counts_leave_the_station_and_small_ones_are_not_told_apart(shelter):
    today = local_date(shelter.at)
    for sex, age in (("1", 30), ("1", 40), ("1", 50), ("1", 60), ("2", 30), ("1", 8)):
        shelter.admitted(sex=sex, age=age)
    with acting(office()):
        (found,) = rescue.figures(office(), today, today, at=shelter.at)
    counts = found.counts
    assert counts["came"] == counts["here"] == 6
    assert [counts[n] for n in rescue.GROUPS["who"]] == [4, rescue.HIDDEN, rescue.HIDDEN, 0]
    assert not {1, 2} & {counts[n] for group in rescue.GROUPS.values() for n in group}
    with acting(worker()):
        assert rescue.figures(worker(), today, today, at=shelter.at) == []


def test_a_station_is_opened_by_the_office_once_a_division_and_closed_when_empty(shelter):
    with acting(worker()), pytest.raises(NotAllowed):
        rescue.open_station(DISTRICT, "另一个站", actor=worker(), at=shelter.at)
    with acting(office()):
        with pytest.raises(Conflict, match="rescue_station_exists"):
            rescue.open_station(DISTRICT, "另一个站", actor=office(), at=shelter.at)
        with pytest.raises(Refused, match="rescue_region"):
            rescue.open_station("99", "站", actor=office(), at=shelter.at)
        shelter_id = shelter.station.id
    shelter.admitted()
    with acting(office()), pytest.raises(Conflict, match="rescue_station_in_use"):
        rescue.close_station(shelter_id, actor=office(), at=shelter.at)
    with acting(office()), pytest.raises(Conflict, match="rescue_room_ward"):
        rescue.add_beds(shelter_id, Ward.GIRLS, "101", 3, actor=office(), at=shelter.at)
    with acting(head()):
        assert rescue.add_beds(shelter_id, Ward.MEN, "102", 3, actor=head(), at=shelter.at) == 3
        assert rescue.add_beds(shelter_id, Ward.MEN, "102", 1, actor=head(), at=shelter.at) == 1
