"""Which step may follow, and what it needs; what a form must be answered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from anju.domains.housing.premises.data import (
    ANSWERS,
    MOST_DAYS,
    MOST_PHOTOS,
    MOST_TEXT,
    STEPS,
    Answer,
    Handling,
    HazardState,
    InspectionForm,
)
from anju.foundation.errors import Conflict, Refused
from anju.foundation.free_text import require_no_identity_number


def after(handling: Handling, state: HazardState, *, today: date) -> HazardState:
    """The state a step leads to. `Conflict` ``hazard_step`` where the state does not allow it; `Refused`
    ``hazard_text_missing``, ``text_long``, ``hazard_term`` (`most` days), ``photos_many``."""
    step = STEPS[handling.step]
    if state not in step.after:
        raise Conflict("hazard_step", state=state.value, step=handling.step.value)
    if step.text and not handling.text.strip():
        raise Refused("hazard_text_missing")
    require_text(handling.text)
    require_photos(handling.photos)
    if step.term:
        require_term(handling.due, today)
    return step.to


def require_term(due: date | None, today: date) -> None:
    """Raise `Refused` ``hazard_term`` unless the last day lies ahead, and not too far."""
    if due is None or not today < due <= today + timedelta(days=MOST_DAYS):
        raise Refused("hazard_term", most=MOST_DAYS)


def require_text(text: str) -> None:
    """Raise `Refused` ``text_long`` for words that no table keeps."""
    require_no_identity_number(text)
    if len(text) > MOST_TEXT or "\0" in text:
        raise Refused("text_long", most=MOST_TEXT)


def require_photos(photos: tuple[bytes, ...]) -> None:
    """Raise `Refused` ``photos_many``."""
    if len(photos) > MOST_PHOTOS:
        raise Refused("photos_many", most=MOST_PHOTOS)


def require_answers(form: InspectionForm, answers: Mapping[str, Answer]) -> None:
    """Raise `Refused` unless every question is answered once: ``inspection_unanswered`` (`number` of the question),
    ``inspection_answer``; what is not in order is described: ``inspection_undescribed`` (`number`)."""
    if set(answers) - {i.key for i in form.items}:
        raise Refused("inspection_answer")
    for number, item in enumerate(form.items, 1):
        found = answers.get(item.key)
        if found is None:
            raise Refused("inspection_unanswered", number=number)
        if found.answer not in ANSWERS:
            raise Refused("inspection_answer")
        require_text(found.note)
        require_photos(found.photos)
        if found.answer == "no" and not found.note.strip() and not found.photos:
            raise Refused("inspection_undescribed", number=number)
