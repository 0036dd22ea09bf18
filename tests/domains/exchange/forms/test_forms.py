"""Forms of other offices: every cell as the register has it, with source and day; empty cells say why; only for the
person in front, for the form's purpose, under a law, by a version in force."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

import openpyxl
import pytest

from anju.domains.employers import api as employers
from anju.domains.exchange.api import forms
from anju.domains.exchange.api.forms import Presence
from anju.domains.exchange.forms.models import FilledForm
from anju.domains.people import api as people
from anju.domains.places import api as places
from anju.domains.register import api as register
from anju.foundation.actor import Actor, Grant
from anju.foundation.audit.models import Entry
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from anju.foundation.errors import AnjuError, Conflict, NotAllowed, NotFound, Refused
from tests.factories.forms import ONE, blank, clerk, form_in_force, template, text
from tests.factories.register import (
    OTHER_STREET,
    PLATFORM,
    RESIDENT,
    STREET,
    WORKER,
    Street,
)


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


def filled_for(person, *, form=None, actor=None, key=None, **more):
    actor = actor or clerk(STREET)
    form = form or form_in_force()
    with acting(actor):
        return forms.fill(
            form,
            person,
            **{"presence": Presence.PERSON, "key": key or forms.new_key()} | more,
            actor=actor,
            at=now(),
        )


def cells(filled, actor=None):
    actor = actor or clerk(STREET)
    with acting(actor):
        found, _ = forms.shown(filled, actor=actor, at=now())
    return {c.cell: c for c in found.cells}


def expected(person):
    """What must stand in each cell, read the plain way, one thing after another."""
    day = local_date(now())
    with acting(PLATFORM):
        one = people.persons([person])[person]
        found = {"B2": one.name, "D2": {"1": "M", "2": "F"}.get(one.sex, "")}
        b = one.birth_date
        found["B3"] = f"{b.year:04}年{b.month}月{b.day}日" if b else ""
        live = [d for d in one.documents if d.live]
        found["B4"] = people.numbers([live[0].id])[live[0].id] if live else ""
        found["B5"] = people.phones([person]).get(person, "")
        stay = next((s for s in register.stays_of([person], as_of=day) if s.habitual), None)
        home = places.homes([stay.home_id])[stay.home_id] if stay and stay.home_id else None
        found["B6"] = places.whole_address(home) if home else ""
        found["D6"] = stay.since.strftime("%Y%m%d") if stay else ""
        job = next(iter(register.jobs_of([person], as_of=day)), None)
        found["B7"] = employers.employers([job.employer_id])[job.employer_id].name if job else ""
        found["D7"] = job.position if job else ""
    return found | {"B8": "", "B9": "", "D9": day.isoformat()}


@pytest.mark.parametrize("who", ["resident", "child", "worker", "stranger"])
def test_every_cell_says_what_the_register_says_with_source_and_day_or_why_not(street, who):
    person = getattr(street, who)
    region = OTHER_STREET if who == "stranger" else STREET
    actor = clerk(region)
    found = cells(filled_for(person, actor=actor), actor)
    assert {place: c.value for place, c in found.items()} == expected(person)
    for cell in found.values():
        assert bool(cell.value) == bool(cell.source)
        assert bool(cell.value) == (cell.day is not None)
        assert bool(cell.value) != bool(cell.why)


def test_empty_cells_say_why(street):
    why = {place: c.why for place, c in cells(filled_for(street.child)).items() if not c.value}
    assert why == {
        "B5": "no_phone",
        "B7": "no_job",
        "D7": "no_job",
        "B8": "no_permit",
        "B9": "to_enter",
    }


def test_sources_name_who_declared_it_and_since_when(street):
    found = cells(filled_for(street.resident))
    assert (found["B6"].source, found["B6"].day) == ("landlord", street.today - timedelta(days=200))
    assert found["B2"].source == "record"
    assert found["D9"].source == "form"


def test_a_code_the_office_has_no_word_for_is_left_empty_and_named(street):
    form = form_in_force(ONE.replace('{"1": M, "2": F}', '{"8": X}'))
    assert cells(filled_for(street.resident, form=form))["D2"].why == "no_code"


def test_what_does_not_fit_is_left_empty_rather_than_cut(street):
    form = form_in_force(ONE.replace("fact: home.address", "fact: home.address, most: 3"))
    assert cells(filled_for(street.resident, form=form))["B6"].why == "too_long"


def test_only_marked_cells_can_be_changed_and_what_is_required_must_be_there(street):
    actor, made = clerk(STREET), filled_for(street.resident)
    with acting(actor), pytest.raises(Refused, match="form_cells_missing"):
        forms.enter(made, {}, actor=actor, at=now(), finish=True)
    with acting(actor):
        forms.enter(
            made,
            {"B2": "别人", "B5": "13811112222", "B9": "一小"},
            actor=actor,
            at=now(),
            finish=True,
        )
    found = cells(made)
    assert (found["B2"].value, found["B2"].entered_by) == (RESIDENT.name, "")
    assert (found["B5"].value, found["B5"].source) == ("13811112222", "entered")
    assert found["B9"].entered_by == actor.label
    with acting(actor), pytest.raises(Conflict, match="filled_done"):
        forms.enter(made, {"B9": "二小"}, actor=actor, at=now())


def test_a_text_longer_than_its_cell_is_refused(street):
    actor, made = clerk(STREET), filled_for(street.resident)
    with acting(actor), pytest.raises(Refused, match="form_cell_long"):
        forms.enter(made, {"B9": "长" * 21}, actor=actor, at=now())


def test_the_workbook_is_the_offices_own_with_its_cells_filled_as_text(street):
    actor = clerk(STREET)
    made = filled_for(street.resident)
    with acting(actor):
        forms.enter(made, {"B9": "=1+1"}, actor=actor, at=now(), finish=True)
        found, form = forms.shown(made, actor=actor, at=now())
    data = forms.filled(form.description, forms.template(form.id), [found.cells])
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book["申请表"]
    assert sheet["B2"].value == RESIDENT.name
    assert "".join(sheet.cell(4, 2 + n).value for n in range(18)) == RESIDENT.doc_number
    assert (sheet["B9"].value, sheet["B9"].data_type) == ("'=1+1", "s")
    assert book["说明"]["A1"].value == "填表说明"
    assert sheet.column_dimensions["B"].width == 33
    assert [str(r) for r in sheet.merged_cells.ranges] == ["F2:G3"]


def test_the_same_request_again_is_the_form_that_was_filled(street):
    form = form_in_force()
    assert filled_for(street.resident, form=form, key="k1") == filled_for(
        street.resident, form=form, key="k1"
    )


def test_filling_stands_in_the_persons_access_log_under_the_forms_purpose(street):
    made = filled_for(street.resident)
    with acting(PLATFORM):
        read = Entry.objects.filter(action="exchange.form_filled", kind="reveal").latest("id")
        assert (read.person_id, read.purpose) == (street.resident, "service")
    cells(made)
    with acting(PLATFORM):
        assert Entry.objects.filter(
            action="exchange.form_shown", person_id=street.resident
        ).exists()


def outcome(call):
    try:
        call()
    except AnjuError as error:
        return type(error)
    return None


def test_who_may_fill_and_see_a_form(street):
    made, form = filled_for(street.resident), form_in_force()
    own = Actor("public", 77, "本人", (), person_id=street.resident, channel="web")
    landlord = Actor(
        "public", 78, "房东", (Grant("landlord", frozenset({"person.see"}), party=street.holder),)
    )
    people_asking = {
        "clerk of this street": (clerk(STREET), None, None),
        "clerk of another street": (clerk(OTHER_STREET), NotFound, NotFound),
        "clerk without the purpose": (
            clerk(STREET, purposes=("register",)),
            NotAllowed,
            NotAllowed,
        ),
        "the person": (own, None, NotAllowed),
        "landlord": (landlord, NotAllowed, NotFound),
        "nobody": (Actor("public", 79, "路人"), NotAllowed, NotFound),
    }
    for who, (actor, fills, sees) in people_asking.items():
        with acting(actor):
            got = outcome(
                lambda a=actor: forms.fill(
                    form,
                    street.resident,
                    presence=Presence.PERSON,
                    key=forms.new_key(),
                    actor=a,
                    at=now(),
                )
            )
            seen = outcome(lambda a=actor: forms.shown(made, actor=a, at=now()))
        expected = (NotAllowed, None) if who == "the person" else (fills, sees)
        assert (got, seen) == expected, who


def test_a_resident_fills_about_nobody_but_themselves(street):
    own = Actor("public", 77, "本人", (), person_id=street.resident, channel="web")
    form = form_in_force()
    made = filled_for(street.resident, form=form, actor=own, presence=Presence.SELF)
    assert cells(made, own)["B2"].value == RESIDENT.name
    with pytest.raises(NotFound):
        filled_for(street.worker, form=form, actor=own, presence=Presence.SELF)
    closed = form_in_force(by_residents="false", code="office-only")
    with pytest.raises(Refused, match="form_presence"):
        filled_for(street.resident, form=closed, actor=own, presence=Presence.SELF)


def test_a_proxy_needs_a_mandate(street):
    with pytest.raises(Refused, match="form_mandate"):
        filled_for(street.resident, presence=Presence.MANDATE)
    assert filled_for(street.resident, presence=Presence.MANDATE, mandate="委2026-9")


@pytest.mark.parametrize(
    ("head", "fields", "code"),
    [
        ({"basis": "''"}, ONE, "form_no_basis"),
        ({"basis": "领导要求"}, ONE, "form_no_basis"),
        ({}, ONE.replace("person.phone", "person.education"), "form_no_basis"),
        ({}, ONE.replace("person.phone", "person.belief"), "form_fact_unknown"),
        ({"purpose": "curiosity"}, ONE, "form_unsound"),
        ({"code": "A B"}, ONE, "form_unsound"),
        ({}, ONE.replace("cell: D2", "cell: B2"), "form_unsound"),
        ({}, ONE.replace("cell: D2", "cell: Q"), "form_unsound"),
        ({}, ONE.replace("YYYYMMDD", "{x}"), "form_unsound"),
        (
            {"layout": "list"},
            "  - {cell: A, label: 地址, fact: home.address}",
            "form_fact_not_on_lists",
        ),
        ({"layout": "table"}, ONE, "form_unreadable"),
    ],
)
def test_a_form_that_asks_without_law_or_for_what_nobody_holds_is_refused(head, fields, code):
    with pytest.raises(Refused, match=code):
        forms.read_description(text(fields, **head))


def test_a_law_of_its_own_lets_a_field_ask_for_more():
    field = "person.education, basis: 《居住证暂行条例》第十二条"
    assert forms.read_description(text(ONE.replace("person.phone", field)))


def test_a_template_whose_cells_are_taken_or_that_brings_programs_is_refused(street):
    made = forms.read_description(text())
    book = openpyxl.load_workbook(io.BytesIO(template()))
    book.active["B6"] = "已填"
    out = io.BytesIO()
    book.save(out)
    book["说明"]["C9"], book.active["B6"] = "=1+1", None
    runs = io.BytesIO()
    book.save(runs)
    for wrong in (
        template(merged=("A2:B2",)),
        out.getvalue(),
        runs.getvalue(),
        b"PK",
        b"",
        template()[:-40],
    ):
        with pytest.raises(Refused):
            forms.require_fits(made, wrong)
    forms.require_fits(made, template())


def test_a_description_may_stand_in_a_sheet():
    rows = [
        ("编号", "school-place"),
        ("名称", "入学申请表"),
        ("机关", "教育局"),
        ("用途", "service"),
        ("依据", "《义务教育法》第十二条"),
        ("起", "2026-11-01"),
        ("止", "2027-08-31"),
        (None, None),
        ("单元格", "名称", "事实", "写法", "代码", "必填", "核对"),
        ("B2", "姓名", "person.name", None, None, "是", None),
        ("D2", "性别", "person.sex", None, "1=男; 2=女", None, "是"),
    ]
    made = forms.read_sheet(rows)
    assert [(f.cell, f.fact, dict(f.codes), f.required, f.check) for f in made.fields] == [
        ("B2", "person.name", {}, True, False),
        ("D2", "person.sex", {"1": "男", "2": "女"}, False, True),
    ]


def test_a_form_counts_once_another_person_has_accepted_it_and_on_its_days_only(street):
    may = frozenset({"exchange.manage"})
    first, second = (
        Actor("staff", n, f"管理{n}", (Grant("city", may, region="4301"),), channel="web")
        for n in (801, 802)
    )
    made = forms.read_description(text(code="dated"))
    with acting(first):
        form = forms.propose_form(made, template(), region="4301", actor=first, at=now())
        assert form == forms.propose_form(made, template(), region="4301", actor=first, at=now())
        with pytest.raises(NotAllowed):
            forms.accept_form(form, actor=first, at=now())
    with pytest.raises(Refused, match="form_not_in_force"):
        filled_for(street.resident, form=form)
    with acting(second):
        forms.accept_form(form, actor=second, at=now())
    assert filled_for(street.resident, form=form)
    late = replace(made, first=made.first + timedelta(days=20))
    with acting(first):
        newer = forms.propose_form(late, template(), region="4301", actor=first, at=now())
    with acting(second):
        forms.accept_form(newer, actor=second, at=now())
        assert forms.form(form).state == "ended"
    with pytest.raises(Refused, match="form_not_in_force"):
        filled_for(street.resident, form=newer)


def test_an_employers_list_has_a_row_a_worker_and_everybodys_log_says_so(street):
    fields = """
  - {cell: A, label: 姓名, fact: person.name}
  - {cell: B, label: 证件号码, fact: person.doc_number}
  - {cell: C, label: 岗位, fact: job.position}
"""
    form = form_in_force(fields, blank(), layout="list", code="roster")
    actor = clerk(STREET)
    with acting(actor):
        batch = forms.fill_list(
            form, street.firm.id, mandate="申1", key="b" * 32, actor=actor, at=now()
        )
        assert batch == forms.fill_list(
            form, street.firm.id, mandate="申1", key="b" * 32, actor=actor, at=now()
        )
        rows, found = forms.list_shown(batch, actor=actor, at=now())
    data = forms.filled(found.description, forms.template(form), [r.cells for r in rows])
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert [c.value for c in sheet[2]][:3] == [WORKER.name, WORKER.doc_number, "装配"]
    assert sheet.max_row == 2
    with acting(PLATFORM):
        assert Entry.objects.filter(action="exchange.form_file", person_id=street.worker).exists()
    other = clerk(OTHER_STREET)
    with acting(other), pytest.raises(NotFound):
        forms.list_shown(batch, actor=other, at=now())
    with acting(other), pytest.raises(Refused, match="form_list_empty"):
        forms.fill_list(form, street.firm.id, mandate="申1", key="c" * 32, actor=other, at=now())


def test_the_offices_own_system_fetches_what_is_finished_and_nobody_elses(street):
    form = form_in_force(recipient=555, code="fetched")
    made = filled_for(street.resident, form=form)
    office, other = (Actor("client", n, "教育局系统", channel="api") for n in (555, 556))
    with acting(office), pytest.raises(NotFound):
        forms.fetched(made, actor=office, at=now())
    actor = clerk(STREET)
    with acting(actor):
        forms.enter(made, {"B9": "一小"}, actor=actor, at=now(), finish=True)
    with acting(office):
        assert made in forms.waiting_for(office)
        found, _ = forms.fetched(made, actor=office, at=now())
    assert {c.cell: c.value for c in found.cells}["B9"] == "一小"
    assert made not in forms.waiting_for(office)
    assert forms.waiting_for(other) == []
    with acting(other), pytest.raises(NotFound):
        forms.fetched(made, actor=other, at=now())


def test_content_goes_when_it_is_taken_back_and_after_its_days(street):
    actor, first, second = clerk(STREET), filled_for(street.resident), filled_for(street.worker)
    with acting(actor):
        forms.withdraw(first, actor=actor, at=now())
        forms.withdraw(first, actor=actor, at=now())
    assert cells(first) == {}
    with acting(PLATFORM):
        assert forms.forget_filled(at=now() + timedelta(days=89)) == 0
        assert forms.forget_filled(at=now() + timedelta(days=91)) >= 1
        assert FilledForm.objects.get(pk=second).cells_cipher is None
