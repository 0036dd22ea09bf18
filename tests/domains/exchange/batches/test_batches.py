"""Batch files of the former national exchange: both forms, both encodings, every row accounted for, hostile files."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anju.domains.exchange.api import batches
from anju.domains.exchange.batches.rules.writing import ORDER, write_batch
from anju.domains.register import api as register
from anju.foundation.characters import visible
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.errors import AnjuError, NotAllowed, Refused
from tests.factories.people import somebody
from tests.factories.register import HERE, PLATFORM, Street

ONE, TWO, THREE = (somebody(n, 760 + k) for k, n in enumerate(("单文静", "石小鱼", "䶮又来")))
HEAD = "业务类型,姓名,身份证号码,流入日期,现居住地详址,避孕措施,备注"


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


def file(*rows, encoding="gb18030"):
    return "\r\n".join([HEAD, *rows]).encode(encoding)


def line(who, *, act="登记", day="20261001", address="交换路3号101"):
    return f"{act},{who.name},{who.doc_number},{day},{address},某,某"


def taken(data, actor=PLATFORM):
    with acting(actor):
        return batches.take_batch(data, region=HERE, sender="某省", actor=actor, at=now())


def outcomes(result):
    return [(o.row, o.status, o.reason) for o in result.outcomes]


@pytest.mark.django_db
class TestAFileThatIsTakenIn:
    def test_every_row_has_its_outcome_and_the_same_file_again_changes_nothing(self, street):
        data = file(
            line(ONE),
            line(TWO, day="某日"),
            line(THREE, act="删除"),
            line(THREE, act="跳舞"),
            "登记,,430181199001019961,20261001,,,",
            "",
            line(ONE) + ",多一列",
        )
        first = taken(data)
        assert outcomes(first) == [
            (2, "applied", ""),
            (3, "refused", "batch_day"),
            (4, "refused", "batch_deletion"),
            (5, "refused", "batch_act_unknown"),
            (6, "refused", "name_missing"),
            (8, "refused", "batch_row_too_wide"),
        ]
        assert first.reading.encoding == "gb18030"
        assert first.reading.dropped == ("避孕措施",)
        assert first.reading.unread == ("备注", "+0")
        again = taken(data)
        assert outcomes(again) == outcomes(first)
        assert again.repeated

    def test_who_left_leaves_by_the_one_intake(self, street):
        taken(file(line(TWO)))
        left = "业务类型,姓名,身份证号码,注销日期\n" + f"注销,{TWO.name},{TWO.doc_number},2026/11/2"
        (found,) = taken(left.encode()).outcomes
        assert found.status == "applied"

    def test_an_office_takes_in_only_for_its_own_area(self, street):
        from anju.foundation.actor import Actor, Grant

        may = frozenset({"exchange.manage", "declare", "person.see"})
        elsewhere = Actor("staff", 5, "别处", (Grant("district", may, region="510823"),))
        with pytest.raises(NotAllowed):
            taken(file(line(ONE)), elsewhere)
        clerk = Actor(
            "staff", 6, "窗口", (Grant("counter", may - {"exchange.manage"}, region=HERE),)
        )
        with pytest.raises(NotAllowed):
            taken(file(line(ONE)), clerk)

    def test_what_is_written_is_read_again_in_every_form(self, street):
        for form in batches.FORMS:
            for encoding in batches.ENCODINGS:
                with acting(PLATFORM):
                    data, count = batches.written_batch(
                        [""], "43", form=form, encoding=encoding, actor=PLATFORM, at=now()
                    )
                reading = batches.read_batch(data)
                assert (reading.form, reading.encoding) == (form, encoding)
                assert len(reading.rows) == count > 0
                assert not [r for r in reading.rows if r.refused]
        with acting(PLATFORM):
            assert register.living_ids([""], actor=PLATFORM, today=street.today, origin="43")


class TestAHostileFile:
    @pytest.mark.parametrize(
        ("data", "code"),
        [
            (
                b"<!DOCTYPE x [<!ENTITY a 'b'>]><BATCH><CASE><XM>&a;</XM></CASE></BATCH>",
                "batch_entities",
            ),
            (b"<!DOCTYPE x SYSTEM 'file:///etc/passwd'><BATCH/>", "batch_entities"),
            (b"<BATCH><CASE><XM>x</XM></CASE>", "batch_not_xml"),
            (b"<a>" * 60 + b"</a>" * 60, "batch_not_xml"),
            (b"\x00\x01\x02\x03" * 10, "batch_not_text"),
            (b"\xff" * 50, "batch_not_text"),
            (b"a,b\n1,2", "batch_no_columns"),
            (b"", "batch_no_columns"),
            ('姓名,身份证号码\n"没有闭合'.encode() + b"x" * 2_000_000, "batch_not_text"),
            (b"x" * ((64 << 20) + 1), "batch_too_large"),
        ],
    )
    def test_is_refused_whole_with_a_reason(self, data, code):
        with pytest.raises(Refused, match=code):
            batches.read_batch(data)

    def test_an_undeclared_entity_is_no_text(self):
        with pytest.raises(Refused, match="batch_not_xml"):
            batches.read_batch(b"<BATCH><CASE><XM>&lol;</XM></CASE></BATCH>")

    def test_private_characters_become_the_standard_ones(self):
        data = "姓名,身份证号码\n".encode("gb18030") + bytes.fromhex("FE59") + b",1"
        assert batches.read_batch(data).rows[0].fields["name"] == "\u9fb4"

    @settings(max_examples=300, deadline=None)
    @given(st.binary(max_size=300))
    def test_any_bytes_are_read_or_refused(self, data):
        with contextlib.suppress(AnjuError):
            batches.read_batch(data)


TEXTS = st.text(
    st.characters(
        codec="utf-8", categories=("Lo", "Lu", "Ll", "Nd", "Po", "Sc"), exclude_characters="'"
    ),
    min_size=1,
    max_size=20,
).filter(lambda t: visible(t) == t)


@settings(max_examples=200, deadline=None)
@given(TEXTS, TEXTS, st.sampled_from(batches.FORMS), st.sampled_from(batches.ENCODINGS))
def test_a_written_row_is_read_as_it_was(name, address, form, encoding):
    row = dict.fromkeys(ORDER, "") | {"act": "登记", "name": name, "address": address}
    row["doc_number"] = ONE.doc_number
    reading = batches.read_batch(write_batch([row], form=form, encoding=encoding))
    (found,) = reading.rows
    assert (found.fields["name"], found.fields["address"]) == (name, address)
