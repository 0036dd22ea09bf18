"""Which step may follow which state, by whom."""

from __future__ import annotations

from anju.domains.casework.cases.data import MOST_TEXT, STEPS, CaseState, Side, Step
from anju.foundation.characters import visible_lines
from anju.foundation.errors import Conflict, NotAllowed, Refused


def after(step: Step, state: CaseState, side: Side, *, text: str = "") -> CaseState:
    """The state the step leads to.

    `NotAllowed` ``case_not_yours`` for a side that may not take it; `Conflict` ``case_step`` in a state it cannot
    follow; `Refused` ``case_text_missing``.
    """
    rule = STEPS[step]
    if side not in rule.by:
        raise NotAllowed("case_not_yours")
    if state not in rule.after:
        raise Conflict("case_step", state=state.value)
    if rule.text and not text.strip():
        raise Refused("case_text_missing")
    return rule.to or state


def kept_text(text: str) -> str:
    """A text as it is kept. `Refused` ``case_text_long``."""
    lines = visible_lines(text)
    if len(lines) > MOST_TEXT:
        raise Refused("case_text_long", most=MOST_TEXT)
    return lines
