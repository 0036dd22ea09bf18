"""The table of turns agrees with the states everybody knows, and every reason has its article."""

import pytest

from anju.domains.permits.data.states import LIVE, NEXT, Held
from anju.domains.permits.data.turns import TurnKind
from anju.domains.permits.rules import turns
from anju.foundation.errors import Conflict, Refused


def test_every_turn_that_changes_a_state_is_one_the_states_allow():
    for kind, turn in turns.TURNS.items():
        if kind is TurnKind.UNDONE:
            continue
        assert all(a == b or a in NEXT[b] for b in turn.before for a in turn.after), kind


def test_every_change_of_state_has_a_turn_that_makes_it():
    reached = {(b, a) for turn in turns.TURNS.values() for b in turn.before for a in turn.after}
    assert {(b, a) for b, following in NEXT.items() for a in following} <= reached


def test_only_a_decision_is_taken_back():
    assert {k for k, t in turns.TURNS.items() if t.may_be_undone} == {TurnKind.WITHDRAWN, TurnKind.CANCELLED}
    assert turns.TURNS[TurnKind.UNDONE].after == set(LIVE)


def test_every_turn_and_reason_rests_on_an_article():
    for kind, turn in turns.TURNS.items():
        assert all(turns.article_of(kind, r) for r in turn.reasons or {""}), kind


def test_a_turn_that_cannot_be_is_refused():
    with pytest.raises(Conflict, match="permit_turn"):
        turns.after(TurnKind.ENDORSED, Held.SUSPENDED)
    with pytest.raises(Refused, match="permit_reason"):
        turns.reason_of(TurnKind.CANCELLED, "because")
    with pytest.raises(Conflict, match="permit_turn"):
        turns.after(TurnKind.FOUND, Held.LOST)
