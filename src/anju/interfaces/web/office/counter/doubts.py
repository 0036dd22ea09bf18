"""What is unlikely in a form: every doubt is confirmed by itself, and by what is kept with the declaration."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from anju.domains.register import api as register
from anju.domains.register.api import Missing
from anju.interfaces.web.office.counter.reading import Filled

WAIT = "wait"
ANSWERS = [
    ("card", _("已看身份证件，无误")),
    ("household_register", _("已看户口簿，无误")),
    ("birth_certificate", _("已看出生医学证明，无误")),
    ("explained", _("本人已说明，情况属实")),
    (WAIT, _("现在核不了，先收下，待核实")),
]
"""By what the clerk confirms a doubt; with the last the declaration waits."""
CONFIRMED_BY = {
    **dict(ANSWERS[:-1]),
    "document": _("报送方已看证件"),
    "review": _("待核时已核实"),
}
"""How `register.BASES` read."""
KINSHIP_BASIS = "household_register"
_READ = ("name", "doc_type", "doc_number", "birth_date", "sex", "relation", "person")
_READ_OF_STAY = ("start", "home_code", "address", "room")


@dataclass(frozen=True, slots=True)
class Doubt:
    """One doubt of the form. `field`: the field of its answer; `answer`: "" while there is none."""

    missing: Missing
    field: str
    answer: str


def doubts_of(filled: Filled, unlikely: list[Missing], post: QueryDict) -> list[Doubt]:
    """Each doubt with its answer. An answer counts for the values it was given for: its field names them."""
    out = []
    for m in unlikely:
        row, stay = filled.rows[m.row], filled.stay
        values = "\n".join([*(row[f] for f in _READ), *(stay[f] for f in _READ_OF_STAY)])
        shown = hashlib.sha256(values.encode()).hexdigest()[:12]
        field = f"seen-{row['prefix']}-{m.reason}-{shown}"
        given = post.get(field, "")
        out.append(Doubt(m, field, given if given in dict(ANSWERS) else ""))
    return out


def confirmed(filled: Filled, doubts: list[Doubt]) -> dict[str, dict[str, str]]:
    """Item key → doubts the clerk has confirmed → by what; relationships whose papers were seen among them."""
    out: dict[str, dict[str, str]] = {}
    for row in filled.rows:
        if row["kinship"]:
            out.setdefault(f"{filled.key}:{row['prefix']}", {})[register.RELATIONSHIP] = (
                KINSHIP_BASIS
            )
    for doubt in doubts:
        if doubt.answer and doubt.answer != WAIT:
            key = f"{filled.key}:{filled.rows[doubt.missing.row]['prefix']}"
            out.setdefault(key, {})[doubt.missing.reason] = doubt.answer
    return out
