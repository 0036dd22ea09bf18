"""Who sends a file that an operator imports at the terminal, and from where.

A roster speaks for an employer. One that is not known yet is entered, named as the file's title names it; where no
place is given, its place is *unknown* (`NOWHERE`), which only staff of the whole country see, rather than guessed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from anju.domains.employers import api as employers
from anju.domains.employers.api import EmployerView
from anju.domains.regions import api as regions
from anju.domains.register.api import Sender
from anju.foundation.actor import EVERYWHERE, Actor
from anju.foundation.sheets import read_cells

NOWHERE = "000000000000"
"""The region of what has no known place yet. No division has this code."""

_NAME = re.compile(
    r"[\u4e00-\u9fffA-Za-z0-9()()·&]{2,40}?"
    r"(?:有限责任公司|股份有限公司|有限公司|集团公司|公司|工厂|经营部|合作社|事务所|厂)"
)
_TOP = 8
"""Lines of a sheet in which a title may stand."""


@dataclass(frozen=True, slots=True)
class ImportSender:
    """A sender with what was assumed about it, in codes of `interfaces.words.imports`."""

    sender: Sender
    employer: EmployerView | None = None
    created: bool = False
    notes: tuple[str, ...] = ()


CREDIT_CODE = 18
"""Characters of a unified social credit code (GB 32100)."""


def place(given: str) -> tuple[str, tuple[str, ...]]:
    """(region, notes): the one given, else the installation's (ANJU_REGION), else nowhere. Raises `NotFound`."""
    code = given or os.environ.get("ANJU_REGION", "")
    if not code:
        return NOWHERE, ("region_assumed_unknown",)
    return regions.get(regions.padded(code)).code, ()


def of_list(region: str, actor: Actor) -> ImportSender:
    """The operator as sender of a list of residents."""
    code, notes = place(region)
    return ImportSender(Sender("cli", "import", actor.label, region=code), notes=notes)


def of_roster(
    code: str, region: str, *, data: bytes, file_name: str, actor: Actor, at: datetime, dry: bool
) -> ImportSender:
    """The employer a roster speaks for: by its code, else by the name in its title, else entered now.

    A dry run without a code is compared with nobody: a name in a title is no ground to show who works for an employer.
    """
    known = employers.by_code(code) if code else None
    name = "" if known else named_in(data, file_name)
    if not code and not dry and name:
        alike = [
            e for e in employers.suggest(name, regions=[EVERYWHERE], limit=50) if e.name == name
        ]
        known = alike[0] if len(alike) == 1 else None
    if known is not None:
        return ImportSender(
            _speaking_for(known, place(region)[0] if region else known.region), known
        )
    where, notes = place(region)
    called = (name or code or file_name)[: employers.LONGEST["employer_name_too_long"]]
    own, credit = ("", code) if len(code) == CREDIT_CODE else (code, "")
    made = employers.add_employer(
        actor=actor, name=called, region=where, code=own, uscc=credit, address=called, at=at
    )
    assumed = "employer_not_given" if dry and not code else "employer_entered"
    return ImportSender(_speaking_for(made, where), made, created=True, notes=(assumed, *notes))


def named_in(data: bytes, file_name: str) -> str:
    """The name of a company in the lines above a table; "" when there is none."""
    found = (_NAME.search(text) for text in _titles(data, file_name))
    return next((match.group() for match in found if match), "")


def _titles(data: bytes, file_name: str) -> Iterator[str]:
    for sheet in read_cells(data, file_name).sheets:
        for row in sheet.cells.head(_TOP).rows():
            cells = [cell for cell in row if cell]
            if (
                1 <= len(cells) <= 3
            ):  # a title stands alone in its line; a header or a person does not
                yield from (re.sub(r"\s", "", text) for text in cells)


def _speaking_for(employer: EmployerView, region: str) -> Sender:
    return Sender(
        employer.party,
        "employer",
        employer.name,
        party=employer.party,
        employer_id=employer.id,
        region=region,
    )
