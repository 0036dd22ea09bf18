"""The table of transitions agrees with the states everybody knows, and every reason has its article."""

import re
from datetime import date
from pathlib import Path

import pytest

from anju.domains import permits
from anju.domains.permits.transitions import rules
from anju.domains.permits.transitions.data.transitions import LIVE, PermitState, TransitionKind
from anju.domains.permits.transitions.models import Permit
from anju.domains.permits.transitions.operations import locked, make_transition
from anju.domains.permits.transitions.queries import article_of
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.errors import Conflict, Refused
from tests.factories.permits import permit
from tests.factories.register import PLATFORM, Street

DOMAIN = Path(permits.__file__).parent
P = PermitState
NEXT = {
    P.IN_PRODUCTION: {P.ACTIVE, P.WITHDRAWN, P.CANCELLED},
    P.ACTIVE: {P.SUSPENDED, P.LOST, P.WITHDRAWN, P.EXPIRED, P.CANCELLED},
    P.SUSPENDED: {P.ACTIVE, P.LOST, P.WITHDRAWN, P.EXPIRED, P.CANCELLED},
    P.LOST: {P.ACTIVE, P.SUSPENDED, P.WITHDRAWN, P.EXPIRED, P.CANCELLED},
    P.WITHDRAWN: set(),
    P.EXPIRED: set(),
    P.CANCELLED: set(),
}
"""Which state may follow which (Order 663, articles 9 to 11), but for an end that is taken back."""


def test_every_turn_that_changes_a_state_is_one_the_states_allow():
    for kind, turn in rules.TRANSITIONS.items():
        if kind is TransitionKind.UNDONE:
            continue
        assert all(a == b or a in NEXT[b] for b in turn.before for a in turn.after), kind


def test_every_change_of_state_has_a_turn_that_makes_it():
    reached = {
        (b, a) for turn in rules.TRANSITIONS.values() for b in turn.before for a in turn.after
    }
    assert {(b, a) for b, following in NEXT.items() for a in following} <= reached


def test_only_a_decision_is_taken_back():
    assert {k for k, t in rules.TRANSITIONS.items() if t.may_be_undone} == {
        TransitionKind.WITHDRAWN,
        TransitionKind.CANCELLED,
    }
    assert rules.TRANSITIONS[TransitionKind.UNDONE].after == set(LIVE)


def test_every_turn_and_reason_rests_on_an_article():
    for kind, turn in rules.TRANSITIONS.items():
        assert all(article_of(kind, r, date(2026, 11, 21)) for r in turn.reasons or {""}), kind


@pytest.mark.parametrize(
    ("kind", "reason", "article"),
    [
        (TransitionKind.ENDORSED, "", "663.10"),
        (TransitionKind.CARD_ORDERED, "lost", "663.11"),
        (TransitionKind.CARD_ORDERED, "address", "663.4"),
        (TransitionKind.WITHDRAWN, "lent", "663.18"),
        (TransitionKind.CANCELLED, "death", "local"),
        (TransitionKind.LOST, "", "663.11"),
        (TransitionKind.CREATED, "first", "663.9"),
    ],
)
def test_the_article_of_the_reason_counts_before_that_of_the_kind(kind, reason, article):
    assert article_of(kind, reason, date(2026, 11, 21)) == article
    assert article_of(kind, reason, date(2015, 12, 31)) == "", "before the law was in force"


def test_a_turn_that_cannot_be_is_refused():
    with pytest.raises(Conflict, match="permit_turn"):
        rules.after(TransitionKind.ENDORSED, PermitState.SUSPENDED)
    with pytest.raises(Refused, match="permit_reason"):
        rules.reason_of(TransitionKind.CANCELLED, "because")
    with pytest.raises(Conflict, match="permit_turn"):
        rules.after(TransitionKind.FOUND, PermitState.LOST)


def test_a_permit_changes_its_state_in_one_module_and_by_the_nightly_statements_alone():
    writes = re.compile(
        r"record_transitions\(|permits_permit p SET state|^\s*permit\.state\s*(?:,|=[^=])", re.M
    )
    found = {p.name for p in DOMAIN.rglob("*.py") if writes.search(p.read_text("utf-8"))}
    assert found == {"operations.py", "nightly.py"}


def test_a_permit_that_changed_since_it_was_read_is_not_changed_again(db):
    street = Street.built()
    number = permit(street.resident, street.rooms[0].id, at=street.at)
    with acting(PLATFORM), as_intake_role():
        seen = Permit.objects.get(id=number)
        make_transition(locked(number), TransitionKind.LOST, actor=PLATFORM, at=street.at)
        with pytest.raises(Conflict, match="permit_changed"):
            make_transition(seen, TransitionKind.SUSPENDED, actor=PLATFORM, at=street.at)
        assert Permit.objects.get(id=number).state == PermitState.LOST
