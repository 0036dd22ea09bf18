"""What a file was read as, in words: sheets, tables, left-over columns, rows, and what applying would do."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from anju.domains.register import api as register
from anju.foundation.errors import AnjuError
from anju.interfaces.texts import declaration_kinds
from anju.interfaces.texts.labels import label_in
from anju.interfaces.texts.readings import ROWS, SHEETS, STATUSES, WHY, unforeseen
from anju.interfaces.texts.sentences import sentence

CHOICES = ("header_row", "start", "proposed_start", "hidden_rows", "struck_rows")
QUIET = ("left_out_total", "left_out_header", "left_out_heading", "left_out_empty")
"""What happens in nearly every file; the account need not be opened for it."""


def account(shown: register.ImportView, language: str) -> dict[str, Any]:
    """Context of `imports/reading.html`."""
    reading, foreseen = shown.counts.get("reading") or {}, shown.counts.get("foreseen") or {}
    tables, rows, sheets = (reading.get(k, ()) for k in ("tables", "rows", "sheets"))
    unread = [s for s in sheets if not s["read"]]
    mapping = shown.mapping or {}
    return {
        "tables": [_table(t, language) for t in tables],
        "rows": [_rows(r, language) for r in rows],
        "sheets": [f"{s['name']}: {label_in(SHEETS, s['why'], language)}" for s in unread],
        "unforeseen": unforeseen(foreseen, language),
        "further": [
            _further(t, language)
            for t in tables[1:]
            if t["fingerprint"] != tables[0]["fingerprint"]
        ],
        "effects": [
            *(
                f"{label_in(STATUSES, k, language)} {v}"
                for k, v in foreseen.get("statuses", {}).items()
            ),
            *(
                f"{label_in(declaration_kinds.entered(), k, language)} {v}"
                for k, v in foreseen.get("kinds", {}).items()
            ),
            *(
                [_("新房屋 %(n)s") % {"n": foreseen["new_homes"]}]
                if foreseen.get("new_homes")
                else []
            ),
        ],
        "refusals": [
            f"{count}: {sentence(AnjuError(code), language)}"
            for code, count in foreseen.get("reasons", {}).items()
        ],
        "choices": dict.fromkeys(CHOICES) | mapping.get("choices", {}),
        "attention": len(tables) > 1
        or any(r["what"] not in QUIET for r in rows)
        or any(s["why"] == "not_chosen" for s in unread)
        or bool(foreseen.get("reasons")),
    }


def _further(table: dict[str, Any], language: str) -> dict[str, Any]:
    """The columns of a further table under its own titles, to be set right."""
    columns = [
        {
            "index": c["index"],
            "title": c["title"],
            "letter": c["letter"],
            "field": c["field"].split("+")[0],
            "why": label_in(WHY, c["why"], language) if c["why"] else "",
        }
        for c in table["columns"]
    ]
    return {
        "fingerprint": table["fingerprint"],
        "columns": columns,
        "title": _table(table, language)["title"],
    }


def _table(table: dict[str, Any], language: str) -> dict[str, Any]:
    heading = f" · {table['heading']}" if table["heading"] else ""
    place = _("第 %(a)s–%(b)s 行，%(n)s 人") % {
        "a": table["first"],
        "b": table["last"],
        "n": table["rows"],
    }
    return {
        "title": f"{table['sheet']} · {label_in(declaration_kinds.people(), table['kind'], language)}{heading}",
        "note": place,
        "left_over": [
            f"{c['letter']} “{c['title']}”: {label_in(WHY, c['why'], language)}"
            for c in table["columns"]
            if c["why"]
        ],
    }


def _rows(rows: dict[str, Any], language: str) -> str:
    places = ", ".join(map(str, rows["places"])) + (
        " …" if rows["count"] > len(rows["places"]) else ""
    )
    return f"{label_in(ROWS, rows['what'], language)} {rows['detail']} ({rows['count']}): {places}"
