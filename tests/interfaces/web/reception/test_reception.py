"""The reception of a dormitory and of a rental building: in, out, to another room, undone; and nothing for others."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import openpyxl
import pytest
from django.test import Client

from anju.domains.places import api as places
from anju.domains.register import api as register
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from tests.factories import register as town
from tests.factories.people import somebody
from tests.factories.register import HERE, WORKER, Street
from tests.factories.staff import public, signed_in, staff

pytestmark = pytest.mark.django_db
NEW = somebody("覃秀英", 501, phone="13911110501")
SECOND = somebody("石大勇", 502, phone="13911110502")
THIRD = somebody("韦小妹", 503, phone="13911110503")
SCRIPT = {"x-reception": "1"}


@pytest.fixture(scope="module")
def street(once) -> Street:
    return once(Street.built)


class Clerk:
    """A clerk with the page of a reception before them."""

    def __init__(self, client: Client, base: str) -> None:
        self.client, self.base = client, base

    def open(self, q: str = "", **more: str):
        return self._sent("open", q=q, **more)

    def send(self, text: str, **more: str):
        """Send the form for arrivals, guests or a move that stands in this answer, as drawn, with `more` typed in."""
        form = forms(text)
        action, fields = next(
            (a, f) for a, f in form if "/arrive/" in a or ("/confirm/" in a and "refuse" not in f)
        )
        if guests := re.findall(r'name="review" value="(\d+)"', text.partition("data-submit")[0]):
            fields["review"] = guests
        return self.client.post(action, {**fields, **more}, headers=SCRIPT)

    def leave(self, text: str, **more: str):
        action, fields = next((a, f) for a, f in forms(text) if "/leave/" in a)
        return self.client.post(action, {**fields, **more}, headers=SCRIPT)

    def undo(self, text: str):
        action, fields = next((a, f) for a, f in forms(text) if "/undo/" in a)
        return self.client.post(action, fields, headers=SCRIPT)

    def _sent(self, page: str, **fields: str):
        return self.client.post(f"{self.base}{page}/", fields, headers=SCRIPT)


def forms(text: str) -> list[tuple[str, dict[str, object]]]:
    from tests.guard.forms import forms_of

    return [
        (f.action, {k: v if len(v) > 1 else v[0] for k, v in f.drawn.items()})
        for f in forms_of(text, "/")
    ]


@pytest.fixture
def manager(street) -> Clerk:
    user = public("13700000001", grants=(("landlord", street.holder, HERE),))
    return Clerk(signed_in(user), "/landlord/reception/")


@pytest.fixture
def dormitory(street) -> Clerk:
    user = public("13700000002", grants=(("employer", street.firm.party, HERE),))
    return Clerk(signed_in(user), f"/employer/{street.firm.id}/reception/")


def living(home) -> list[int]:
    with acting(town.PLATFORM):
        return [s.person_id for s in register.occupants([home.id], as_of=local_date(now()))]


def typed(who) -> str:
    return f"{who.name} {who.doc_number} {who.phone}"


def text(answer) -> str:
    return answer.content.decode()


def test_the_page_opens_with_rooms_and_an_empty_day(manager, dormitory):
    for clerk in (manager, dormitory):
        page = clerk.client.get(clerk.base)
        assert page.status_code == 200
        assert "今日进出" in text(page) and 'class="aj-room ' in text(page)
        assert clerk.client.get(f"{clerk.base}?new=1").status_code == 200


def test_somebody_new_is_typed_in_one_line_and_gets_the_proposed_room(street, manager):
    form = text(manager.open(typed(NEW)))
    assert f'value="{NEW.doc_number}"' in form and 'value="102"' in form, "101 is let"
    done = manager.send(form)
    assert done.status_code == 200 and "覃秀英" in text(done)
    assert 'id="reception-board"' in text(done) and 'id="reception-log"' in text(done)
    assert len(living(street.rooms[1])) == 1
    again = manager.send(form)
    assert again.status_code == 200 and len(living(street.rooms[1])) == 1, "sent twice, once in"
    assert NEW.doc_number not in text(done)


def test_room_and_person_are_typed_in_any_order(street, manager):
    for q in (f"302 {typed(NEW)}", f"{NEW.name}{NEW.doc_number} 302室"):
        form = text(manager.open(q))
        assert 'value="302"' in form and f'value="{NEW.name}"' in form, q
    manager.send(form)
    assert len(living(street.rooms[5])) == 1


def test_a_full_room_is_refused_with_rooms_that_have_a_bed_and_what_was_typed_stays(
    street, manager
):
    form = text(manager.open(f"101 {typed(NEW)}"))
    refused = manager.send(form)
    assert refused.status_code == 422
    assert "没有空床" in text(refused) and "有空床：102" in text(refused)
    assert f'value="{NEW.doc_number}"' in text(refused)
    assert manager.send(text(refused), room="102").status_code == 200
    assert len(living(street.rooms[1])) == 1


def test_what_is_wrong_stands_at_its_field(manager):
    form = text(manager.open(f"{NEW.name} {NEW.wrong_number}"))
    wrong = manager.send(form, room="9999")
    assert wrong.status_code == 422
    assert "没有这个房号" in text(wrong) and 'id="reception-doc_number-error"' in text(wrong)


def test_a_worker_is_found_by_the_last_four_moves_and_departs_by_one_key(street, dormitory):
    panel = text(dormitory.open("5678"))
    assert WORKER.name in panel and WORKER.doc_number not in panel
    moved = dormitory.send(panel, room="102")
    assert "101 → 102" in text(moved)
    assert living(street.dormitory[1]) == [street.worker]
    panel = text(dormitory.open(WORKER.name))
    gone = dormitory.leave(panel)
    assert gone.status_code == 200
    assert "未住宿" in text(dormitory.open(WORKER.name)), "the bed is free at once"
    assert dormitory.leave(panel).status_code == 200, "sent twice"
    back = dormitory.undo(text(gone))
    assert back.status_code == 200 and living(street.dormitory[1]) == [street.worker]


@pytest.mark.parametrize("day", ["2026-02-31", "昨天"])
def test_a_day_that_is_none_moves_nobody(street, dormitory, day):
    panel = text(dormitory.open(WORKER.name))
    refused = dormitory.send(panel, room="102", start=day)
    assert refused.status_code == 422 and "日期" in text(refused)
    assert living(street.dormitory[0]) == [street.worker]


@pytest.mark.parametrize("q", ["😀😀", "··", "-", "😀"])
def test_signs_that_are_in_no_name_mean_nobody(dormitory, q):
    shown = text(dormitory.open(q))
    assert WORKER.name not in shown and "是哪一位" not in shown


def test_a_worker_without_a_bed_gets_one_with_two_keys(street, dormitory):
    gone = dormitory.leave(text(dormitory.open(WORKER.name)))
    assert gone.status_code == 200
    panel = text(dormitory.open("欧阳"))
    assert "未住宿" in panel and 'value="101"' in panel
    assert dormitory.send(panel).status_code == 200
    assert living(street.dormitory[0]) == [street.worker]


def test_a_room_shows_who_lives_there_and_all_may_go_at_once(street, manager):
    panel = text(manager.open("101"))
    assert "单文静" in panel and "单小禾" in panel and "住满" in panel
    action, fields = [(a, f) for a, f in forms(panel) if "/leave/" in a][-1]
    assert "person" not in fields
    done = manager.client.post(action, fields, headers=SCRIPT)
    assert done.status_code == 200 and living(street.rooms[0]) == []
    assert manager.undo(text(done)).status_code == 200
    assert sorted(living(street.rooms[0])) == sorted([street.resident, street.child])


def test_a_second_tab_is_told_what_has_happened_already(street, manager):
    one, all_of_them = (text(manager.open(q)) for q in ("单文静", "101"))
    action, fields = [(a, f) for a, f in forms(all_of_them) if "/leave/" in a][-1]
    assert manager.client.post(action, fields, headers=SCRIPT).status_code == 200
    assert f"已于 {local_date(now())} 办过退房" in text(manager.leave(one))
    again = manager.client.post(action, {**fields, "key": "another"}, headers=SCRIPT)
    assert again.status_code == 200 and "已经没有住客" in text(again)


def test_a_departure_on_another_day_is_planned(street, manager):
    tomorrow = local_date(now()) + timedelta(days=1)
    done = manager.leave(text(manager.open("单文静")), day=tomorrow.isoformat())
    assert tomorrow.isoformat() in text(done)
    assert street.resident in living(street.rooms[0])
    assert manager.leave(text(manager.open("单文静")), day="2026-02-30").status_code == 422


def guest(street, manager, room: int, *who) -> str:
    panel = text(manager.open(street.rooms[room].room))
    action, fields = next((a, f) for a, f in forms(panel) if "/invite/" in a)
    shown = text(manager.client.post(action, fields, headers=SCRIPT))
    link = re.search(r'value="(http[^"]+/i/[^"]+)"', shown)[1]
    user = public("13911110599")
    from tests.factories.staff import actor

    rows = [{"key": str(n), "row": n, **w.item, "start": now().date()} for n, w in enumerate(who)]
    import polars as pl

    with acting(actor(user)):
        register.accept_invitation(
            link.rstrip("/").rpartition("/")[2],
            actor=actor(user),
            at=now(),
            items=pl.DataFrame(
                rows, schema_overrides={c: register.ITEM_SCHEMA[c] for c in rows[0]}
            ),
        )
    return link


def test_an_invitation_that_was_filled_in_is_scanned_and_confirmed(street, manager):
    link = guest(street, manager, 2, NEW, SECOND)
    panel = text(manager.open(link))
    assert NEW.name in panel and SECOND.name in panel and 'value="201"' in panel
    done = manager.send(panel)
    assert done.status_code == 200, text(done)
    assert len(living(street.rooms[2])) == 2
    assert manager.send(panel).status_code == 200, "sent twice"
    assert "已经处理过" in text(manager.open(link))
    assert manager.undo(text(done)).status_code == 200
    assert len(living(street.rooms[2])) == 1


def test_a_guest_is_found_by_name_and_put_into_another_room_where_theirs_is_full(street, manager):
    guest(street, manager, 2, NEW)
    for who in (SECOND, THIRD):
        manager.send(text(manager.open(f"201 {typed(who)}")))
    panel = text(manager.open(NEW.name))
    assert "等您确认" in panel and "住满" in panel
    refused = manager.send(panel)
    assert refused.status_code == 422 and "没有空床" in text(refused)
    assert manager.send(text(refused), room="202").status_code == 200
    assert len(living(street.rooms[3])) == 1


def test_a_stranger_guest_is_refused_with_a_reason(street, manager):
    link = guest(street, manager, 2, NEW)
    action, fields = next((a, f) for a, f in forms(text(manager.open(link))) if "refuse" in f)
    assert manager.client.post(action, {**fields, "note": ""}, headers=SCRIPT).status_code == 409
    done = manager.client.post(action, {**fields, "note": "没有这个人"}, headers=SCRIPT)
    assert done.status_code == 200 and living(street.rooms[2]) == []


def test_several_who_may_be_meant_are_offered_to_choose_from(street, manager):
    panel = text(manager.open("单"))
    assert "单文静" in panel and "单小禾" in panel and "是哪一位" in panel
    chosen = next(f for a, f in forms(panel) if "/open/" in a)
    assert chosen is not None
    assert "换到哪一间" in text(manager.open(pick=f"person:{street.child}"))


def test_the_box_suggests_while_it_is_typed(street, manager):
    for q, found in (
        ("文静", "单文静"),
        ("101", "101"),
        ("1234", "单文静"),
        ("新来的", "登记新来的人"),
    ):
        shown = manager.client.post("/landlord/reception/find/", {"q": q}).content.decode()
        assert found in shown, q


def test_the_day_leaves_on_paper_and_as_excel_masked(street, manager):
    manager.send(text(manager.open(typed(NEW))))
    page = text(manager.client.get("/landlord/reception/day/"))
    assert NEW.name in page and NEW.doc_number not in page
    sheet = manager.client.get("/landlord/reception/day.xlsx")
    cells = [
        [c.value for c in r]
        for r in openpyxl.load_workbook(io.BytesIO(b"".join(sheet.streaming_content))).active
    ]
    assert any(NEW.name in r for r in cells) and not any(NEW.doc_number in r for r in cells)
    assert "没有人进出" in text(manager.client.get("/landlord/reception/day/?day=2026-01-05"))
    with acting(town.PLATFORM):
        person = living(street.rooms[1])[0]
        assert {"reception.day"} <= {e.action for e in audit.reads_of(person)}


def test_without_the_script_the_same_forms_answer_whole_pages(street, manager):
    page = manager.client.post("/landlord/reception/open/", {"q": typed(NEW)})
    assert page.status_code == 200 and "<html" in text(page)
    action, fields = next((a, f) for a, f in forms(text(page)) if "/arrive/" in a)
    done = manager.client.post(action, fields)
    assert "<html" in text(done) and len(living(street.rooms[1])) == 1


@pytest.fixture
def others(street) -> dict[str, Client]:
    with acting(town.PLATFORM):
        holder = (
            f"holder:{places.add_holder(name='别家', kind='person', phone='13700000009', at=now())}"
        )
    town.building(HERE, "新屋路99号", ["101"], party=holder)
    return {
        "landlord": signed_in(public("13700000009", grants=(("landlord", holder, HERE),))),
        "resident": signed_in(public("13700000008", person_id=street.stranger)),
        "clerk of another street": signed_in(staff("reception.clerk", ("counter", "430181100"))),
        "clerk of this street": signed_in(staff("reception.here", ("counter", HERE))),
        "signed out": Client(),
    }


def test_others_get_nothing_of_a_reception(street, manager, dormitory, others):
    firm = f"/employer/{street.firm.id}/reception/"
    sent = {
        "open/": {"pick": f"person:{street.resident}", "q": "单文静"},
        "find/": {"q": "单文静"},
        "arrive/": {"person": str(street.resident), "room": "101", "key": "x1"},
        "leave/": {"person": str(street.resident), "home": street.rooms[0].code, "key": "x2"},
        "undo/": {"entry": "1"},
        "invite/": {"home": street.rooms[0].code},
    }
    for name, client in others.items():
        for base in ("/landlord/reception/", firm):
            pages = [client.get(base + p) for p in ("", "day/", f"?room={street.rooms[0].code}")]
            answers = [client.post(base + p, f) for p, f in sent.items()]
            for answer in (*pages, *answers):
                shown = answer.content.decode()
                assert "data-row" not in shown and "person:" not in shown, (name, base)
                assert "欧阳志强" not in shown and "换到哪一间" not in shown, (name, base)
                assert name == "landlord" or answer.status_code in (302, 403, 404), (name, base)
    assert sorted(living(street.rooms[0])) == sorted([street.resident, street.child])
    for clerk, person in ((manager, street.worker), (dormitory, street.resident)):
        assert clerk.open(pick=f"person:{person}").status_code == 409
    foreign = manager.client.get(f"/landlord/reception/?room={street.dormitory[0].code}")
    assert foreign.status_code == 404


def test_a_page_of_the_reception_does_a_fixed_number_of_queries(
    street, manager, django_assert_max_num_queries
):
    manager.client.get("/landlord/reception/")
    with django_assert_max_num_queries(30):
        manager.client.get("/landlord/reception/")
