"""The same key again: the same content is answered as the first time, another content is refused and
nothing is lost."""

from __future__ import annotations

import polars as pl
import pytest

from anju.domains.register import api as register
from anju.domains.register.intake.operations import resubmitted_rows
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict
from tests.factories.people import somebody
from tests.factories.register import COUNTER, HERE, PLATFORM, Street, building

pytestmark = pytest.mark.django_db
WHO = somebody("单相同", 931)


@pytest.fixture
def street():
    return Street.built()


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
