"""Contracts that end, as the office's and the employer's own list draw them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from anju.domains.employers.api import EmployerView
from anju.domains.register.api import rosters
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.interfaces.web.office.links import PER_PAGE, page_of
from anju.interfaces.web.office.ordering import list_parts
from anju.interfaces.web.session import ActorRequest

WITHIN = (rosters.SOON, rosters.LATER)


def within_of(text: str) -> int:
    """The days that an address asks for."""
    return int(text) if text in map(str, WITHIN) else rosters.SOON


def context(
    request: ActorRequest,
    one: EmployerView,
    *,
    action: str,
    url: Callable[[int], str],
    export: bool,
    counts: tuple[int, ...],
) -> dict[str, Any]:
    """The context of ``employers/contracts.html``; the reading is recorded under `action`. `url`: a person's record;
    `counts`: how many there are for each of `WITHIN`."""
    today, page = local_date(request.at), page_of(request)
    within = within_of(request.GET.get("within", ""))
    found, total = rosters.ending_contracts(
        one.id, today=today, within=within, limit=PER_PAGE, offset=(page - 1) * PER_PAGE
    )
    audit.record_read(
        request.actor,
        person_ids=[c.person_id for c in found],
        fields=("name", "jobs"),
        action=action,
        at=request.at,
    )
    parts = list_parts(request, page, len(found), total)
    return {
        "lines": [_line(c, url(c.person_id), today) for c in found],
        "within": within,
        "total": total,
        "tabs": [
            {
                "url": f"?within={days}",
                "label": _("{n} 天内").format(n=days),
                "count": count,
                "here": days == within,
            }
            for days, count in zip(WITHIN, counts, strict=True)
        ],
        "paging": parts if export else {**parts, "export_url": ""},
    }


def _line(contract: rosters.EndingContract, url: str, today: date) -> dict[str, Any]:
    return {"contract": contract, "url": url, "over": contract.ends < today}
