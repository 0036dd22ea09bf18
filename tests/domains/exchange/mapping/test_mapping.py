"""Mappings: every row is mapped or refused with a reason, as a plain loop says; schemas are accepted or refused whole;
a version counts only once its test rows hold."""

from __future__ import annotations

import json
import random
from dataclasses import replace

import polars as pl
import pytest
from bench.mapping import accounted, by_hand, drawn, number, same

from anju.domains.exchange.api import mapping as mappings
from anju.domains.exchange.api import mapping_versions as versions
from anju.foundation.audit import api as audit
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.errors import NotAllowed, NotFound, Refused
from anju.foundation.sheets import read_cells, write_xlsx
from tests.factories.register import PLATFORM, RESIDENT, Street
from tests.factories.staff import actor, staff

SCHOOL = mappings.source("school_enrolment")
FIRST = mappings.first_mapping(SCHOOL)
ROW = {
    "XM": "测试一",
    "SFZH": number(1),
    "XXMC": "第一小学",
    "XD": "2",
    "NJ": "一年级",
    "RXRQ": "20260901",
    "XJZT": "01",
}


def mapped(*rows, mapping=FIRST):
    cells = pl.DataFrame(list(rows)).cast(pl.String)
    return mappings.apply_mapping(
        SCHOOL, mapping, cells, numbers=pl.int_range(1, len(rows) + 1, eager=True)
    )


def reasons(made):
    return list(made.faults.select("row", "field", "reason").iter_rows())


def test_a_plain_loop_says_the_same_of_ten_thousand_rows():
    cells = drawn(10_000)
    made = mappings.apply_mapping(
        SCHOOL, FIRST, cells, numbers=pl.int_range(0, cells.height, eager=True)
    )
    assert 0 < made.refused.len() < 300
    assert same(made, [by_hand(FIRST, row) for row in cells.to_dicts()])
    assert accounted(made, cells.height)


@pytest.mark.parametrize("seed", range(20))
def test_of_spoiled_rows_each_is_in_one_part_whatever_was_done_to_it(seed):
    drawn_by = random.Random(seed)
    rows = [dict(ROW, SFZH=number(n)) for n in range(50)]
    for _ in range(60):
        row = rows[drawn_by.randrange(50)]
        row[drawn_by.choice(list(ROW))] = drawn_by.choice(
            [
                "",
                None,
                " ",
                "=1+1",
                "\u202e反",
                "9" * 600,
                "３",
                "3.5E+17",
                "0000-00-00",
                "\ue86c",
                "'",
            ]
        )
    made = mapped(*rows)
    assert accounted(replace_numbers(made), 50)


def replace_numbers(made):
    return replace(
        made,
        rows=made.rows.with_columns(pl.col("row") - 1),
        faults=made.faults.with_columns(pl.col("row") - 1),
        refused=made.refused - 1,
    )


def test_a_row_says_everything_that_is_wrong_with_it():
    bad = dict(ROW, SFZH=ROW["SFZH"][:17] + "?", XD="9", RXRQ="20261301", XXMC="")
    assert reasons(mapped(bad)) == [
        (1, "doc_number", "id_checksum"),
        (1, "school", "map_missing"),
        (1, "stage", "map_code"),
        (1, "enrolled_on", "map_day"),
    ]


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "id_missing"),
        ("3.50104E+17", "id_precision_lost"),
        ("4301", "id_length"),
        (number(1)[:6] + "20201399" + number(1)[14:], "id_birth_date"),
        ("１２", "id_length"),
    ],
)
def test_a_document_number_is_refused_for_the_first_thing_that_is_wrong(typed, reason):
    assert reasons(mapped(dict(ROW, SFZH=typed))) == [(1, "doc_number", reason)]


def test_a_passport_is_read_by_its_own_form():
    row = dict(ROW, ZJLX="护照")
    assert reasons(mapped(dict(row, SFZH="E1"))) == [(1, "doc_number", "id_shape")]
    assert mapped(dict(row, SFZH="e12345678")).rows["doc_number"].to_list() == ["E12345678"]


def test_a_cell_that_a_spreadsheet_marked_as_text_loses_the_mark_and_nothing_runs():
    made = mapped(dict(ROW, XM="'=1+1"))
    assert made.rows["name"].to_list() == ["=1+1"]
    written = write_xlsx(made.rows.select("name"))
    assert read_cells(written, "x.xlsx").sheets[0].cells["0"].to_list()[1] == "'=1+1"


class TestAnotherSchema:
    def test_a_new_column_stops_the_whole_file_and_says_what_it_may_be(self):
        renamed = {("XUEXIAO_XXMC" if k == "XXMC" else k): v for k, v in ROW.items()}
        fault = mappings.schema_fault(SCHOOL, FIRST, list(renamed))
        assert fault.new == ("XUEXIAO_XXMC",)
        assert fault.missing == ("XXMC",)
        assert fault.renamed == {"XUEXIAO_XXMC": "XXMC"}
        with pytest.raises(Refused, match="map_schema"):
            mapped(renamed)

    def test_a_title_that_the_mapping_names_as_another_is_accepted(self):
        assert mapped({("姓名" if k == "XM" else k): v for k, v in ROW.items()}).rows.height == 1

    def test_a_column_that_no_field_needs_may_be_missing(self):
        assert mapped({k: v for k, v in ROW.items() if k != "NJ"}).rows["grade"].to_list() == [None]

    def test_a_new_column_is_let_by_where_the_mapping_says_so(self):
        lenient = replace(FIRST, new_columns=mappings.NewColumns.IGNORE)
        assert mapped(dict(ROW, XIN="1"), mapping=lenient).rows.height == 1
        without = {k: v for k, v in ROW.items() if k != "SFZH"}
        with pytest.raises(Refused, match="map_schema"):
            mapped(dict(without, XIN="1"), mapping=lenient)

    @pytest.mark.parametrize("seed", range(30))
    def test_never_is_a_part_of_a_file_read(self, seed):
        drawn_by = random.Random(seed)
        titles = [t for t in ROW if drawn_by.random() < 0.8]
        titles += ["新列"] * (drawn_by.random() < 0.3)
        needed = {"XM", "SFZH", "XXMC", "XD"}
        sound = needed <= set(titles) and "新列" not in titles
        try:
            made = mapped({t: ROW.get(t, "1") for t in titles})
        except Refused:
            assert not sound
        else:
            assert sound
            assert made.rows.height == 1

    def test_a_title_that_stands_there_twice_is_refused(self):
        book = read_cells("XM,SFZH,XM\n测试,1,2\n".encode(), "a.csv")
        with pytest.raises(Refused, match="map_columns_twice"):
            mappings.table_of(book)


@pytest.mark.parametrize("code", sorted(mappings.sources()))
def test_the_mapping_of_every_folder_is_sound_and_its_test_rows_hold(code):
    source = mappings.source(code)
    versions.require_tested(source, mappings.first_mapping(source))


@pytest.mark.parametrize("code", sorted(mappings.sources()))
def test_a_mapping_comes_back_from_json_and_from_a_workbook_as_it_went(code):
    source = mappings.source(code)
    first = mappings.first_mapping(source)
    assert mappings.from_text(json.dumps(mappings.to_json(first))) == first
    book = read_cells(write_xlsx(versions.to_sheet(source, first)), "m.xlsx")
    assert versions.from_sheet(book.sheets[0].cells) == first


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[1]",
        '{"form":"anju-mapping/1"}',
        "[" * 5000,
        '{"form":"anju-mapping/1","fields":{"x":{"from":[1]}},"source":"a"}',
    ],
)
def test_what_is_no_mapping_is_refused(text):
    with pytest.raises(Refused, match="mapping_unreadable"):
        mappings.from_text(text)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"school": mappings.FieldRule()}, ("mapping_rule_empty", "school")),
        ({"stage": mappings.FieldRule(("XD",), codes="none")}, ("mapping_codes_missing", "stage")),
        ({"status": mappings.FieldRule(constant="gone")}, ("mapping_code_not_ours", "status")),
        (
            {"enrolled_on": mappings.FieldRule(("A",), days=("Y",))},
            ("mapping_day_form", "enrolled_on"),
        ),
        ({"shoe": mappings.FieldRule(("A",))}, ("mapping_field_unknown", "shoe")),
        ({"grade": mappings.FieldRule(("NJ",), constant="1")}, ("mapping_rule_both", "grade")),
    ],
)
def test_every_fault_of_a_mapping_is_named(change, fault):
    assert fault in mappings.mapping_faults(
        SCHOOL, replace(FIRST, fields={**FIRST.fields, **change})
    )


class TestVersions:
    pytestmark = pytest.mark.django_db

    @pytest.fixture(scope="class")
    def street(self, once):
        return once(Street.built)

    def saved(self, mapping, by=PLATFORM):
        with acting(by):
            return versions.save_draft(SCHOOL, mapping, actor=by, at=now())

    def test_the_folder_s_mapping_counts_until_another_is_published(self, street):
        assert versions.in_force(SCHOOL).number == 0
        changed = replace(FIRST, ignored=(*FIRST.ignored, "备注"))
        assert self.saved(changed) == self.saved(changed) == 1
        assert versions.in_force(SCHOOL).number == 0
        with acting(PLATFORM):
            assert versions.publish(SCHOOL, actor=PLATFORM, at=now()) == 1
        assert versions.in_force(SCHOOL).mapping == changed
        assert self.saved(FIRST) == 2
        with acting(PLATFORM):
            versions.publish(SCHOOL, actor=PLATFORM, at=now())
        assert [(v.number, v.state) for v in versions.versions(SCHOOL)] == [
            (2, "published"),
            (1, "retired"),
            (0, "retired"),
        ]

    def test_a_version_whose_test_rows_do_not_hold_is_not_published(self, street):
        self.saved(replace(FIRST, codes={**FIRST.codes, "stage": {"1": "primary"}}))
        with acting(PLATFORM), pytest.raises(Refused, match="mapping_tests_fail"):
            versions.publish(SCHOOL, actor=PLATFORM, at=now())
        assert versions.in_force(SCHOOL).number == 0

    def test_without_a_row_that_passes_and_one_that_does_not_nothing_is_published(self, street):
        self.saved(replace(FIRST, tests=FIRST.tests[:1]))
        with acting(PLATFORM), pytest.raises(Refused, match="mapping_untested"):
            versions.publish(SCHOOL, actor=PLATFORM, at=now())

    def test_a_test_row_with_somebody_on_file_is_not_kept(self, street):
        real = mappings.TestRow(dict(ROW, SFZH=RESIDENT.doc_number), {"name": "x"})
        with pytest.raises(Refused, match="mapping_test_real"):
            self.saved(replace(FIRST, tests=(real,)))
        assert versions.draft(SCHOOL) is None

    def test_a_draft_is_forgotten_and_nothing_else_changes(self, street):
        self.saved(replace(FIRST, ignored=()))
        with acting(PLATFORM):
            versions.discard_draft(SCHOOL, actor=PLATFORM, at=now())
        assert versions.draft(SCHOOL) is None
        with acting(PLATFORM), pytest.raises(NotFound):
            versions.publish(SCHOOL, actor=PLATFORM, at=now())

    @pytest.mark.parametrize("role", ["counter", "street", "grid"])
    def test_who_may_not_manage_the_exchange_changes_no_mapping(self, street, role):
        clerk = actor(staff(f"map.{role}", (role, "430181")))
        with pytest.raises(NotAllowed):
            self.saved(FIRST, by=clerk)

    def test_every_step_leaves_its_row_in_the_trail(self, street):
        self.saved(FIRST)
        with acting(PLATFORM):
            versions.publish(SCHOOL, actor=PLATFORM, at=now())
        with acting(PLATFORM):
            found = {e.action for e in audit.entries(PLATFORM, limit=10)}
        assert {"exchange.mapping_written", "exchange.mapping_published"} <= found
