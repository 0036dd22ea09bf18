"""Indicators and the values of their dimensions in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from anju.domains.assessment import api as quality
from anju.domains.casework.api import cases as casework
from anju.domains.exchange.api import messages
from anju.domains.statistics.api.indicators import Figure, Formula
from anju.foundation import codes
from anju.interfaces.texts.casework import OUTCOMES
from anju.interfaces.texts.indicators import DIMENSIONS, VALUES
from anju.interfaces.texts.labels import PROVINCES
from anju.interfaces.web.choosing import label, reader_text
from anju.interfaces.web.office.naming import short
from anju.interfaces.web.templatetags.anju_pieces import channel_name


def shown(figure: Figure) -> str:
    """A figure as text: grouped thousands, a percentage with two decimals, or that there is nothing to divide by."""
    value = figure.value
    if value is None:
        return _("无数据")
    if figure.formula is Formula.RATE:
        return f"{value:.2f}%"
    return f"{value:+,}" if figure.formula is Formula.DIFFERENCE else f"{value:,}"


def change(now: Figure, before: Figure) -> str:
    """How a figure differs from an earlier one: a number, with its percentage; percentage points of a rate."""
    if now.value is None or before.value is None:
        return "—"
    difference = now.value - before.value
    if not difference:
        return _("持平")
    if now.formula is Formula.RATE:
        return _("%(n)s 个百分点") % {"n": f"{difference:+.2f}"}
    if now.formula is Formula.DIFFERENCE or not before.value:
        return f"{difference:+,}"
    return f"{difference:+,}（{100 * difference / before.value:+.1f}%）"


def dimension_name(dimension: str) -> str:
    """The name of a dimension."""
    return label(DIMENSIONS, dimension)


def value_name(dimension: str, value: str) -> str:
    """A value of a dimension in words."""
    if dimension == "channel":
        return channel_name(value)
    if dimension.startswith("fault_"):
        return _of_fault(dimension, value)
    if dimension == "age":
        return _age(value)
    if dimension in ("origin", "destination"):
        return label(PROVINCES if value in PROVINCES else codes.COUNTRY.titles, value)
    if dimension in _NAMED:
        return _NAMED[dimension](value)
    return label(VALUES.get(dimension, {}), value)


def _matter(value: str) -> str:
    found = next((m for m in casework.every_matter() if m.code == value), None)
    return reader_text(found.words) if found else value


def _outcome(value: str) -> str:
    if value in OUTCOMES:
        return label(OUTCOMES, value)
    every = (words for m in casework.every_matter() for code, words in m.outcomes if code == value)
    return reader_text(next(every, (value, value)))


def _link(value: str) -> str:
    return short([value]).get(value, value)


def _message_class(value: str) -> str:
    found = messages.CLASSES.get(value)
    return reader_text(found.label) if found else value


_NAMED = {
    "matter": _matter,
    "case_outcome": _outcome,
    "link": _link,
    "message_class": _message_class,
}
"""Values named by data of their own."""


def _of_fault(dimension: str, value: str) -> str:
    if dimension == "fault_source":
        return channel_name(value) if value else _("房屋与单位")
    if dimension == "fault_rule":
        rule = quality.latest_rule(value)
        return reader_text(rule.name) if rule else value
    return label(dict({"fault_kind": quality.KINDS}.get(dimension, quality.LEVELS)), value)


def _age(value: str) -> str:
    if value == "?":
        return _("不详")
    first = int(value)
    if first >= 85:
        return _("%(n)s 岁及以上") % {"n": first}
    return _("%(a)s–%(b)s 岁") % {"a": first, "b": first + 4}


def in_order(dimension: str, counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Values with their counts: ages and months as they follow each other, others the largest first."""
    if dimension == "month":
        return sorted(counts.items())
    if dimension == "age":
        return sorted(counts.items(), key=lambda e: int(e[0]) if e[0].isdecimal() else 999)
    return list(counts.items())
