"""Asking for a long list: the file is noted with who asked and why, and a job is put in. Both exist only if the
caller's transaction commits."""

from __future__ import annotations

from procrastinate.contrib.django import app

from anju.foundation.exports import api as exports
from anju.foundation.progress import api as progress
from anju.interfaces.exports.listing import Asked, Asker, Export
from anju.interfaces.exports.rights import fingerprint, scopes_of

JOB = "export.make"
PRIORITY = -1
"""Imports go first."""


def ask(asker: Asker, export: Export, asked: Asked, *, title: str, language: str) -> exports.Export:
    """Have the worker make this list; what is in the making already is not made twice. Raises `Refused`
    ``exports_waiting``."""
    noted, new = exports.ask(
        asker.actor,
        kind=export.kind,
        title=title,
        file_name=export.file_name(asker, asked),
        asked=asked,
        language=language,
        rights=fingerprint(asker.actor),
        scopes=scopes_of(asker.actor),
        at=asker.at,
    )
    if new:
        work = progress.start("export", title, owner=asker.actor)
        exports.assign(noted.id, work.id)
        work.leave()
        app.configure_task(
            JOB, queue="exports", priority=PRIORITY, lock=f"exports of {asker.actor.user_id}"
        ).defer(export=noted.id, task=work.id)
    return noted
