"""Stock of free supplies: what came in is what went out and what is on hand, at every instant; nobody is named."""

from __future__ import annotations

import random
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction

from anju.domains.casework import models as tables
from anju.domains.casework.api import stock
from anju.domains.casework.api.stock import Offer, PointKind, Received
from anju.domains.casework.stock.data import Lot
from anju.domains.casework.stock.rules import chosen
from anju.foundation.actor import Actor, Grant
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import rows
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from tests.factories.register import PLATFORM, STREET, Street
from tests.factories.spreadsheets import delimited

KEEPER = Actor(
    "staff", 61, "药具管理员", (Grant("street", frozenset({"supply.keep"}), region=STREET),)
)
OTHER = Actor("staff", 62, "别处", (Grant("street", frozenset({"supply.keep"}), region="430102"),))
STATION = Actor(
    "staff", 63, "值班", (Grant("rescue", frozenset({"rescue.work"}), region=STREET[:6]),)
)
_n = iter(range(10**6))


def key() -> str:
    return f"s{next(_n)}"


@pytest.fixture(scope="module")
def point(once):
    return once(_built)


def _built():
    Street.built()
    with acting(KEEPER):
        return stock.open_point(
            PointKind.FREE, STREET, "社区服务中心自助机", offer=Offer.BOTH, actor=KEEPER, at=now()
        )


def received(point, *goods: Received, actor=KEEPER, at=None) -> None:
    with acting(actor):
        stock.receive(point.id, goods, key=key(), actor=actor, at=at or now())


def line(point, name="避孕套", at=None):
    found = stock.stock([point.id], local_date(at or now()))[point.id]
    return next(x for x in found if x.name == name)


def test_in_is_out_and_on_hand_at_every_instant_against_an_oracle(point):
    chance, clock = random.Random(11), now()
    book: dict[tuple[str, str], int] = defaultdict(int)
    came: dict[str, int] = defaultdict(int)
    went: dict[str, int] = defaultdict(int)
    moments = []
    for turn in range(120):
        clock += timedelta(minutes=1)
        name = chance.choice(("避孕套", "宣传册"))
        lots = {lot.number: lot for x in stock.stock([point.id], local_date(clock))[point.id]
                if x.name == name for lot in x.lots}  # fmt: skip
        act = chance.choice(("in", "in", "out", "out", "out", "discard", "count", "again"))
        try:
            with acting(KEEPER):
                if act == "in" or not lots:
                    lot, n = f"B{chance.randrange(3)}", chance.randrange(1, 40)
                    stock.receive(
                        point.id, [Received(name, "盒", n, lot)], key=f"k{turn}", actor=KEEPER, at=clock
                    )  # fmt: skip
                    book[name, lot] += n
                    came[name] += n
                elif act == "out":
                    n, item = chance.randrange(1, 30), line(point, name, clock).id
                    before = sum(v for (i, _), v in book.items() if i == name)
                    common = {"way": "counter", "key": f"k{turn}", "actor": KEEPER, "at": clock}
                    if n > before:
                        with pytest.raises(Refused, match="stock_too_few"):
                            stock.issue(point.id, item, n, **common)
                    else:
                        stock.issue(point.id, item, n, **common)
                        stock.issue(point.id, item, n, **common)  # the same request again
                        went[name] += n
                        left = n
                        for lot in sorted(lots.values(), key=lambda x: x.id):
                            part = min(left, book[name, lot.number])
                            book[name, lot.number] -= part
                            left -= part
                elif act in ("discard", "count"):
                    lot = chance.choice(list(lots.values()))
                    n = chance.randrange(1, 12)
                    common = {"key": f"k{turn}", "actor": KEEPER, "at": clock}
                    if act == "count":
                        stock.count(point.id, lot.id, n, "盘点", **common)
                        more = n - book[name, lot.number]
                        (came if more > 0 else went)[name] += abs(more)
                        book[name, lot.number] = n
                    elif n <= book[name, lot.number]:
                        stock.discard(point.id, lot.id, n, "破损", **common)
                        book[name, lot.number] -= n
                        went[name] += n
        finally:
            moments.append((clock, dict(came), dict(went)))
        on_hand = {(x.name, lot.number): lot.on_hand
                   for x in stock.stock([point.id], local_date(clock))[point.id] for lot in x.lots}  # fmt: skip
        assert on_hand == {k: v for k, v in book.items() if k in on_hand}
        for name_, (i, o) in stock.totals(point.id).items():
            assert i == o + sum(v for (n_, _), v in on_hand.items() if n_ == name_)
    for at, ins, outs in moments:
        for name_, (i, o) in stock.totals(point.id, until=at).items():
            assert (i, o) == (ins.get(name_, 0), outs.get(name_, 0))
            assert o <= i


def test_what_expires_first_is_given_first_and_what_expired_never(point):
    today = local_date(now())
    received(
        point,
        Received("避孕套", "盒", 5, "晚", today + timedelta(days=300)),
        Received("避孕套", "盒", 5, "早", today + timedelta(days=10), low=8),
    )
    assert line(point).soon == 5 and not line(point).short
    with acting(KEEPER):
        stock.issue(point.id, line(point).id, 6, way="machine", key=key(), actor=KEEPER, at=now())
    assert {lot.number: lot.on_hand for lot in line(point).lots} == {"早": 0, "晚": 4}
    assert line(point).short, "below eight: the page reminds"
    later = now() + timedelta(days=301)
    assert line(point, at=later).usable == 0 and line(point, at=later).expired == 4
    with acting(KEEPER), pytest.raises(Refused, match="stock_too_few"):
        stock.issue(point.id, line(point).id, 1, way="counter", key=key(), actor=KEEPER, at=later)
    with pytest.raises(Refused, match="stock_expired"):
        received(point, Received("避孕套", "盒", 5, "旧", today - timedelta(days=1)))


def test_lots_are_chosen_as_an_oracle_chooses_them():
    chance, today = random.Random(3), local_date(now())
    for _ in range(2_000):
        ends = [
            None if chance.random() < 0.2 else today + timedelta(days=chance.randrange(-3, 9))
            for _ in range(4)
        ]
        lots = [Lot(n, str(n), end, chance.randrange(6)) for n, end in enumerate(ends)]
        wanted = chance.randrange(1, 16)
        singly = []
        left = {x.id: x.on_hand for x in lots}
        for _one in range(wanted):
            able = [x for x in lots if left[x.id] and (x.expires is None or x.expires >= today)]
            if not able:
                break
            first = min(able, key=lambda x: (x.expires or today + timedelta(days=9999), x.id))
            left[first.id] -= 1
            singly.append(first.id)
        try:
            found = [x.id for x, n in chosen(lots, wanted, today) for _ in range(n)]
        except Refused:
            assert len(singly) < wanted
        else:
            assert found == singly


def test_a_list_of_goods_is_taken_whole_or_not_at_all(point):
    titles = ["品名", "单位", "数量", "批号", "有效期至", "低于多少提醒"]
    good = [
        titles,
        ["避孕套", "盒", "100", "A1", "2029-01-31", "20"],
        ["口服药", "板", "30", "", "", ""],
    ]
    with acting(KEEPER):
        n = stock.receive_file(
            point.id, delimited(good), "到货.csv", key=key(), actor=KEEPER, at=now()
        )
        assert n == 2 and line(point).low == 20
        for bad, code in (
            ([titles, good[1], ["避孕套", "盒", "许多", "", "", ""]], "stock_lines"),
            ([["品名"], ["避孕套"]], "stock_titles"),
            ([titles, ["避孕套", "个", "3", "", "", ""]], "stock_unit_other"),
            ([titles, ["避孕套", "盒", "3", "", "三月", ""]], "stock_lines"),
        ):
            with pytest.raises(Refused, match=code):
                stock.receive_file(
                    point.id, delimited(bad), "到货.csv", key=key(), actor=KEEPER, at=now()
                )
    assert line(point).on_hand == 100


def test_only_who_keeps_a_point_moves_its_stock_and_no_line_of_the_ledger_changes(point):
    received(point, Received("避孕套", "盒", 5))
    item = line(point).id
    for actor in (OTHER, STATION):
        with acting(actor), pytest.raises(NotFound, match="stock_point_unknown"):
            stock.issue(point.id, item, 1, way="counter", key=key(), actor=actor, at=now())
        with acting(actor), pytest.raises(NotAllowed):
            stock.open_point(PointKind.FREE, STREET, "又一个", actor=actor, at=now())
    with acting(KEEPER), pytest.raises(Refused, match="stock_quantity"):
        stock.issue(point.id, item, 0, way="counter", key=key(), actor=KEEPER, at=now())
    with acting(KEEPER), pytest.raises(Refused, match="stock_note"):
        stock.discard(point.id, line(point).lots[0].id, 1, " ", key=key(), actor=KEEPER, at=now())
    with acting(KEEPER), pytest.raises(Conflict, match="stock_not_empty"):
        stock.close_point(point.id, actor=KEEPER, at=now())
    with acting(PLATFORM), pytest.raises(ProgrammingError), transaction.atomic():
        rows("UPDATE casework_stock_move SET quantity = 1 RETURNING id")
    with acting(STATION):
        store = stock.open_point(PointKind.RESCUE, STREET[:6], "站内物资", actor=STATION, at=now())
        stock.receive(store.id, [Received("晚餐", "份", 30)], key=key(), actor=STATION, at=now())
        assert stock.store_of(STREET[:6]) == store
    with acting(KEEPER), pytest.raises(NotFound):
        stock.kept_point(store.id, KEEPER)


def test_no_table_of_stock_can_hold_a_person():
    for model in (tables.PointRow, tables.ItemRow, tables.LotRow, tables.MoveRow):
        names = {f.name for f in model._meta.get_fields()}
        assert not {
            n for n in names if any(w in n for w in ("person", "phone", "document", "stay"))
        }


def test_two_at_once_give_out_what_is_there_once(fresh_database, django_db_blocker):
    with django_db_blocker.unblock():
        point = _built()
        received(point, Received("避孕套", "盒", 1))
        item, settings = line(point).id, connection.settings_dict

        def one(turn: int) -> str:
            connection.settings_dict = settings
            try:
                with acting(KEEPER):
                    stock.issue(
                        point.id, item, 1, way="machine", key=f"two{turn}", actor=KEEPER, at=now()
                    )
                return "given"
            except Refused as error:
                return error.code
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(one, (1, 2))) == ["given", "stock_too_few"]
        assert line(point).on_hand == 0
        connection.close()
