"""Whatever the source writes into the trail, an auditor reads in words."""

from __future__ import annotations

import re

import pytest

from anju.domains.permits.applications.data import StageDecision
from anju.domains.permits.transitions.data.transitions import TransitionKind
from anju.interfaces.texts.actions import ACTIONS, BY_GROUP, EARLIER, GROUPS
from anju.interfaces.texts.audit import SUBJECTS
from anju.interfaces.texts.labels import label_in
from tests.interfaces.texts.recorded import by_the_database, recorded

WRITTEN = recorded("action")


def test_the_walk_follows_constants_conditions_helpers_dictionaries_and_enums() -> None:
    assert {
        "permit.ask",
        "permit.decline",
        "permit.missing_again",
        "permit.wallet",
        "counter.receipt",
        "permits.prepared",
        "proof.withdraw",
        "register.declare",
        "key.rotate.asked",
        "key.destroy.refused",
        "permit.lapsed",
    } <= set(WRITTEN)
    assert {f"permit.{k.value}" for kinds in (TransitionKind, StageDecision) for k in kinds} <= set(
        WRITTEN
    )
    assert by_the_database() == {"audit.maintenance", "register.restore"}


@pytest.mark.parametrize("action", sorted({*WRITTEN, *by_the_database()}))
def test_every_action_in_the_source_has_words_in_both_languages(action: str) -> None:
    pair = ACTIONS.get(action)
    assert pair is not None, (
        f"{action} ({', '.join(WRITTEN.get(action, ()))}) has no words in interfaces/texts/actions.py"
    )
    assert re.search("[\u4e00-\u9fff]", pair[0])
    assert re.match("[A-Z]", pair[1])


def test_no_words_are_left_of_actions_that_nothing_writes() -> None:
    assert set(ACTIONS) == {*WRITTEN, *by_the_database(), *EARLIER}
    assert not EARLIER & set(WRITTEN)


def test_each_action_stands_once_in_a_named_group_and_no_two_read_alike() -> None:
    assert list(GROUPS) == list(BY_GROUP)
    assert len(ACTIONS) == sum(map(len, BY_GROUP.values()))
    for language in (0, 1):
        assert len({pair[language] for pair in ACTIONS.values()}) == len(ACTIONS)


def test_an_action_nobody_knows_shows_as_itself() -> None:
    assert label_in(ACTIONS, "never.heard_of", "zh-hans") == "never.heard_of"


def test_every_kind_of_thing_in_the_trail_has_words() -> None:
    assert set(recorded("subject_kind")) <= set(SUBJECTS)
