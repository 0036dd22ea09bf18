"""Forms that share a transaction: each is answered, kept and traced as if it had come alone."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest
from django.db import connections, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from anju.domains.register import api as register
from anju.domains.register.api import Sender
from anju.domains.register.declarations.operations.context import NotGroupable
from anju.domains.register.intake.operations import declare as door
from anju.domains.register.intake.operations import group_commit
from anju.foundation.actor import Actor, Grant
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import rows
from tests.factories.at_once import at_once
from tests.factories.people import somebody
from tests.factories.register import (
    HERE,
    MAY,
    OTHER_STREET,
    PLATFORM,
    RESIDENT,
    STREET,
    Street,
    clerk,
    roomy,
    what_was_kept,
)

SINCE = date(2026, 9, 1)
_turn = itertools.count()


def landlord(user: int, party: str) -> tuple[Sender, Actor]:
    actor = Actor(
        "public",
        user,
        f"房东{user}",
        (Grant("landlord", MAY, party=party),),
        channel="web",
        request_id=f"r{user}",
    )
    return Sender(party, "landlord", actor.label, party=party, region=HERE), actor


def form(who: tuple[Sender, Actor], *items: dict[str, object], key: str = "") -> group_commit.Form:
    key = key or f"together.{next(_turn)}"
    rows_said = [
        {"key": f"{key}:{n}", "row": n + 1, "kind": "arrive", **i} for n, i in enumerate(items)
    ]
    return group_commit.Form(rows_said, who[0], who[1], now(), key)


def alone(one: group_commit.Form) -> register.Receipt:
    return register.declare(
        door.framed(one.items), sender=one.sender, actor=one.actor, at=one.at, batch_key=one.key
    )


TRAIL = """SELECT d.key, a.user_id, a.actor_label, a.role, a.purpose, a.channel, a.request_id
    FROM audit_entry a JOIN register_declaration d ON a.subject_id = d.id::text
    WHERE a.subject_kind = 'declaration' AND a.action = 'register.declare' AND d.key = ANY(%s)"""
"""Who is named for each declaration. The serving role cannot read it; the owner of the tables can."""


@pytest.mark.django_db
class TestTheSameAsAlone:
    """One test's transaction, in which both ways are tried one after the other."""

    @pytest.fixture(scope="class")
    def street(self, once) -> Street:
        street = once(Street.built)
        once(roomy)
        return street

    @given(
        st.lists(
            st.sampled_from(
                ["new", "new", "two", "foreign home", "no home", "own home", "bad number", "again"]
            ),
            min_size=1,
            max_size=6,
        )
    )
    @examples(
        max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    def test_each_form_is_answered_and_kept_as_if_it_had_come_alone(self, street, kinds):
        senders = [clerk(31, STREET), clerk(32, STREET), clerk(33, OTHER_STREET)]
        forms = [
            form(senders[n % 3], *self._items(kind, n, street, senders[n % 3]))
            for n, kind in enumerate(kinds)
        ]
        keys = [f.key for f in forms]

        def tried(way) -> tuple[object, ...]:
            with transaction.atomic():
                mark = transaction.savepoint()
                receipts = way()
                found = (
                    [
                        [(o.key, o.row, o.status, o.reason, o.home_id) for o in r.outcomes]
                        for r in receipts
                    ],
                    what_was_kept(keys),
                )
                transaction.savepoint_rollback(mark)
            return found

        one_by_one = tried(lambda: [alone(f) for f in forms])
        try:
            assert tried(lambda: group_commit.intake_group(forms)) == one_by_one
        except NotGroupable:
            asked = [o for form in one_by_one[0] for o in form if o[2] in ("waiting", "refused")]
            assert asked, "forms that count as they are can always share a transaction"

    def _items(
        self, kind: str, n: int, street: Street, who: tuple[Sender, Actor]
    ) -> list[dict[str, object]]:
        near = street.far[0] if who[0].region == OTHER_STREET else street.rooms[1 + n % 4]
        far = (street.rooms if near is street.far[0] else street.far)[0]
        new = somebody(f"甘一{chr(0x4E00 + n)}", 7000 + n)
        placed = {"home_code": near.code, "region": near.region, "start": SINCE}
        return {
            "new": [{**new.item, **placed}],
            "two": [{**new.item, **placed}, {**somebody("尹二", 7100 + n).item, **placed}],
            "foreign home": [{**new.item, **placed, "home_code": far.code}],
            "no home": [
                {
                    **new.item,
                    "region": near.region,
                    "address": "查无此路1号",
                    "room": "9",
                    "start": SINCE,
                }
            ],
            "own home": [{**somebody("甘三", 7200).item, **placed}],
            "bad number": [{**new.item, **placed, "doc_number": new.wrong_number}],
            "again": [{**RESIDENT.item, **placed, "start": street.today - timedelta(days=3)}],
        }[kind]

    def test_landlords_speak_for_their_own_homes_only_also_in_company(self, street):
        mine = form(
            landlord(41, street.holder),
            {**somebody("房客一", 7301).item, "home_code": street.rooms[1].code},
        )
        theirs = form(
            landlord(42, "holder:999999"),
            {**somebody("房客二", 7302).item, "home_code": street.rooms[2].code},
        )
        one, other = group_commit.intake_group([mine, theirs])
        assert one.outcomes[0].status == "applied"
        assert (other.outcomes[0].status, other.outcomes[0].reason) == ("refused", "home_not_yours")

    def test_an_answer_that_depends_on_who_asks_is_not_given_in_company(self, street):
        other_name = {
            **RESIDENT.item,
            "name": "单不同",
            "home_code": street.far[0].code,
            "region": street.far[0].region,
        }
        forms = [
            form(clerk(61, OTHER_STREET), other_name),
            form(
                clerk(62, STREET),
                {**somebody("丘平", 7501).item, "home_code": street.rooms[1].code, "region": HERE},
            ),
        ]
        with pytest.raises(NotGroupable):
            group_commit.intake_group(forms)

    def test_leaving_is_not_settled_in_company(self, street):
        gone = {
            **RESIDENT.item,
            "kind": "leave",
            "home_code": street.rooms[0].code,
            "end": street.today,
        }
        with pytest.raises(NotGroupable):
            group_commit.intake_group(
                [form(clerk(63, STREET), gone), form(clerk(64, STREET), gone)]
            )

    def test_a_form_sent_before_ends_the_company(self, street):
        item = {**somebody("丘安", 7502).item, "home_code": street.rooms[1].code, "region": HERE}
        first = form(clerk(65, STREET), item, key="sent-twice")
        alone(first)
        with pytest.raises(NotGroupable):
            group_commit.intake_group(
                [
                    form(clerk(65, STREET), item, key="sent-twice"),
                    form(clerk(66, STREET), {**item, **somebody("丘宁", 7503).item}),
                ]
            )

    def test_forms_of_different_channels_do_not_mix(self, street):
        item = {"home_code": street.rooms[1].code, "region": HERE}
        with pytest.raises(NotGroupable):
            group_commit.intake_group(
                [
                    form(clerk(67, STREET), {**somebody("丘一", 7504).item, **item}),
                    form(landlord(68, street.holder), {**somebody("丘二", 7505).item, **item}),
                ]
            )


@pytest.fixture(scope="module")
def committed_street(fresh_database, django_db_blocker) -> Iterator[Street]:
    before = connections.databases["default"]["NAME"]
    connections.databases["default"]["NAME"] = (
        fresh_database.name
    )  # the committer's thread asks for it
    with django_db_blocker.unblock():
        street = Street.built()
        roomy()
        yield street
    connections.databases["default"]["NAME"] = before


class TestAtOnce:
    """Threads with connections of their own, as the web server has them."""

    @pytest.fixture
    def street(self, committed_street, settings, django_db_blocker) -> Iterator[Street]:
        settings.GROUP_COMMIT = True
        with django_db_blocker.unblock():
            yield committed_street

    def at_once(self, forms: list[group_commit.Form]) -> list[object]:
        def sent(one: group_commit.Form) -> object:
            with acting(one.actor):
                return register.declare_grouped(
                    one.items, sender=one.sender, actor=one.actor, at=one.at, batch_key=one.key
                )

        return at_once(*(partial(sent, f) for f in forms))

    def arrivals(
        self, street: Street, name: str, seed: int, count: int = 12
    ) -> list[group_commit.Form]:
        return [
            form(
                clerk(100 + n, STREET),
                {
                    **somebody(f"{name}{chr(0x4E00 + n)}", seed + n).item,
                    "region": HERE,
                    "home_code": street.rooms[n % 6].code,
                    "start": SINCE,
                },
            )
            for n in range(count)
        ]

    def test_many_forms_of_one_moment_are_all_taken_in_by_few_transactions(
        self, street, monkeypatch
    ):
        sizes: list[int] = []
        real = group_commit.intake_group
        monkeypatch.setattr(
            group_commit, "intake_group", lambda forms: sizes.append(len(forms)) or real(forms)
        )
        forms = self.arrivals(street, "同", 7600)
        answers = self.at_once(forms)
        assert [a.outcomes[0].status for a in answers] == ["applied"] * len(forms), answers
        assert max(sizes) > 1 and len(sizes) < len(forms)
        with acting(PLATFORM):
            assert len(what_was_kept([f.key for f in forms])) == len(forms)

    def test_the_trail_names_each_sender(self, street, owner):
        forms = self.arrivals(street, "迹", 8000, 6)
        self.at_once(forms)
        found = {
            line[0]: line[1:] for line in owner.execute(TRAIL, [[f"{f.key}:0" for f in forms]])
        }
        assert found == {
            f"{f.key}:0": (100 + n, f"窗口{100 + n}", "street", "register", "web", f"r{100 + n}")
            for n, f in enumerate(forms)
        }

    def test_one_person_said_by_two_in_the_same_moment_is_entered_once(self, street):
        twin = {
            **somebody("双至", 7700).item,
            "region": HERE,
            "home_code": street.rooms[3].code,
            "start": SINCE,
        }
        answers = self.at_once([form(clerk(120 + n, STREET), twin) for n in range(6)])
        assert {a.outcomes[0].status for a in answers} == {"applied", "unchanged"}, answers
        assert len({a.outcomes[0].person_id for a in answers}) == 1

    def test_the_same_request_sent_twice_in_one_moment_counts_once(self, street):
        item = {
            **somebody("一次", 7710).item,
            "region": HERE,
            "home_code": street.rooms[4].code,
            "start": SINCE,
        }
        answers = self.at_once(
            [form(clerk(130, STREET), item, key="pressed-twice") for _ in range(5)]
        )
        assert (
            len({a.batch_id for a in answers})
            == len({a.outcomes[0].declaration_id for a in answers})
            == 1
        ), answers

    def test_when_no_thread_can_be_started_each_form_goes_in_alone_and_the_next_tries_again(
        self, street, monkeypatch
    ):
        def refused(_thread: object) -> None:
            raise RuntimeError("can't start new thread")

        crowd = group_commit._Committer()
        with monkeypatch.context() as patch:
            patch.setattr(group_commit.threading.Thread, "start", refused)
            assert crowd.ask(self.arrivals(street, "无", 8200, 1)[0]) is None
            assert crowd._worker is None and crowd._waiting == []
        assert crowd.ask(self.arrivals(street, "有", 8210, 1)[0]) is not None

    def test_a_form_does_not_wait_for_ever_for_those_who_take_it_in(self, street, monkeypatch):
        monkeypatch.setattr(group_commit, "LONGEST", 0.05)
        crowd = group_commit._Committer()
        monkeypatch.setattr(crowd, "_begin", lambda: True)
        assert crowd.ask(self.arrivals(street, "等", 8220, 1)[0]) is None
        assert crowd._waiting == []

    def test_what_goes_wrong_in_company_goes_right_alone(self, street, monkeypatch):
        def broken(_forms: object) -> None:
            rows("SELECT 1 / 0")

        monkeypatch.setattr(group_commit, "intake_group", broken)
        answers = self.at_once(self.arrivals(street, "独", 7800))
        assert [a.outcomes[0].status for a in answers] == ["applied"] * 12, answers

    @pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
    def test_a_doorkeeper_who_fails_altogether_keeps_nobody_waiting(self, street, monkeypatch):
        def gone(_self: object) -> list[group_commit.Form]:
            raise RuntimeError("the group-commit fell ill")

        with monkeypatch.context() as ill:
            ill.setattr(group_commit._Committer, "_next", gone)
            answers = self.at_once(self.arrivals(street, "病", 8100, 6))
            assert [a.outcomes[0].status for a in answers] == ["applied"] * 6, answers
        answers = self.at_once(self.arrivals(street, "愈", 8200, 6))
        assert [a.outcomes[0].status for a in answers] == ["applied"] * 6, answers

    def test_who_may_not_declare_is_refused_and_holds_nobody_up(self, street):
        forms = self.arrivals(street, "准", 7900, 6)
        powerless = replace(forms[2].actor, grants=())
        forms[2] = replace(forms[2], actor=powerless)
        answers = self.at_once(forms)
        assert getattr(answers[2], "code", "") == "not_allowed"
        assert [a.outcomes[0].status for n, a in enumerate(answers) if n != 2] == ["applied"] * 5, (
            answers
        )
