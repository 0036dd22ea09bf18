"""The employer's week: nothing changed, and contracts that end."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import polars as pl
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anju.domains.register.api import rosters
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.errors import Refused
from anju.interfaces.exports.listing import Asked, Asker, Export, Listing, in_blocks
from anju.interfaces.web.declaring import reason_text
from anju.interfaces.web.employer.own_employer import employer_of, page_context
from anju.interfaces.web.employers import contracts
from anju.interfaces.web.exports.answering import send_list
from anju.interfaces.web.session import ActorRequest


@require_POST
def unchanged(request: ActorRequest, employer_id: int) -> HttpResponse:
    """Nothing changed this week; with ``back`` that is taken back."""
    employer = employer_of(request, employer_id)
    if "back" in request.POST:
        rosters.withdraw_unchanged(employer.id, actor=request.actor, at=request.at)
        messages.success(request, _("已撤回“本周无变化”。"))
        return redirect("employer:home", employer.id)
    try:
        rosters.declare_unchanged(employer.id, actor=request.actor, at=request.at)
    except Refused as error:
        messages.error(request, reason_text(error.code, **error.params))
    else:
        messages.success(request, _("已报本周人员无变化。"))
    return redirect("employer:home", employer.id)


@require_safe
def ending(request: ActorRequest, employer_id: int) -> HttpResponseBase:
    """Whose contract ends in thirty or sixty days. Leaves as Excel."""
    employer = employer_of(request, employer_id)
    if request.GET.get("format") == "xlsx":
        within = str(contracts.within_of(request.GET.get("within", "")))
        return send_list(request, EXPORT, {"employer": str(employer_id), "within": within})
    counts = rosters.contract_counts(
        [employer],
        actor=request.actor,
        today=local_date(request.at),
        within=contracts.WITHIN,
    )
    shown = contracts.context(
        request,
        employer,
        action="employer.contracts",
        url=lambda _person: "",
        export=True,
        counts=counts[employer.id],
    )
    return render(
        request, "employer/contracts.html", {**page_context(employer, "workers"), **shown}
    )


def _listing(asker: Asker, asked: Asked, up_to: int | None) -> Listing:
    employer = employer_of(asker, int(asked["employer"]))
    found, total = rosters.ending_contracts(
        employer.id,
        today=local_date(asker.at),
        within=contracts.within_of(asked.get("within", "")),
        limit=up_to,
    )
    titles = [_("姓名"), _("部门、工种"), _("入职日期"), _("合同到期")]
    return Listing(_("合同到期"), titles, total, in_blocks(found, partial(_cells, asker)))


def _cells(asker: Asker, found: Sequence[rosters.EndingContract]) -> pl.DataFrame:
    """The lines of these contracts; the reading is recorded."""
    audit.record_read(
        asker.actor,
        person_ids=[c.person_id for c in found],
        fields=("name", "jobs"),
        action="employer.contracts_file",
        at=asker.at,
    )
    rows = [(c.name, c.position, c.since, c.ends) for c in found]
    kinds = {"name": pl.Utf8, "position": pl.Utf8, "since": pl.Date, "ends": pl.Date}
    return pl.DataFrame(rows, schema=kinds, orient="row")


EXPORT = Export("employer.contracts_file", lambda _who, _asked: "contracts.xlsx", _listing)
