"""A child's booklet as pages and paper show it: its code, the clinic, doses, what is next."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from anju.domains.health.api import clinics, doses
from anju.domains.health.api.children import ChildRecord
from anju.foundation.clock import local_date
from anju.interfaces.texts import health as words
from anju.interfaces.texts import labels
from anju.interfaces.web.choosing import label
from anju.interfaces.web.pieces.qr import qr_of_link
from anju.interfaces.web.vaccination import wording


def booklet(record: ChildRecord, at: datetime) -> dict[str, Any]:
    """What the booklet shows; its code as text and as QR."""
    line = record.line
    picture = doses.picture_of(line.id, line.born, line.sex, local_date(at))
    own = clinics.clinics_by_id([line.clinic_id] if line.clinic_id else [])
    return {
        **wording.shown(picture),
        "record": record,
        "line": line,
        "sex": label(labels.SEXES, line.sex if line.sex in labels.SEXES else "0"),
        "own": own.get(line.clinic_id or 0),
        "guardians": [(g, label(words.RELATIONS, g.relation)) for g in record.guardians],
        "code": grouped_code(record.booklet),
        "qr": qr_of_link(f"JZ{record.booklet}"),
    }


def grouped_code(code: str) -> str:
    """A booklet's code as people read it: ``JZ ABCD EFGH JKLM``."""
    return " ".join(("JZ", *(code[n : n + 4] for n in range(0, len(code), 4))))
