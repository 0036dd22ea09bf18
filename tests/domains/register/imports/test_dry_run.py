"""What a preview says that applying would do is what applying then does."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from anju.domains.register import api as register
from anju.domains.register.imports.operations import intake_slices
from anju.foundation.db import statements
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.sheets import guarded, reader
from anju.interfaces.cli.import_account import chosen, further_columns
from anju.interfaces.web.imports.account import account
from tests.domains.register.imports.generated.compare import made
from tests.domains.register.imports.test_importing import firm, sender, street  # noqa: F401 - fixtures
from tests.factories.spreadsheets import delimited, number

pytestmark = pytest.mark.django_db
TITLES = ("姓名", "身份证号", "入职日期", "楼栋", "房号", "在职状态", "离职日期")
LINES = st.lists(
    st.tuples(
        st.integers(60, 66),
        st.sampled_from(["2026-03-01", "", "x"]),
        st.sampled_from(["1栋", "", "9栋"]),
        st.sampled_from(["101", "", "777"]),
        st.sampled_from(["在职", "离职", "", "某词"]),
        st.sampled_from(["", "2026-05-01"]),
    ),
    min_size=1,
    max_size=7,
)


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch):
    """The reading without a process of its own: many small files are read."""
    monkeypatch.setattr(
        reader,
        "records",
        lambda data, name, sheet, *, piece: guarded.records_of(data, name, sheet, piece),
    )


def rows_of(lines):
    return [
        (f"王{'甲乙丙丁戊己庚'[seed - 60]}", number(seed), start, building, room, state, end)
        for seed, start, building, room, state, end in lines
    ]


@settings(
    max_examples=3,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(first=LINES, second=LINES)
def test_applying_does_what_the_preview_said(street, firm, first, second):  # noqa: F811
    for n, lines in enumerate((first, second)):
        with acting(firm):
            view = register.receive(
                delimited([TITLES, *rows_of(lines)]),
                f"{n}.csv",
                form="employer-roster",
                sender=sender(street),
                actor=firm,
                at=street.at,
            )
            foreseen = view.counts["foreseen"]
            assert view.counts["rows"] == len(lines)
            _, done = register.apply_import(view.id, actor=firm, at=street.at, many=True)
            seen = register.one_import(view.id)
        assert done.counts == foreseen["statuses"]
        assert dict(done.reasons) == foreseen["reasons"]
        assert seen.counts["new_homes"] == foreseen["new_homes"]


def test_newcomers_without_a_first_day_wait_for_one_and_it_is_never_today(street, firm):  # noqa: F811
    rows = [(f"王{n}", number(60 + i), "", "", "", "", "") for i, n in enumerate("甲乙")]
    with acting(firm):
        view = register.receive(
            delimited([TITLES, *rows]),
            "a.csv",
            form="employer-roster",
            sender=sender(street),
            actor=firm,
            at=street.at,
        )
        assert view.counts["foreseen"]["reasons"] == {"first_day_missing": 2}
        view = register.correct_rows(
            view.id, actor=firm, at=street.at, choices={"start": "2026-02-03"}
        )
        assert view.counts["foreseen"]["reasons"] == {}
        _, done = register.apply_import(view.id, actor=firm, at=street.at)
        people = [o.person_id for o in done.outcomes]
        assert {j.since for j in register.jobs_of(people)} == {date(2026, 2, 3)}


def test_who_a_row_says_has_left_is_shown_before_the_job_ends(street, firm):  # noqa: F811
    here = [("王甲", number(60), "2026-03-01", "", "", "在职", "")]
    gone = [("王甲", number(60), "2026-03-01", "", "", "离职", "2026-05-01")]
    with acting(firm):
        first = register.receive(
            delimited([TITLES, *here]),
            "a.csv",
            form="employer-roster",
            sender=sender(street),
            actor=firm,
            at=street.at,
        )
        register.apply_import(first.id, actor=firm, at=street.at)
        view = register.receive(
            delimited([TITLES, *gone]),
            "b.csv",
            form="employer-roster",
            sender=sender(street),
            actor=firm,
            at=street.at,
        )
        assert (view.counts["gone"], view.counts["joined"], view.counts["kinds"]) == (
            1,
            0,
            {"dismiss": 1},
        )
        assert [line["name"] for line in register.preview_page(view.id, "gone").lines] == ["王甲"]
        _, done = register.apply_import(view.id, actor=firm, at=street.at, many=True)
        assert [j.until for j in register.jobs_of([done.outcomes[0].person_id])] == [
            date(2026, 5, 1)
        ]


def entered(batch_id):
    """Rows of an import that count, by what they declare."""
    with as_intake_role():
        return dict(
            statements.rows(
                "SELECT kind, count(*) FROM register_declaration WHERE batch_id = %s AND status = 'applied' "
                "GROUP BY kind",
                [batch_id],
            )
        )


@pytest.mark.parametrize("seed", [2, 5, 8, 11, 16, 21, 25, 31])
def test_applying_a_generated_file_does_what_its_preview_said(seed, street, firm):  # noqa: F811
    _, name, data, file = made(seed)
    with acting(firm):
        view = register.receive(
            data, name, form=file.form, sender=sender(street), actor=firm, at=street.at
        )
        foreseen = view.counts["foreseen"]
        assert view.counts["accepted"] == len(file.truth.taken)
        assert view.counts["rejected"] == len(file.truth.refused)
        _, done = register.apply_import(view.id, actor=firm, at=street.at, many=True)
        seen = register.one_import(view.id)
    assert done.counts == foreseen["statuses"]
    assert dict(done.reasons) == foreseen["reasons"]
    assert seen.counts["new_homes"] == foreseen["new_homes"]
    assert entered(view.id) == foreseen["kinds"]


def test_a_file_too_large_to_be_tried_says_so(street, firm, monkeypatch):  # noqa: F811
    monkeypatch.setattr(intake_slices, "MOST", 1)
    rows = [(f"王{n}", number(60 + i), "2026-03-01", "", "", "", "") for i, n in enumerate("甲乙")]
    with acting(firm):
        view = register.receive(
            delimited([TITLES, *rows]),
            "a.csv",
            form="employer-roster",
            sender=sender(street),
            actor=firm,
            at=street.at,
        )
    assert view.counts["foreseen"] == {"unforeseen": "many_rows", "most": 1}
    assert "1" in account(view, "zh-hans")["unforeseen"]
    assert account(view, "en")["unforeseen"]


def test_the_columns_of_a_second_table_are_corrected_and_remembered_with_its_titles(street, firm):  # noqa: F811
    first = [
        ("一、在职人员",),
        ("姓名", "身份证号", "入职日期"),
        ("王甲", number(60), "2026-03-01"),
        ("王乙", number(61), "2026-03-01"),
    ]
    second = [
        ("二、离职人员",),
        ("身份证号", "姓名", "日期甲", "日期乙"),
        (number(62), "王丙", "2026-04-01", "2026-05-01"),
    ]
    data = delimited([*first, *second])
    with acting(firm):
        view = register.receive(
            data, "a.csv", form="employer-roster", sender=sender(street), actor=firm, at=street.at
        )
        table = view.counts["reading"]["tables"][1]["fingerprint"]
        assert ends(view, street) == [None]
        register.correct_rows(
            view.id,
            actor=firm,
            at=street.at,
            columns={"doc_number": [0], "name": [1], "end": [3]},
            table=table,
        )
        assert ends(view, street) == [date(2026, 5, 1)]
        again = register.receive(
            data + b"\r\n",
            "b.csv",
            form="employer-roster",
            sender=sender(street),
            actor=firm,
            at=street.at,
        )
        assert ends(again, street) == [date(2026, 5, 1)], "the sender's next file with these titles"
        assert again.counts["kinds"] == {"dismiss": 1, "hire": 2}


def test_the_command_line_names_columns_of_a_second_table():
    tables = [{"fingerprint": "a"}, {"fingerprint": "b"}]
    view = SimpleNamespace(
        counts={"reading": {"tables": tables}},
        mapping={"others": [["b", {"name": [1], "end": [2]}]]},
    )
    args = SimpleNamespace(
        column=["name=C", "2.end=D"], header_row=0, start="", skip_hidden=False, skip_struck=False
    )
    assert chosen(args) == {"columns": {"name": [2]}}
    assert list(further_columns(args, view)) == [("b", {"name": [1], "end": [3]})]


def ends(view, street):  # noqa: F811
    _, result, _ = register.preview(view.id, at=street.at)
    return result.items.filter(result.items["kind"] == "dismiss")["end"].to_list()


def test_the_first_day_that_was_given_is_proposed_with_the_next_file_and_not_taken(street, firm):  # noqa: F811
    rows = [(f"王{n}", number(60 + i), "", "", "", "", "") for i, n in enumerate("甲乙")]
    with acting(firm):
        view = register.receive(
            delimited([TITLES, *rows]),
            "a.csv",
            form="employer-roster",
            sender=sender(street),
            actor=firm,
            at=street.at,
        )
        register.correct_rows(view.id, actor=firm, at=street.at, choices={"start": "2026-02-03"})
        again = register.receive(
            delimited([TITLES, *rows, ("", "", "", "", "", "", "")]),
            "b.csv",
            form="employer-roster",
            sender=sender(street),
            actor=firm,
            at=street.at,
        )
    assert again.counts["foreseen"]["reasons"] == {"first_day_missing": 2}
    assert account(again, "en")["choices"]["proposed_start"] == "2026-02-03"
