"""Entries of the catalogue: what is wrong with one is said, a file is taken whole or not at all, versions stay."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date, timedelta

import openpyxl
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anju.demo.numbers import credit_code
from anju.domains.exchange.api import catalogue, links
from anju.domains.exchange.api.catalogue import EntriesRefused, Entry, Item
from anju.foundation import codes
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from anju.foundation.sheets.writer import write_xlsx
from tests.factories.exchange import agree, linked
from tests.factories.register import HERE, PLATFORM, clerk

CREDIT = credit_code(1, "430181")
ENTRY = Entry(
    side="offers",
    title="居住登记核验",
    code="101001002/000001",
    provider="浏阳市公安局",
    provider_code=CREDIT,
    summary="只答是或否",
    form="service",
    items=(Item("核验事项", "text"), Item("核验结果", "yesno")),
    sharing="2",
    condition="履行职责",
    way="接口",
    basis="《政务数据共享条例》",
    openness=False,
    cycle="realtime",
    published=date(2026, 11, 30),
    related=("101001001/000001",),
)
WRONG = {
    "resource_code": {"code": "101001"},
    "resource_credit_code": {"provider_code": "911100001000052570"},
    "resource_empty": {"title": ""},
    "resource_word": {"cycle": "有时"},
    "resource_condition": {"condition": ""},
    "resource_added_condition": {"sharing": "1"},
    "resource_basis": {"basis": "按规定"},
    "resource_open": {"sharing": "3", "openness": True},
    "resource_item_twice": {"items": (Item("甲", "text"), Item("甲", "number"))},
    "resource_related": {"related": ("101001002/000001",)},
    "resource_side": {"side": "both"},
    "resource_long": {"summary": "长" * 501},
    "resource_item": {"items": (Item("", "text"),)},
    "resource_items": {"items": tuple(Item(f"项{n}", "text") for n in range(301))},
}


def save(entry: Entry, seen: int = 0, actor=PLATFORM) -> int:
    with acting(actor):
        return catalogue.save_entry(entry, seen=seen, actor=actor, at=now())


def sheet_of(*entries: Entry) -> bytes:
    frame = pl.DataFrame(
        catalogue.lines(entries),
        schema=dict.fromkeys(catalogue.TITLES, pl.Utf8),
        orient="row",
    )
    return write_xlsx(frame, titles=catalogue.TITLES)


def brought(data: bytes, name: str) -> catalogue.Imported:
    with acting(PLATFORM):
        return catalogue.import_entries(data, name, actor=PLATFORM, at=now())


def test_a_sound_entry_has_no_fault():
    assert catalogue.faults(ENTRY) == []


@pytest.mark.parametrize("code", WRONG)
def test_each_fault_is_named(code):
    assert code in {f.code for f in catalogue.faults(replace(ENTRY, **WRONG[code]))}


def test_who_needs_a_resource_may_not_know_its_providers_code():
    assert catalogue.faults(replace(ENTRY, side="needs", provider_code="")) == []


texts = st.text("甲乙丙丁abc019", min_size=1, max_size=12)
written = st.builds(
    Entry,
    side=st.sampled_from(sorted(catalogue.SIDES)),
    title=texts,
    code=st.from_regex(r"[123][0-9]{5}/[0-9]{1,4}", fullmatch=True),
    provider=texts,
    provider_code=st.just(CREDIT),
    summary=texts,
    form=st.sampled_from(sorted(codes.RESOURCE_FORMAT.names)),
    items=st.lists(
        st.builds(Item, texts, st.sampled_from(sorted(codes.RESOURCE_ITEM_TYPE.names))),
        min_size=1,
        max_size=4,
        unique_by=lambda i: i.name,
    ).map(tuple),
    sharing=st.just("2"),
    condition=texts,
    way=texts,
    basis=texts.map("《{}》".format),
    openness=st.booleans(),
    cycle=st.sampled_from(sorted(codes.RESOURCE_CYCLE.names)),
    published=st.dates(date(2000, 1, 1)) | st.none(),
    related=st.just(()),
)


@settings(max_examples=12, deadline=None)
@given(st.lists(written, min_size=1, max_size=4, unique_by=lambda e: e.code))
def test_a_table_and_a_json_file_bring_back_what_was_exported(entries):
    assert catalogue.read_file(sheet_of(*entries), "x.xlsx") == (entries, [])
    whole = json.dumps({"resources": [e.written() for e in entries]}).encode()
    assert catalogue.read_file(whole, "x.json") == (entries, [])


def test_a_table_with_a_fault_names_its_line_and_changes_nothing(db):
    bad = replace(ENTRY, code="101001002/000002", cycle="有时")
    with pytest.raises(EntriesRefused) as refused:
        brought(sheet_of(ENTRY, bad), "x.xlsx")
    assert [(f.code, f.column, f.line) for f in refused.value.faults] == [
        ("resource_word", "cycle", 4)
    ]
    assert catalogue.entries() == ([], 0)


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"{", "x.json", "resource_json"),
        (b"[]", "x.json", "resource_none"),
        (b'"a"', "x.json", "resource_json"),
        (b"[" * 100_000, "x.json", "resource_json"),
        (b"a,b\n1,2\n", "x.csv", "resource_titles"),
        (b"0" * (catalogue.MOST_BYTES + 1), "x.json", "resource_too_large"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_code(db, data, name, code):
    with pytest.raises(Refused, match=code):
        brought(data, name)


def test_the_same_code_twice_in_a_file_is_refused(db):
    with pytest.raises(EntriesRefused, match="resource_code_twice"):
        brought(sheet_of(ENTRY, replace(ENTRY, title="另一个")), "x.xlsx")


def test_a_file_adds_changes_and_leaves_the_rest(db):
    other = replace(ENTRY, code="101001003/000001", title="居住证签发信息")
    assert brought(sheet_of(ENTRY, other), "x.xlsx") == catalogue.Imported(2, 0, 0)
    changed = replace(other, summary="编号与有效期")
    assert brought(sheet_of(changed), "x.xlsx") == catalogue.Imported(0, 1, 0)
    assert brought(sheet_of(ENTRY, changed), "x.xlsx") == catalogue.Imported(0, 0, 2)
    assert [v.number for v in catalogue.entry(other.code)] == [2, 1]
    assert catalogue.entry(other.code)[1].entry == other


def test_an_edit_is_a_new_version_unless_somebody_was_faster(db):
    assert save(ENTRY) == 1
    assert save(ENTRY) == 1  # the same again
    with pytest.raises(Conflict, match="resource_known"):
        save(replace(ENTRY, title="别的"))
    assert save(replace(ENTRY, title="新名"), seen=1) == 2
    with pytest.raises(Conflict, match="resource_changed"):
        save(replace(ENTRY, title="旧页面上改的"), seen=1)
    assert [v.entry.title for v in catalogue.entry(ENTRY.code)] == ["新名", "居住登记核验"]


def test_it_is_found_by_any_words_and_side(db):
    save(ENTRY)
    assert [v.entry.code for v in catalogue.entries(words="核验 浏阳")[0]] == [ENTRY.code]
    assert catalogue.entries(words="核验 长沙")[1] == 0
    assert catalogue.entries(side="needs")[1] == 0


def test_a_withdrawn_entry_is_read_but_not_listed_and_comes_back(db):
    save(ENTRY)
    with acting(PLATFORM):
        for _ in "12":
            catalogue.withdraw_entry(ENTRY.code, actor=PLATFORM, at=now())
        with pytest.raises(NotFound):
            catalogue.withdraw_entry("nothing", actor=PLATFORM, at=now())
    assert catalogue.entries()[1] == 0
    assert not catalogue.entry(ENTRY.code)[0].live
    assert save(ENTRY, seen=1) == 2
    assert catalogue.entries()[1] == 1


def test_what_every_place_begins_with_is_sound_and_entered_once(db):
    def enter():
        with acting(PLATFORM):
            return catalogue.enter_first("浏阳市公安局", CREDIT, actor=PLATFORM, at=now())

    made = enter()
    assert made.added == 9
    assert enter() == catalogue.Imported(0, 0, 9)
    with acting(PLATFORM), pytest.raises(EntriesRefused, match="resource_credit_code"):
        catalogue.enter_first("浏阳市公安局", "1", actor=PLATFORM, at=now())


def test_only_who_keeps_links_writes_it(db):
    with pytest.raises(NotAllowed):
        save(ENTRY, actor=clerk(7, HERE)[1])


def test_an_agreement_names_an_entry_that_is_listed(db):
    linked()
    with pytest.raises(Refused, match="resource_unknown"):
        agree("A-2", resource=ENTRY.code)
    save(ENTRY)
    agree("A-2", resource=ENTRY.code, last=local_date(now()) + timedelta(days=9))
    (found,) = links.agreements_about(ENTRY.code)
    assert (found.number, found.resource) == ("A-2", ENTRY.code)


def test_the_sheet_has_the_titles_of_the_official_form_and_a_line_an_item():
    page = openpyxl.load_workbook(io.BytesIO(sheet_of(ENTRY))).active
    found = [[c or "" for c in row] for row in page.iter_rows(values_only=True)]
    assert found[0] == list(catalogue.TITLES)
    assert [row[7] for row in found[1:]] == ["核验事项", "核验结果"]
    assert found[1][2] == ENTRY.code and found[2][2] == ""
