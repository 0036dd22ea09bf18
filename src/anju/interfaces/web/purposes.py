"""Purposes of looking at people, in the reader's words."""

from __future__ import annotations

from django.utils.translation import get_language

from anju.domains.access import api as access
from anju.foundation.actor import Actor
from anju.interfaces.texts.labels import label_in


def purpose_label(code: str) -> str:
    """What a purpose is called; a code of an older version as it is."""
    purpose = access.PURPOSES.get(code)
    return (
        label_in({code: (purpose.zh, purpose.en)}, code, get_language() or "zh-hans")
        if purpose
        else code
    )


def choices(actor: Actor | None, permission: str = "") -> list[tuple[str, str]]:
    """Purposes (code, words) the actor may state; with a permission, those of the grants that hold it now."""
    grants = actor.grants if actor is not None else ()
    held = {p for g in grants if not permission or permission in g.permissions for p in g.purposes}
    return [(code, purpose_label(code)) for code in access.PURPOSES if code in held]
