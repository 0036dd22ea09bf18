"""What upper levels send back: compared with ours as a naive reading would, never written over ours."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anju.domains.exchange.api import returns
from anju.domains.exchange.returns.data.returns import FIELDS
from anju.domains.exchange.returns.rules.comparing import compared
from anju.domains.people import api as people
from anju.domains.register import api as register
from anju.foundation.actor import Actor, Grant
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from tests.factories.people import somebody
from tests.factories.register import CHILD, HERE, PLATFORM, RESIDENT, WORKER, Street

STRANGE = somebody("白从来", 799)
VALUES = st.sampled_from((None, "", "43", "4301", "a"))
PEOPLE = st.integers(1, 6)


@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.tuples(st.none() | PEOPLE, *[VALUES] * 4), max_size=12),
    st.dictionaries(PEOPLE, st.tuples(st.booleans(), *[VALUES] * 4), max_size=6),
)
def test_counts_and_rows_are_those_of_a_naive_reading(theirs, ours):
    schema = dict.fromkeys(FIELDS, pl.String)
    rows = [(n, *r) for n, r in enumerate(theirs)]
    left = pl.DataFrame(
        rows, schema={"row": pl.Int64, "person_id": pl.Int64, **schema}, orient="row"
    )
    right = pl.DataFrame(
        [(p, *v) for p, v in ours.items()],
        schema={"person_id": pl.Int64, "counted": pl.Boolean, **schema},
        orient="row",
    )
    found = compared(left, right)
    assert (found.counts, found.differing["row"].to_list()) == naive(rows, ours)


def naive(rows, ours):
    """Row by row, as somebody would with both lists on the table."""
    counts = dict.fromkeys(("same", "differs", "only_theirs", "repeated"), 0)
    by_field, seen, wrong = dict.fromkeys(FIELDS, 0), set(), []
    for number, person, *values in rows:
        if person is None or (person not in ours and person not in seen):
            counts["only_theirs"] += 1
            seen.add(person)
            continue
        if person in seen:
            counts["repeated"] += 1
            continue
        seen.add(person)
        different = [
            f
            for f, t, o in zip(FIELDS, values, ours[person][1:], strict=True)
            if t and not same(f, t, o or "")
        ]
        for f in different:
            by_field[f] += 1
        counts["differs" if different else "same"] += 1
        wrong += [number] if different else []
    missing = sum(1 for p, v in ours.items() if v[0] and p not in seen)
    fields = {f"field:{f}": n for f, n in by_field.items()}
    return {"rows": len(rows), **counts, "only_ours": missing, **fields}, wrong


def same(field, theirs, ours):
    if field == "division":
        return ours.startswith(theirs) or (ours != "" and theirs.startswith(ours))
    return theirs == ours


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


def officer(region="4301"):
    may = frozenset({"exchange.manage", "person.see"})
    return Actor("staff", 11, "市级", (Grant("city", may, region=region),))


def line(who, *, name="", division=HERE):
    return f"{name or who.name},{who.doc_number},,{division}"


FILE = "\n".join(
    [
        "姓名,身份证号码,性别,现居住地代码",
        line(RESIDENT),
        line(WORKER, name="改了名", division="4301"),
        line(CHILD, division="510823100001"),
        line(STRANGE),
        line(RESIDENT),
    ]
).encode()


def sent(actor=None, data=FILE):
    actor = actor or officer()
    with acting(actor):
        number = returns.compare_returned(data, "回流.csv", sender="省", actor=actor, at=now())
        return (number, *returns.differences(number, actor=actor, at=now(), limit=9)[:2])


class TestAFileThatCameBack:
    def test_is_counted_and_what_differs_is_listed(self, street):
        _, view, lines = sent()
        counts = view.counts
        assert (counts["rows"], counts["same"], counts["differs"]) == (5, 1, 2)
        assert (counts["only_theirs"], counts["repeated"]) == (1, 1)
        assert (counts["field:name"], counts["field:division"]) == (1, 1)
        assert counts["only_ours"] > 0
        assert [list(d.values) for d in lines] == [["name"], ["division"]]
        assert lines[0].values["name"] == ("改了名", WORKER.name)

    def test_changes_nothing_and_is_compared_once(self, street):
        with acting(PLATFORM):
            before = (people.persons([street.worker]), register.stays_of([street.child]))
        number, *_ = sent()
        assert sent()[0] == number
        with acting(PLATFORM):
            assert (people.persons([street.worker]), register.stays_of([street.child])) == before

    def test_each_difference_is_answered_once_with_what_was_found(self, street):
        number, _, lines = sent()
        actor = officer()
        with acting(actor):
            with pytest.raises(Refused, match="return_note"):
                returns.close_difference(lines[0].id, "reported", "", actor=actor, at=now())
            with pytest.raises(Refused, match="return_decision"):
                returns.close_difference(lines[0].id, "x", "y", actor=actor, at=now())
            done = returns.close_difference(lines[0].id, "reported", "已报", actor=actor, at=now())
            assert done == number
            with pytest.raises(Conflict):
                returns.close_difference(lines[0].id, "corrected", "又", actor=actor, at=now())
            assert len(returns.differences(number, actor=actor, at=now(), limit=9)[1]) == 1

    def test_is_for_the_offices_of_the_area_that_keep_the_exchange(self, street):
        number, _, lines = sent()
        elsewhere = officer("5108")
        with acting(elsewhere):
            _, seen, total = returns.differences(number, actor=elsewhere, at=now(), limit=9)
            assert (seen, total) == ([], 0)
            with pytest.raises(NotFound):
                returns.close_difference(lines[0].id, "reported", "x", actor=elsewhere, at=now())
        clerk = Actor(
            "staff", 12, "窗口", (Grant("counter", frozenset({"person.see"}), region=HERE),)
        )
        with pytest.raises(NotAllowed):
            sent(clerk)

    @pytest.mark.parametrize(
        ("data", "code"), [(b"a,b\n1,2", "return_columns"), (b"", "file_empty")]
    )
    def test_is_refused_whole_when_it_is_no_list_of_people(self, street, data, code):
        with pytest.raises(Refused, match=code):
            sent(data=data)
