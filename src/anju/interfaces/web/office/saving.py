"""Forms of the office that lead on to another page: all of what they ask is done, or nothing; the next page says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages as notes
from django.db import transaction
from django.utils.translation import gettext as _

from anju.foundation.errors import AnjuError
from anju.interfaces.web.declaring import reason_text
from anju.interfaces.web.session import ActorRequest

T = TypeVar("T")


def saved(request: ActorRequest, call: Callable[[], T], done: str = "") -> T | None:
    """What the call gave, with `done` (or that it is saved) for the next page; None where it was refused, with the
    reason. Raises what is ``not_allowed``."""
    try:
        with transaction.atomic():
            given = call()
    except AnjuError as refused:
        if refused.code == "not_allowed":
            raise
        notes.error(request, reason_text(refused.code, **refused.params))
        return None
    notes.success(request, done or _("已保存。"))
    return given
