"""What is given out free in the demo: contraceptives at a desk and a machine, meals and blankets at the rescue station.
Entered as in life; one item is short and one lot expires soon, so that the pages have something to say."""

from __future__ import annotations

from datetime import datetime, timedelta

from anju.demo.divisions import TOWN
from anju.demo.load.base_data import BaseData, actor_of
from anju.demo.load.shelter import DISTRICT
from anju.domains.casework.api import stock
from anju.domains.casework.api.stock import Offer, PointKind, Received
from anju.foundation.clock import local_date
from anju.foundation.db.scope import acting


def enter(base: BaseData, *, at: datetime) -> int:
    """Enter them; how many points. Again, nothing changes."""
    today = local_date(at)
    keeper = actor_of(base.staff["counter01"], at=at, channel="web")
    worker = actor_of(base.staff["rescue"], at=at, channel="web")
    with acting(keeper):
        point = stock.open_point(
            PointKind.FREE,
            TOWN,
            "便民服务中心",
            address="便民服务中心一楼大厅",
            hours="自助机 24 小时，窗口 9:00–17:00",
            offer=Offer.BOTH,
            actor=keeper,
            at=at,
        )
        goods = [
            Received("避孕套", "盒", 400, "A2601", today + timedelta(days=700), low=100),
            Received("避孕套", "盒", 60, "A2301", today + timedelta(days=20)),
            Received("口服避孕药", "板", 30, "C2602", today + timedelta(days=400), low=40),
            Received("健康宣传册", "本", 200),
        ]
        stock.receive(point.id, goods, key="demo-goods", actor=keeper, at=at)
        (lines,) = stock.stock([point.id], today).values()
        condoms = next(x.id for x in lines if x.name == "避孕套")
        for turn, way in enumerate(("machine", "counter", "machine")):
            stock.issue(
                point.id, condoms, 5 + turn, way=way, key=f"demo-{turn}", actor=keeper, at=at
            )
    with acting(worker):
        store = stock.open_point(PointKind.RESCUE, DISTRICT, "园区救助管理站", actor=worker, at=at)
        stores = [
            Received("晚餐", "份", 20, low=5),
            Received("棉被", "床", 40, low=10),
            Received("洗漱包", "个", 8, low=10),
        ]
        stock.receive(store.id, stores, key="demo-store", actor=worker, at=at)
        (lines,) = stock.stock([store.id], today).values()
        meal = next(x.id for x in lines if x.name == "晚餐")
        stock.issue(store.id, meal, 6, way="counter", key="demo-meals", actor=worker, at=at)
    return 2
