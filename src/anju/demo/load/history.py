"""Declaring the town's history, delivery by delivery, each in a transaction of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

import polars as pl

from anju.demo.divisions import TOWN
from anju.demo.load.base_data import Account, BaseData, actor_of
from anju.demo.load.schedule import Delivery
from anju.demo.town import Town
from anju.domains.access import api as access
from anju.domains.register import api as register
from anju.foundation.actor import Actor, system
from anju.foundation.db.scope import acting

CLASSES = {
    "landlord": "房东申报(历年)",
    "employer": "用工单位申报(历年)",
    "resident": "居民自主申报(历年)",
    "counter": "窗口登记(历年)",
    "grid": "网格走访(历年)",
    "import": "批量导入(历年)",
}
"""Senders of the distant past, taken over as one: their channel stays, their names do not matter any more."""


class History:
    """Knows who speaks, and declares."""

    def __init__(self, town: Town, base: BaseData) -> None:
        """`ground`: what the places and employers of the town became."""
        self._ground = base
        self._open = set(town.waiting["key"])
        self._names = dict(town.people.select("doc_number", "name").iter_rows())
        self._phones = dict(town.people.select("doc_number", "phone").iter_rows())
        self._actors: dict[str, tuple[Actor, register.Sender]] = {}
        self.counts: Counter[str] = Counter()

    def declare(self, delivery: Delivery) -> None:
        """Take one delivery in; residents' own words are confirmed by the landlord a moment later, save those that
        are to be found waiting."""
        actor, sender = self.speaker(delivery)
        with acting(actor):
            receipt = register.declare(
                self._items(delivery.rows),
                sender=sender,
                actor=actor,
                at=delivery.at,
                batch_key=delivery.key,
            )
        self.counts.update(receipt.counts)
        if delivery.channel == "grid":
            self._agree_to_relationships(sender.region, delivery.at)
        if delivery.channel == "resident":
            self._confirm(
                [
                    o.declaration_id
                    for o in receipt.outcomes
                    if o.status == register.WAITING and o.key not in self._open
                ],
                delivery.at,
            )

    def _agree_to_relationships(self, region: str, at: datetime) -> None:
        """The counter has seen the supporting documents of families that grid workers register around
        somebody known."""
        counter = system("窗口核对亲属关系", channel="counter")
        with acting(counter):
            for review in register.waiting_in([region], at=at, kind="tie", limit=50):
                register.decide(review.id, decision="accept", actor=counter, at=at)

    def _confirm(self, declarations: Iterable[int], at: datetime) -> None:
        actor = system("房东确认", channel="landlord")
        with acting(actor):
            asked = register.open_reviews(list(declarations))
            done = register.confirm_many(asked, actor=actor, at=at + timedelta(seconds=1))
        self.counts.update({"applied": done, "waiting": -done})

    def _items(self, rows: pl.DataFrame) -> pl.DataFrame:
        return (
            rows.drop("channel", "declarer")
            .rename({"at": "said_at"})
            .with_columns(
                pl.col("home_code").replace_strict(
                    self._ground.rooms, default=None, return_dtype=pl.Utf8
                )
            )
        )

    def speaker(self, delivery: Delivery) -> tuple[Actor, register.Sender]:
        """Who says it, and as whom."""
        known = self._actors.get(delivery.sender + delivery.channel)
        if known is None:
            known = self._actors[delivery.sender + delivery.channel] = self._introduce(delivery)
        return known

    def _introduce(self, delivery: Delivery) -> tuple[Actor, register.Sender]:
        kind, _, key = delivery.sender.partition(":")
        channel = delivery.channel
        if kind == "history":
            label = CLASSES[key]
            return system(label, channel=channel), register.Sender(
                delivery.sender, channel, label, region=TOWN
            )
        account = self._account(kind, key, delivery.at)
        employer = int(account.party.removeprefix("employer:")) if kind == "employer" else None
        source = account.party or f"user:{account.user_id}"
        sender = register.Sender(source, channel, account.label, account.party, employer, TOWN)
        return actor_of(account, at=delivery.at, channel=channel), sender

    def _account(self, kind: str, key: str, at: datetime) -> Account:
        if kind == "resident":
            with acting(system("demo")):
                return Account(
                    access.public_user(phone=self._phones[key], at=at).id, self._names[key]
                )
        return {
            "user": self._ground.staff,
            "holder": self._ground.holders,
            "employer": self._ground.employers,
        }[kind][key]
