"""The table of transitions agrees with the states everybody knows, and every reason has its article."""

import pytest

from anju.domains.permits.transitions.data.states import LIVE, NEXT, PermitState
from anju.domains.permits.transitions.data.transitions import TransitionKind
from anju.domains.permits.transitions.rules import transitions
from anju.foundation.errors import Conflict, Refused


def test_every_turn_that_changes_a_state_is_one_the_states_allow():
    for kind, turn in transitions.TRANSITIONS.items():
        if kind is TransitionKind.UNDONE:
            continue
        assert all(a == b or a in NEXT[b] for b in turn.before for a in turn.after), kind


def test_every_change_of_state_has_a_turn_that_makes_it():
    reached = {
        (b, a) for turn in transitions.TRANSITIONS.values() for b in turn.before for a in turn.after
    }
    assert {(b, a) for b, following in NEXT.items() for a in following} <= reached


def test_only_a_decision_is_taken_back():
    assert {k for k, t in transitions.TRANSITIONS.items() if t.may_be_undone} == {
        TransitionKind.WITHDRAWN,
        TransitionKind.CANCELLED,
    }
    assert transitions.TRANSITIONS[TransitionKind.UNDONE].after == set(LIVE)


def test_every_turn_and_reason_rests_on_an_article():
    for kind, turn in transitions.TRANSITIONS.items():
        assert all(transitions.article_of(kind, r) for r in turn.reasons or {""}), kind


def test_a_turn_that_cannot_be_is_refused():
    with pytest.raises(Conflict, match="permit_turn"):
        transitions.after(TransitionKind.ENDORSED, PermitState.SUSPENDED)
    with pytest.raises(Refused, match="permit_reason"):
        transitions.reason_of(TransitionKind.CANCELLED, "because")
    with pytest.raises(Conflict, match="permit_turn"):
        transitions.after(TransitionKind.FOUND, PermitState.LOST)
