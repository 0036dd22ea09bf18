"""The catalogue of benefits as pages show it."""

from __future__ import annotations

from datetime import date

from django.utils.translation import get_language

from anju.domains.permits.api import benefits


def benefit_names(*, today: date) -> dict[str, str]:
    """Code of a benefit → its name in the reader's language."""
    which = 0 if (get_language() or "zh").startswith("zh") else 1
    return {
        e.code: e.words[which]
        for e in (*benefits.additions(today=today), *benefits.catalogue(today=today))
    }
