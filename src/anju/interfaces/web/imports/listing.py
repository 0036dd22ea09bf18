"""Imports as lines of a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from anju.domains.register import api as register
from anju.interfaces.texts.imports import FORMS, STATES
from anju.interfaces.texts.labels import label_in


def lines(
    found: Sequence[register.ImportView], area: str, kwargs: dict[str, int]
) -> list[dict[str, Any]]:
    """Each import with its address, kind and state in words."""
    language = get_language() or "zh-hans"
    return [
        {
            "shown": i,
            "url": reverse(f"{area}:import", kwargs={**kwargs, "batch_id": i.id}),
            "form": label_in(FORMS, i.form, language),
            "state": label_in(STATES, i.state, language),
        }
        for i in found
    ]
