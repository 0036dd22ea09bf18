"""The rows of an import that were not entered, or wait, as a file with the reason of each; numbers are masked."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from anju.domains.register import api as register
from anju.foundation.audit import api as audit
from anju.foundation.errors import NotFound
from anju.interfaces.exports import listing as lists
from anju.interfaces.exports.listing import Asked, Asker, Export, Listing
from anju.interfaces.exports.refused_rows import visible_import
from anju.interfaces.web.imports.preview_page import list_names, row_shown

COLUMNS = ("at", "name", "number", "why")


def _listing(asker: Asker, asked: Asked, _up_to: int | None) -> Listing:
    shown = visible_import(asker, int(asked["batch"]))
    if asked["list"] not in ("refused", "waiting"):
        raise NotFound("list_unknown", list=asked["list"])
    first = register.preview_page(shown.id, asked["list"])
    titles = (_("行"), _("姓名"), _("证件号码"), _("原因"))
    blocks = _blocks(shown, asked["list"], first.pages)
    return Listing(list_names()[asked["list"]], titles, first.total, blocks)


def _blocks(shown: register.ImportView, name: str, pages: int) -> Iterator[pl.DataFrame]:
    """Some pages of the list at a time."""
    language, held = get_language() or "zh-hans", []
    for number in range(1, pages + 1):
        page = register.preview_page(shown.id, name, page=number)
        held += [row_shown(name, line, shown, language, {}) for line in page.lines]
        if len(held) >= lists.BLOCK or number == pages:
            yield pl.DataFrame(
                {c: [line[c] for line in held] for c in COLUMNS},
                schema=dict.fromkeys(COLUMNS, pl.String),
                strict=False,
            )
            held.clear()


def _leaves(asker: Asker, asked: Asked) -> None:
    """That the list left is recorded."""
    audit.record_list(
        asker.actor,
        action="import.problems",
        subject_kind="batch",
        subject_id=asked["batch"],
        fields=("name",),
        at=asker.at,
    )


EXPORT = Export(
    "import.outcomes",
    lambda _who, asked: f"{asked['list']}-{asked['batch']}.xlsx",
    _listing,
    _leaves,
)
