"""Files as the intake role: mended, remembered, applied, taken back, and out of reach of others."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.domains.people import api as people
from anju.domains.register import api as register
from anju.foundation.actor import system
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from anju.foundation.masks import mask_text
from tests.factories.register import ELSEWHERE, HERE, OTHER_STREET, STREET, WORKER, Street
from tests.factories.spreadsheets import delimited, number, person, xlsx
from tests.factories.staff import actor, public, staff
from tests.foundation.sheets.test_formats import ods

pytestmark = pytest.mark.django_db
TITLES = ["姓名", "身份证号", "手机", "入职日期", "部门", "宿舍楼栋", "房号"]


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture
def firm(street):
    return actor(
        public("13800000101", grants=(("employer", street.firm.party, HERE),)), purpose="employment"
    )


@pytest.fixture
def clerk():
    return actor(staff("clerk.here", ("counter", STREET)), purpose="register")


@pytest.fixture
def other_clerk():
    return actor(staff("clerk.there", ("counter", OTHER_STREET)), purpose="register")


def sender(street):
    return register.Sender(
        street.firm.party, "employer", street.firm.name, street.firm.party, street.firm.id, HERE
    )


def row(seed, **changes):
    name, doc, phone = person(seed)
    return list(
        {
            "name": name,
            "doc": doc,
            "phone": phone,
            "start": "2026-03-01",
            "position": "装配",
            "building": "1栋",
            "room": "102",
            **changes,
        }.values()
    )


def test_titles_and_examples_of_columns_and_the_rows_show_no_direction_marks(street, firm):
    marks = "\u202e\u2066\u200f\u061c"
    batch = sent(
        street,
        firm,
        [row(1, position=f"装{marks}配", building=f"1{marks}栋", room=f"{marks}102")],
        titles=[*TITLES[:4], f"部{marks}门", *TITLES[5:]],
    )
    with acting(firm):
        for listing in register.LISTS:
            found = json.dumps(
                register.preview_page(batch.id, listing).lines, ensure_ascii=False, default=str
            )
            assert not set(found) & set(marks), listing
        columns = register.preview_page(batch.id, "column").lines
    assert [(c["title"], c["examples"]) for c in columns if "部" in c["title"]] == [
        ("部门", ["装配"])
    ]


def sent(street, who, rows, *, titles=TITLES):
    with acting(who):
        return register.receive(
            delimited([titles, *rows]),
            "roster.csv",
            form="employer-roster",
            sender=sender(street),
            actor=who,
            at=street.at,
        )


def applied(street, who, view, **more):
    with acting(who):
        return register.apply_import(view.id, actor=who, at=street.at, **more)


def the_worker():
    return [WORKER.name, WORKER.doc_number, WORKER.phone, "2026-03-01", "装配", "1栋", "101"]


def ledger(persons):
    return [
        (j.person_id, j.employer_id, j.since, j.until, j.position)
        for j in register.jobs_of(persons)
    ], [(s.person_id, s.home_id, s.since, s.until) for s in register.stays_of(persons)]


def test_a_wrong_number_is_mended_in_place_and_counted_again(street, firm):
    wrong = number(50)[:-1] + ("1" if number(50)[-1] != "1" else "2")
    view = sent(street, firm, [row(50, doc=wrong), row(51)])
    assert view.counts["problems"] == {"id_checksum": 1}
    with acting(firm):
        line = register.preview_page(view.id, "problem").lines[0]
        assert line["cells"]["doc_number"] == mask_text(wrong)
        mended = register.correct_rows(
            view.id, actor=firm, at=street.at, fixes={line["row"]: {"doc_number": number(50)}}
        )
        assert (mended.counts["accepted"], mended.counts["rejected"]) == (2, 0)
        assert register.preview_page(view.id, "problem").total == 0


def test_a_file_and_a_sheet_may_bear_names_of_any_length(street, firm):
    cells = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{c}</text:p></table:table-cell>" for c in line)
        + "</table:table-row>"
        for line in (TITLES, row(50))
    )
    with acting(firm):
        view = register.receive(
            ods(cells, name="二" * 500),
            "名" * 1000 + ".ods",
            form="employer-roster",
            actor=firm,
            sender=sender(street),
            at=street.at,
        )
        assert register.apply_import(view.id, actor=firm, at=street.at)[0].counts["accepted"] == 1
        assert register.problems_workbook(view.id, sentence=str, at=street.at)


def test_a_corrected_mapping_is_remembered_for_the_next_file_of_the_sender(street, firm):
    titles = ["姓名", "身份证号", "手机", "入职日期", "甲", "乙", "丙"]
    view = sent(street, firm, [row(60)], titles=titles)
    assert "position" not in view.mapping["columns"]
    with acting(firm):
        columns = {**view.mapping["columns"], "position": [4]}
        register.correct_rows(view.id, actor=firm, at=street.at, columns=columns)
    again = sent(street, firm, [row(61)], titles=titles)
    assert again.mapping["columns"]["position"] == [4]


def test_nobody_leaves_by_silence(street, firm):
    view = sent(street, firm, [row(70)])
    assert view.counts["left"] == 1
    applied(street, firm, view)
    with acting(firm):
        assert register.jobs_of([street.worker])[0].until is None


def test_confirmed_leavers_are_dismissed_and_move_out_of_the_dormitory(street, firm):
    view = sent(street, firm, [row(71)])
    with acting(firm):
        assert register.preview_people(view.id, "left") == (street.worker,)
        chosen = register.choose_leavers(view.id, actor=firm, at=street.at, chosen=[street.worker])
    assert chosen.leaving == (street.worker,)
    done, _ = applied(street, firm, view)
    assert done.counts["left_confirmed"] == 1
    with acting(actor(staff("counter.x", ("counter", STREET)), purpose="register")):
        jobs, stays = ledger([street.worker])
    assert [j[3] for j in jobs] == [street.today]
    assert [s[3] for s in stays] == [street.today]


def test_who_stands_on_the_list_in_a_row_with_a_mistake_is_not_missing(street, firm):
    mistaken = the_worker()
    mistaken[1] = mistaken[1][:-1] + ("1" if mistaken[1][-1] != "1" else "2")
    view = sent(street, firm, [row(74), [" ".join(mistaken[0]), *mistaken[1:]]])
    assert (view.counts["rejected"], view.counts["left"], view.counts["unclear"]) == (1, 0, 1)
    with acting(firm):
        assert register.preview_people(view.id, "unclear") == (street.worker,)
        register.choose_leavers(view.id, actor=firm, at=street.at, chosen=[street.worker])
    done, _ = applied(street, firm, view)
    assert (done.counts["left_confirmed"], done.counts["unclear"]) == (0, 1)
    with acting(firm):
        assert register.jobs_of([street.worker])[0].until is None


def test_an_employer_is_emptied_only_after_a_second_question(street, firm):
    applied(street, firm, sent(street, firm, [the_worker(), *(row(n) for n in range(80, 85))]))
    wrong = sent(street, firm, [row(75)])
    assert (wrong.counts["left"], wrong.counts["present"]) == (6, 6)
    with acting(firm):
        missing = register.preview_people(wrong.id, "left")
        register.choose_leavers(wrong.id, actor=firm, at=street.at, chosen=missing)
        with pytest.raises(Conflict, match="leavers_many"):
            register.set_under_way(
                wrong.id, actor=firm, task_id=0, state="queued", permission="import.apply"
            )
    with pytest.raises(Conflict) as asked:
        applied(street, firm, wrong)
    assert (asked.value.code, asked.value.params) == ("leavers_many", {"leaving": 6, "present": 6})
    with acting(firm):
        assert all(register.jobs_of([p])[0].until is None for p in missing)
    done, _ = applied(street, firm, wrong, many=True)
    assert done.counts["left_confirmed"] == 6


@given(leaving=st.integers(0, 500), present=st.integers(0, 500))
def test_more_than_a_fifth_is_many_and_one_or_two_never_are(leaving, present):
    assert register.many_leavers(leaving, present) == (leaving > 2 and leaving * 5 > present)


def test_who_comes_back_to_the_firm_lives_in_the_dormitory_again(street, firm, clerk):
    gone = sent(street, firm, [row(73)])
    with acting(firm):
        register.choose_leavers(gone.id, actor=firm, at=street.at, chosen=[street.worker])
    applied(street, firm, gone)
    back = sent(street, firm, [row(73), the_worker()])
    assert (back.counts["joined"], back.counts["unchanged"]) == (1, 1)
    applied(street, firm, back)
    with acting(clerk):
        jobs, stays = ledger([street.worker])
    assert (jobs[-1][3], stays[-1][3]) == (None, None)
    assert jobs[-1][2] == stays[-1][2] == street.today
    same = sent(street, firm, [row(73), the_worker()])
    assert (same.counts["unchanged"], same.counts["changed"]) == (2, 0)


def test_a_page_of_choices_leaves_the_other_pages_alone(street, firm):
    view = sent(street, firm, [row(72)])
    with acting(firm):
        register.choose_leavers(view.id, actor=firm, at=street.at, chosen=[street.worker])
        kept = register.choose_leavers(
            view.id, actor=firm, at=street.at, chosen=[], among=[street.resident]
        )
        assert kept.leaving == (street.worker,)
        none = register.choose_leavers(
            view.id, actor=firm, at=street.at, chosen=[], among=[street.worker]
        )
    assert none.leaving == ()


def test_undo_brings_back_exactly_what_was(street, firm, clerk):
    with acting(clerk):
        before = ledger([street.worker])
    view = sent(street, firm, [row(80), row(81, phone="13700000081")])
    with acting(firm):
        register.choose_leavers(view.id, actor=firm, at=street.at, chosen=[street.worker])
    _, receipt = applied(street, firm, view)
    newcomers = [o.person_id for o in receipt.outcomes if o.person_id != street.worker]
    with acting(firm):
        assert register.undo(view.id, actor=firm, at=street.at + timedelta(minutes=1)) > 0
    with acting(clerk):
        assert ledger([street.worker]) == before
        assert ledger(newcomers) == ([], [])
        assert people.persons(newcomers) == {}


def test_undo_is_refused_once_later_lists_build_on_it(street, firm):
    first = sent(street, firm, [row(82), the_worker()])
    applied(street, firm, first)
    second = sent(street, firm, [row(82, position="质检"), the_worker()])
    assert second.counts["changed"] == 1
    applied(street, firm, second)
    with acting(firm), pytest.raises(Conflict) as refused:
        register.undo(first.id, actor=firm, at=street.at)
    assert refused.value.code == "undo_changed_since"


def test_applying_twice_changes_nothing(street, firm, clerk):
    view = sent(street, firm, [row(83), the_worker()])
    _, receipt = applied(street, firm, view)
    everybody = [o.person_id for o in receipt.outcomes]
    with acting(clerk):
        before = ledger(everybody)
    _, again = applied(street, firm, view)
    assert again is None
    same = sent(street, firm, [row(83), the_worker()])
    assert (same.counts["unchanged"], same.counts["joined"], same.counts["left"]) == (2, 0, 0)
    applied(street, firm, same)
    with acting(clerk):
        assert ledger(everybody) == before


def test_an_applied_import_can_no_longer_be_corrected(street, firm):
    view = sent(street, firm, [row(84)])
    applied(street, firm, view)
    with acting(firm):
        for change in (
            lambda: register.correct_rows(
                view.id, actor=firm, at=street.at, fixes={2: {"name": "王五"}}
            ),
            lambda: register.choose_leavers(view.id, actor=firm, at=street.at, chosen=[]),
        ):
            with pytest.raises(Conflict):
                change()


def test_an_import_out_of_sight_is_not_there(street, firm, other_clerk):
    view = sent(street, firm, [row(85)])
    at = street.at
    with acting(other_clerk):
        assert register.one_import(view.id) is None
        assert register.preview_page(view.id, "joined").total == 0
        for reach in (
            lambda: register.preview(view.id, at=at),
            lambda: register.read_import(view.id, actor=other_clerk, at=at),
            lambda: register.correct_rows(
                view.id, actor=other_clerk, at=at, fixes={2: {"name": "王五"}}
            ),
            lambda: register.choose_leavers(
                view.id, actor=other_clerk, at=at, chosen=[street.worker]
            ),
            lambda: register.apply_import(view.id, actor=other_clerk, at=at),
            lambda: register.undo(view.id, actor=other_clerk, at=at),
            lambda: register.problems_workbook(view.id, sentence=str, at=at),
        ):
            with pytest.raises(NotFound):
                reach()


def test_who_sees_an_import_but_may_not_import_cannot_touch_it(street, firm):
    view = sent(street, firm, [row(86)])
    grid = actor(staff("grid.here", ("grid", STREET)), purpose="register")
    with acting(grid):
        assert register.one_import(view.id) is not None
        for reach in (
            lambda: register.correct_rows(view.id, actor=grid, at=street.at, fixes={}),
            lambda: register.apply_import(view.id, actor=grid, at=street.at),
            lambda: register.undo(view.id, actor=grid, at=street.at),
        ):
            with pytest.raises((NotAllowed, Conflict)):
                reach()


def test_staff_send_only_for_their_own_area(street, clerk, other_clerk):
    data = delimited(
        [
            ["姓名", "身份证号", "手机", "入住日期", "地址"],
            [*person(90), "2026-02-01", "新屋路12号"],
        ]
    )
    mine = register.Sender(f"user:{clerk.user_id}", "file", "窗口", region=HERE)
    with acting(clerk):
        assert (
            register.receive(
                data, "a.csv", form="rental-tenants", sender=mine, actor=clerk, at=street.at
            ).counts["accepted"]
            == 1
        )
        for region in (ELSEWHERE, OTHER_STREET, "4301", ""):
            theirs = register.Sender(f"user:{clerk.user_id}", "file", "窗口", region=region)
            with pytest.raises(NotAllowed):
                register.receive(
                    data, "a.csv", form="rental-tenants", sender=theirs, actor=clerk, at=street.at
                )
    with acting(other_clerk), pytest.raises(NotAllowed):
        register.receive(
            data,
            "a.csv",
            form="employer-roster",
            sender=sender(street),
            actor=other_clerk,
            at=street.at,
        )


def test_an_employer_sends_for_nobody_else(street, firm):
    from anju.domains.employers import api as employers
    from tests.factories.register import PLATFORM

    data = delimited([TITLES, row(91)])
    with acting(PLATFORM):
        rival = employers.add_employer(
            actor=PLATFORM, name="别家有限公司", region=HERE, address="纬三路1号", at=street.at
        )
    for wrong in (
        register.Sender(rival.party, "employer", rival.name, rival.party, rival.id, HERE),
        register.Sender(street.firm.party, "employer", "x", rival.party, street.firm.id, HERE),
        register.Sender(street.firm.party, "employer", "x", street.firm.party, rival.id, HERE),
        register.Sender(
            street.firm.party, "employer", "x", street.firm.party, street.firm.id, ELSEWHERE
        ),
    ):
        with acting(firm), pytest.raises(NotAllowed):
            register.receive(
                data, "r.csv", form="employer-roster", sender=wrong, actor=firm, at=street.at
            )


def test_a_file_that_cannot_be_read_yet_is_kept_to_be_mended(street, firm):
    rows = [["甲", "乙", "丙"], *([person(s)[0], person(s)[1], "x"] for s in (92, 93))]
    with acting(firm):
        kept = register.take_file(
            delimited(rows),
            "odd.csv",
            form="employer-roster",
            sender=sender(street),
            actor=firm,
            at=street.at,
        )
        with pytest.raises(Refused) as why:
            register.read_import(kept.id, actor=firm, at=street.at)
        failed = register.set_failed(
            kept.id, actor=firm, code=why.value.code, params=why.value.params
        )
        assert failed.state == "failed"


def test_one_worker_leaves_and_only_by_the_own_employer(street, firm, clerk, other_clerk):
    with acting(other_clerk), pytest.raises((NotFound, NotAllowed)):
        register.leave_job(
            street.worker, sender=sender(street), actor=other_clerk, at=street.at, batch_key="x"
        )
    with acting(firm):
        with pytest.raises(NotFound):
            register.leave_job(
                street.resident, sender=sender(street), actor=firm, at=street.at, batch_key="y"
            )
        receipt = register.leave_job(
            street.worker, sender=sender(street), actor=firm, at=street.at, batch_key="z"
        )
    assert {o.status for o in receipt.outcomes} == {"applied"}
    with acting(clerk):
        assert [s.until for s in register.stays_of([street.worker])] == [street.today]


def test_a_decision_or_an_unmerge_out_of_sight_is_not_there(street, clerk, other_clerk):
    with acting(other_clerk), pytest.raises(NotFound):
        register.decide(10**9, decision="accept", actor=other_clerk, at=street.at)
    chief = actor(staff("chief.here", ("street", STREET)), purpose="correction")
    stranger = actor(staff("chief.there", ("street", OTHER_STREET)), purpose="correction")
    platform = system("test")
    with acting(platform):
        entry = register.merge_people(
            street.resident, street.worker, actor=platform, reason="test", at=street.at
        )
    with acting(stranger), pytest.raises(NotFound):
        register.unmerge_people(entry, actor=stranger, at=street.at)
    with acting(chief):
        assert register.unmerge_people(entry, actor=chief, at=street.at) == (
            street.resident,
            street.worker,
        )


class TestInPieces:
    """A long list is read and taken in piece by piece, so that memory stays flat; nothing else changes by it."""

    @pytest.fixture
    def small(self, monkeypatch):
        from anju.domains.register.imports.operations import intake_slices as applying
        from anju.foundation.sheets import delimited as text

        monkeypatch.setattr(text, "PIECE", 400)
        monkeypatch.setattr(applying, "SLICE", 3)

    ROWS = tuple(row(i, room=f"{100 + i % 3}") for i in range(200, 240))

    def test_it_gives_what_the_whole_gives(self, street, firm, small):
        rows = [*self.ROWS, row(200), row(250, doc="123"), the_worker()]
        view = sent(street, firm, rows)
        done, receipt = applied(street, firm, view)
        for name in (
            "rows",
            "accepted",
            "rejected",
            "problems",
            "joined",
            "unchanged",
            "left",
            "changed",
            "doubtful",
        ):
            assert done.counts[name] == view.counts[name], name
        assert view.counts["problems"] == {"duplicate_in_file": 1, "id_length": 1}
        assert receipt.counts == {"applied": 40, "unchanged": 1}
        assert len(receipt.outcomes) == 41

    def test_the_progress_hears_every_slice(self, street, firm, small):
        view, heard = sent(street, firm, self.ROWS), []
        applied(street, firm, view, progress=lambda done, total: heard.append((done, total)))
        assert len(heard) > 10
        assert heard == sorted(heard)
        assert heard[-1] == (40, 40)

    def test_only_who_is_missing_from_every_piece_is_missing(self, street, firm, small):
        first = sent(street, firm, [*self.ROWS, the_worker()])
        applied(street, firm, first)
        second = sent(street, firm, [the_worker(), *self.ROWS[:-1]])
        assert second.counts["left"] == 1
        with acting(firm):
            gone = register.preview_people(second.id, "left")
        done, receipt = applied(street, firm, second, left=[*gone, street.worker])
        assert (done.counts["left"], done.counts["left_confirmed"]) == (1, 1)
        assert receipt.counts == {
            "unchanged": 40,
            "applied": 2,
        }  # one person: the job ends, and the bed is given back

    def test_mended_rows_of_a_later_piece_stay_mended(self, street, firm, small):
        view = sent(street, firm, [*self.ROWS, row(260, doc="123")])
        with acting(firm):
            line = register.preview_page(view.id, "problem").lines[0]
            register.correct_rows(
                view.id, actor=firm, at=street.at, fixes={line["row"]: {"doc_number": number(260)}}
            )
        assert applied(street, firm, view)[1].counts == {"applied": 41}

    def test_what_breaks_in_the_last_slice_leaves_nothing_of_the_first(
        self, street, firm, small, monkeypatch
    ):
        from anju.domains.register.imports.operations import intake_slices as applying

        view, calls, real = sent(street, firm, self.ROWS), [], applying.intake.declare

        def breaks(*args, **kwargs):
            calls.append(1)
            if len(calls) == 12:
                raise RuntimeError("power cut")
            return real(*args, **kwargs)

        monkeypatch.setattr(applying.intake, "declare", breaks)
        with pytest.raises(RuntimeError):
            applied(street, firm, view)
        with acting(firm):
            assert register.one_import(view.id).state == "previewed"
            assert register.workforce(street.firm.id, as_of=street.at.date())[1] == 1


def test_cards_are_previewed_mended_and_applied_as_they_were_previewed(street, firm):
    cards = {
        name: [("姓名", name), ("身份证号", doc), ("手机", phone), ("入职日期", "2026-03-01")]
        for name, doc, phone in (person(s) for s in (61, 62))
    }
    (first, doc, _), (second, _, _) = person(61), person(62)
    cards[first][1] = ("身份证号", doc[:-2])
    with acting(firm):
        view = register.receive(
            xlsx(cards),
            "cards.xlsx",
            form="employer-roster",
            sender=sender(street),
            actor=firm,
            at=street.at,
        )
        assert view.counts["problems"] == {"id_length": 1}
        line = register.preview_page(view.id, "problem").lines[0]
        columns = register.preview_page(view.id, "column").lines
        assert [(c["title"], c["field"]) for c in columns] == [
            ("姓名", "name"),
            ("身份证号", "doc_number"),
            ("手机", "phone"),
            ("入职日期", "start"),
        ]
        mended = register.correct_rows(
            view.id, actor=firm, at=street.at, fixes={line["row"]: {"doc_number": doc}}
        )
        assert mended.counts["accepted"] == 2
        foreseen = mended.counts["foreseen"]["statuses"]
        register.apply_import(view.id, actor=firm, at=street.at)
    assert foreseen == {"applied": 2}
    with acting(system("tests")):
        assert [
            people.search(n, regions=[HERE], limit=5).found[0].name for n in (first, second)
        ] == [first, second]


def test_a_wrong_number_of_a_second_column_is_mended_in_place(street, firm):
    titles = [*TITLES, "护照号码"]
    view = sent(street, firm, [[*row(63, doc=""), "E1"], [*row(64), ""]], titles=titles)
    assert view.counts["problems"] == {"id_length": 1}
    with acting(firm):
        line = register.preview_page(view.id, "problem").lines[0]
        mended = register.correct_rows(
            view.id, actor=firm, at=street.at, fixes={line["row"]: {"doc_number": "E12345678"}}
        )
    assert mended.counts["accepted"] == 2
