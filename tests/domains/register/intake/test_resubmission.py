"""The same key again: the same content is answered as the first time, another content is refused and
nothing is lost."""

from __future__ import annotations

import polars as pl
import pytest

from anju.domains.permits.api import benefits
from anju.domains.register import api as register
from anju.domains.register.api import Sender
from anju.domains.register.intake.operations import resubmitted_rows
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict, Refused
from tests.factories.people import somebody
from tests.factories.register import COUNTER, HERE, PLATFORM, STREET, Street, building
from tests.factories.staff import actor, staff

pytestmark = pytest.mark.django_db
WHO = somebody("单相同", 931)


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


def sent(items, batch="b1"):
    with acting(PLATFORM):
        return register.declare(
            pl.DataFrame(items, infer_schema_length=None),
            sender=COUNTER,
            actor=PLATFORM,
            at=now(),
            batch_key=batch,
        )


def item(street, **more):
    return {
        **WHO.item,
        "key": "k1",
        "row": 1,
        "kind": "arrive",
        "home_code": street.rooms[3].code,
        "region": HERE,
        "start": street.today,
        **more,
    }


@pytest.mark.parametrize(
    "other",
    [
        {"name": "单不同"},
        {"phone": "13511110009"},
        {"reason": "06"},
        {"hukou_text": "别处"},
        {"kind": "leave"},
    ],
)
@pytest.mark.parametrize("batch", ["b1", "b2"])
def test_a_key_with_another_content_is_refused_with_the_key_named(street, other, batch):
    first = sent([item(street)])
    with pytest.raises(Conflict) as refused:
        sent([item(street, **other)], batch)
    assert (refused.value.code, refused.value.params["key"]) == ("key_used_for_another", "k1")
    assert sent([item(street)], batch).outcomes == first.outcomes


@pytest.mark.parametrize(
    "same", [{"row": 5}, {"name": " 单相同 "}, {"doc_number": WHO.doc_number.lower() + " "}]
)
def test_another_line_spaces_and_letters_are_the_same_content(street, same):
    first = sent([item(street)])
    assert (
        sent([item(street, **same)]).outcomes[0].declaration_id == first.outcomes[0].declaration_id
    )


def test_a_refused_item_corrected_under_its_old_key_is_not_answered_as_before(street):
    assert sent([item(street, doc_number="43018119900101")]).counts == {"refused": 1}
    with pytest.raises(Conflict):
        sent([item(street)])


def test_an_undone_batch_answers_for_what_it_held_and_takes_nothing_in(street):
    first = sent([item(street)])
    with acting(PLATFORM):
        register.undo(first.batch_id, actor=PLATFORM, at=now())
    assert [o.status for o in sent([item(street)]).outcomes] == ["undone"]
    with pytest.raises(Conflict) as refused:
        sent([item(street), {**item(street), **somebody("单新增", 932).item, "key": "k2"}])
    assert refused.value.code == "batch_undone"
    assert sent([item(street, key="k9")], "b3").counts == {"applied": 1}


def test_a_row_that_repeated_a_list_is_compared_with_what_it_repeated():
    rooms = building(HERE, "东风路88号", [str(101 + n) for n in range(60)], capacity=4)
    crowd = [somebody(f"王{chr(0x4E00 + n)}", 5400 + n) for n in range(resubmitted_rows.FEWEST + 5)]

    def listed(batch):
        return [
            {
                **p.item,
                "key": f"{batch}.{n}",
                "row": n,
                "kind": "arrive",
                "home_code": rooms[n // 2].code,
                "region": HERE,
                "start": now().date(),
            }
            for n, p in enumerate(crowd)
        ]

    sent(listed("one"), "one")
    second = sent(listed("two"), "two")
    assert sent(listed("two"), "two").outcomes == second.outcomes
    changed = listed("two")
    changed[7]["phone"] = "13511110009"
    with pytest.raises(Conflict) as refused:
        sent(changed, "two")
    assert refused.value.params == {"key": "two.7", "count": 1}


def operations(street):
    """Every operation that takes a key, as a call with it."""
    worker = Sender(
        street.firm.party, "employer", street.firm.name, street.firm.party, street.firm.id, HERE
    )
    asker = actor(staff("asker", ("client", STREET)), purpose="service")

    def correct(key, **more):
        (stay,) = register.stays_of([street.resident])
        said = {"changes": {"reason": "06"}, "note": "核对合同", **more}
        return register.correct_stay(
            stay.id, **said, sender=COUNTER, key=key, actor=PLATFORM, at=now()
        )

    return {
        "declare": lambda key: sent([item(street)], batch=key),
        "item": lambda key: sent([item(street, key=key)]),
        "declare_grouped": lambda key: register.declare_grouped(
            [item(street)], sender=COUNTER, actor=PLATFORM, at=now(), batch_key=key
        ),
        "declare_family": lambda key: register.declare_family(
            pl.DataFrame([item(street)]), sender=COUNTER, actor=PLATFORM, at=now(), batch_key=key
        ),
        "leave_job": lambda key: register.leave_job(
            street.worker, sender=worker, actor=PLATFORM, at=now(), batch_key=key
        ),
        "correct_stay": correct,
        "ask": lambda key: benefits.ask(
            benefit="compulsory_education",
            holder=benefits.Holder(person_id=street.resident),
            key=key,
            actor=asker,
            at=now(),
        ),
    }


@pytest.mark.parametrize(
    "name",
    ["declare", "item", "declare_grouped", "declare_family", "leave_job", "correct_stay", "ask"],
)
@pytest.mark.parametrize("key", ["k" * 81, "k\0"])
def test_a_key_that_cannot_be_kept_is_refused_with_a_sentence(street, name, key):
    with acting(PLATFORM):
        operation = operations(street)[name]
        with pytest.raises(Refused) as refused:
            operation(key)
        assert refused.value.code == "key_unusable"
        operation("k" * 80)


def test_a_correction_under_a_used_key_is_answered_once_and_else_refused(street):
    with acting(PLATFORM):
        (stay,) = register.stays_of([street.resident])

        def correct(**more):
            said = {"changes": {"reason": "06"}, "note": "核对合同", **more}
            return register.correct_stay(
                stay.id, **said, sender=COUNTER, key="c", actor=PLATFORM, at=now()
            )

        assert correct() == correct()
        for other in ({"changes": {"reason": "01"}}, {"note": "别的原因"}):
            with pytest.raises(Conflict) as conflict:
                correct(**other)
            assert conflict.value.code == "key_used_for_another"
