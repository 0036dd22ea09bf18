"""Names of codes as the forms of the counter offer them: (code, Chinese, English)."""

from __future__ import annotations

from typing import Any

import polars as pl
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from anju.domains.register import api as register
from anju.foundation import codes
from anju.interfaces.texts import imports, labels
from anju.interfaces.web.choosing import offered

DOCUMENTS = offered(labels.DOCUMENTS, "111", "112", "113", "HMT", "516", "511", "513", "553", "414")
SEXES = [("", "—"), *offered(labels.SEXES, "1", "2")]
RELATIONS = offered(
    labels.RELATIONS,
    "10",
    "11",
    "12",
    "20",
    "30",
    "27",
    "37",
    "50",
    "51",
    "52",
    "53",
    "54",
    "55",
    "56",
    "57",
    "58",
    "40",
    "60",
    "70",
    "28",
    "38",
    "97",
    "99",
)
"""The relations of those that move together."""
REASONS = offered(labels.MOVE_REASONS, *labels.MOVE_REASONS)
DWELLINGS = offered(labels.DWELLINGS, "02", "01", "05", "03", "04", "06", "07", "99")
PROXIES = [
    ("", "—"),
    ("50", _("监护人")),
    ("10", _("配偶")),
    ("97", _("近亲属")),
    ("99", _("其他代办人")),
]
"""Who may come instead: 居住证暂行条例, art. 9."""
_FIELDS: labels.Table = {
    **imports.FIELDS,
    "home_code": imports.FIELDS["home"],
    "phone": ("手机号", "Mobile phone"),
    "start": ("来住日期", "Moved in on"),
    "kind": ("申报", "Declaration"),
}
"""Fields as lists name them, and what an arrival calls by another name."""
FIELDS = dict(offered(_FIELDS, *_FIELDS))
_STATUS_LOOKS = {
    "applied": ("good", "circle-check"),
    "unchanged": ("calm", "equal"),
    "waiting": ("soon", "clock"),
    "refused": ("late", "alert-circle"),
    "undone": ("calm", "arrow-back-up"),
}
STATUS = {c: (name, *_STATUS_LOOKS[c]) for c, name in offered(labels.STATUSES, *_STATUS_LOOKS)}
"""What became of a declaration: name, tone and icon."""
_KIND_ICONS = {
    "same_person": "users",
    "home_not_found": "home-question",
    "contradiction": "arrows-split-2",
    "confirm": "home-check",
    "doubtful": "id",
    "tie": "users",
    "contest": "message-exclamation",
    "left": "door-exit",
}
KINDS = {c: (name, _KIND_ICONS[c]) for c, name in offered(labels.REVIEWS, *_KIND_ICONS)}
"""Kinds of review items: name and icon."""


def choices_of(field: str) -> list[tuple[str, Any]]:
    """What a field that is drawn by its type offers; nothing where any text may be given."""
    declared = register.FIELDS[field]
    if declared.dtype == pl.Boolean:
        return [("", "—"), ("1", _("是")), ("0", _("否"))]
    table = next((t for t in codes.TABLES.values() if tuple(t.names) == declared.values), None)
    return [("", "—"), *offered(table.titles, *table.titles)] if table else []


def label(table: labels.Table, code: str | None) -> str:
    """The name of a code in the reader's language; "" without one."""
    return labels.label_in(table, code, get_language() or "zh-hans") if code else ""


def addressed(place: str, text: str) -> str:
    """A place and an address in one line; what the address repeats of the place is said once."""
    twice = next(
        (n for n in range(min(len(place), len(text)), 0, -1) if place.endswith(text[:n])), 0
    )
    return place + text[twice:]


def declared_address(item: dict[str, Any]) -> str:
    """The words of a declaration about the home; lists often write the address again as the building's name."""
    address, building = str(item.get("address") or ""), str(item.get("building") or "")
    parts = (
        address,
        "" if building and address.endswith(building) else building,
        item.get("unit"),
        item.get("room"),
    )
    return "".join(str(p) for p in parts if p)
