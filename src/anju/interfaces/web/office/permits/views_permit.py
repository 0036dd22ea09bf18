"""The list of permits, and the page of one: state, life line, what may be done, its cards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import polars as pl
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from anju.domains.permits.api import lifecycle
from anju.domains.permits.api.lifecycle import PermitState, PermitView
from anju.domains.register import api as register
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.db.scope import acting
from anju.foundation.errors import AnjuError, NotAllowed, NotFound, Refused
from anju.foundation.files import LARGEST
from anju.interfaces.exports.listing import Asked, Asker, Export, Listing, in_blocks
from anju.interfaces.texts import permit_lifecycle as words
from anju.interfaces.web.choosing import label
from anju.interfaces.web.exports.answering import send_list
from anju.interfaces.web.office.links import PER_PAGE, link, page_of
from anju.interfaces.web.office.naming import Names, names_for
from anju.interfaces.web.office.ordering import known_order, list_parts
from anju.interfaces.web.office.permits import permit_page
from anju.interfaces.web.pieces import applications as drawn
from anju.interfaces.web.session import ActorRequest

FILTERS = ("", "due", "waiting", "ready", *(str(s) for s in PermitState))
ORDERS = {
    "until": gettext_lazy("签注有效至"),
    "issued": gettext_lazy("签发"),
    "number": gettext_lazy("编号"),
    "place": gettext_lazy("社区"),
    "state": gettext_lazy("状态"),
}
READ = ("name", "permit")
SHEET = {
    "number": pl.Utf8,
    "name": pl.Utf8,
    "state": pl.Utf8,
    "place": pl.Utf8,
    "issued": pl.Date,
    "until": pl.Date,
}


@require_safe
def listing(request: ActorRequest) -> HttpResponseBase:
    """Permits of my area, those first whose endorsement comes next. A number typed opens its permit."""
    request.actor.require("permit.see")
    if typed := request.GET.get("number", "").strip():
        try:
            return redirect(
                "office:permit", lifecycle.permit_by_number(lifecycle.read_number(typed)).id
            )
        except (Refused, NotFound) as error:
            messages.error(request, permit_page.error_text(error))
    asked = {"show": request.GET.get("show", ""), "order": request.GET.get("order", "")}
    if request.GET.get("format") == "xlsx":
        return send_list(request, EXPORT, asked)
    show, order = _narrowed(asked)
    mine, today, page = (
        request.actor.regions("permit.see"),
        local_date(request.at),
        page_of(request),
    )
    found = lifecycle.permits_page(
        mine, show=show, today=today, limit=PER_PAGE, offset=(page - 1) * PER_PAGE, order=order
    )
    lines = _lines(request, found.permits, "office.permits")
    return render(
        request,
        "office/permits/list.html",
        {
            "lines": lines,
            "show": show,
            "total": found.total,
            "filters": [(c, _filter(c)) for c in FILTERS],
            "paging": list_parts(request, page, len(lines), found.total, ORDERS),
            "number": typed,
            "waiting": lifecycle.waiting_cards(request.actor.regions("permit.see")),
            "may_make": request.actor.may("permit.make"),
            "may_import": request.actor.may("permit.issue"),
        },
    )


def _narrowed(asked: Asked) -> tuple[str, str]:
    """Which permits, and their order."""
    show = asked.get("show", "")
    return show if show in FILTERS else "", known_order(asked.get("order", ""), ORDERS)


def _listing(asker: Asker, asked: Asked, up_to: int | None) -> Listing:
    asker.actor.require("permit.see")
    show, order = _narrowed(asked)
    ids = lifecycle.permit_ids(
        asker.actor.regions("permit.see"),
        show=show,
        today=local_date(asker.at),
        order=order,
        limit=up_to,
    )
    titles = [_("编号"), _("姓名"), _("状态"), _("社区"), _("签发"), _("签注有效至")]
    return Listing(_("居住证"), titles, len(ids), in_blocks(ids, partial(_cells, asker)))


EXPORT = Export("office.permits", lambda _who, _asked: "permits.xlsx", _listing)


def _lines(request: Asker, permits: Sequence[PermitView], action: str) -> list[dict[str, Any]]:
    """What a list says of these permits; the reading of their holders is recorded."""
    names = names_for(persons=[p.person_id for p in permits], codes=[p.region for p in permits])
    audit.record_read(
        request.actor,
        person_ids=list(names.people),
        fields=list(READ),
        at=request.at,
        action=action,
    )
    return [_line(p, names) for p in permits]


def _cells(request: Asker, ids: Sequence[int]) -> pl.DataFrame:
    lines = _lines(request, lifecycle.permits(ids), "office.permits_sheet")
    return pl.DataFrame([{k: line[k] for k in SHEET} for line in lines], schema=SHEET)


def _filter(code: str) -> str:
    explained = {
        "": _("全部在用"),
        "due": _("60 天内应签注"),
        "waiting": _("待制卡"),
        "ready": _("待领取"),
    }
    return explained[code] if code in explained else label(words.STATES, code)


def _line(view: PermitView, names: Names) -> dict[str, Any]:
    holder = names.people.get(view.person_id)
    return {
        "number": view.number,
        "spaced": lifecycle.spaced(view.number),
        "name": holder.name if holder else "—",
        "chip": permit_page.state(view),
        "state": label(words.STATES, view.state),
        "place": names.place(view.region[:12]),
        "issued": view.issued_on,
        "until": view.last_day,
        "url": link("office:permit", view.id),
    }


@require_safe
def permit(request: ActorRequest, permit_id: int) -> HttpResponse:
    """One permit on one page."""
    return _page(request, permit_id)


def _page(request: ActorRequest, permit_id: int, problem: str = "") -> HttpResponse:
    found = lifecycle.life_of(permit_id)
    view, today = found.permit, local_date(request.at)
    keep = lifecycle.endorsement_status(view, today)
    names = names_for(
        persons=[view.person_id], homes=[view.home_id], codes=[view.region, view.issuer]
    )
    audit.record_read(
        request.actor,
        person_ids=[view.person_id],
        fields=list(READ),
        action="office.permit",
        at=request.at,
    )
    holder = names.people.get(view.person_id)
    may = permit_page.actions(request.actor, view, keep, found.cards)
    gaps = lifecycle.card_gaps(may["complete"].id, actor=request.actor) if may["complete"] else ()
    return render(
        request,
        "office/permits/permit.html",
        {
            "permit": view,
            "spaced": lifecycle.spaced(view.number),
            "holder": holder,
            "person_url": link("office:person", view.person_id),
            "home": names.homes.get(view.home_id or 0),
            "place": names.place(view.region[:12]),
            "issuer": names.place(view.issuer[:12]),
            "state": permit_page.state(view),
            "today": today,
            "problem": problem,
            "spans": permit_page.spans(view, found.transitions),
            "turns": permit_page.transitions(found.transitions),
            "cards": permit_page.cards(found.cards),
            "keep": permit_page.endorsement(keep, today),
            "may": may,
            "gaps": [label(words.PRINTED, g) for g in gaps],
            "gap_codes": gaps,
            "ethnicities": drawn.ethnicities(),
            "withdraw_reasons": permit_page.choices(
                words.TRANSITION_REASONS, list(lifecycle.WithdrawReason)
            ),
            "cancel_reasons": permit_page.choices(
                words.TRANSITION_REASONS, [r for r in lifecycle.CancelReason if r != "merged"]
            ),
        },
        status=422 if problem else 200,
    )


@require_POST
def act(request: ActorRequest, permit_id: int, action: str) -> HttpResponse:
    """Apply one transition to the permit; what was wrong stands on its page."""
    do = ACTIONS.get(action)
    if do is None:
        raise NotFound("permit_unknown", id=permit_id)
    try:
        with acting(request.actor):  # a savepoint: what was refused leaves nothing behind
            done = do(request, permit_id)
    except (NotFound, NotAllowed):
        raise
    except AnjuError as error:
        return _page(request, permit_id, permit_page.error_text(error))
    messages.success(request, done)
    return redirect("office:permit", permit_id)


def _visible(request: ActorRequest) -> int | None:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() else None


def _endorse(request: ActorRequest, permit_id: int) -> str:
    done = lifecycle.endorse(
        permit_id, actor=request.actor, at=request.at, version=_visible(request)
    )
    return _("已签注，有效至 %(day)s。") % {"day": done.last_day}


def _lost(request: ActorRequest, permit_id: int) -> str:
    lifecycle.report_loss(permit_id, actor=request.actor, at=request.at, version=_visible(request))
    return _("已挂失，原卡即刻失效。")


def _found(request: ActorRequest, permit_id: int) -> str:
    lifecycle.report_found(permit_id, actor=request.actor, at=request.at, version=_visible(request))
    return _("已撤销挂失。")


def _order(request: ActorRequest, permit_id: int) -> str:
    lifecycle.order_card(
        permit_id,
        reason=request.POST.get("reason", ""),
        actor=request.actor,
        at=request.at,
        version=_visible(request),
    )
    return _("已登记，卡片待制作。")


def _complete(request: ActorRequest, permit_id: int) -> str:
    photo = request.FILES.get("photo")
    if photo is not None and (photo.size or 0) > LARGEST:
        raise Refused("paper_too_large", mb=LARGEST >> 20)
    ethnicity = request.POST.get("ethnicity", "")
    lifecycle.complete_card(
        permit_id,
        actor=request.actor,
        at=request.at,
        ethnicity=ethnicity,
        photo=photo.read() if photo else None,
    )
    return _("已补齐，按登记的最新内容制作。")


def _withdraw(request: ActorRequest, permit_id: int) -> str:
    lifecycle.withdraw(
        permit_id,
        reason=request.POST.get("reason", ""),
        note=request.POST.get("note", ""),
        actor=request.actor,
        at=request.at,
        version=_visible(request),
    )
    return _("已收回，持证人会收到通知。")


def _cancel(request: ActorRequest, permit_id: int) -> str:
    lifecycle.cancel(
        permit_id,
        reason=request.POST.get("reason", ""),
        note=request.POST.get("note", ""),
        actor=request.actor,
        at=request.at,
        effective=parse_date(request.POST.get("day", "") or "")
        if request.POST.get("day")
        else None,
        version=_visible(request),
    )
    return _("已注销。")


def _undo(request: ActorRequest, permit_id: int) -> str:
    lifecycle.undo_end(
        permit_id,
        note=request.POST.get("note", ""),
        actor=request.actor,
        at=request.at,
        version=_visible(request),
    )
    return _("原决定已撤销，居住证恢复。卡片已作废的请重新制发。")


def _merge(request: ActorRequest, permit_id: int) -> str:
    other = lifecycle.permit_by_number(lifecycle.read_number(request.POST.get("other", "")))
    note = request.POST.get("note", "")
    try:
        kept = lifecycle.merge_permits(
            permit_id, other.id, note=note, actor=request.actor, at=request.at
        )
    except NotAllowed as error:
        if error.code != "merge_needs_second":
            raise
        register.ask_merge(
            lifecycle.life_of(permit_id).permit.person_id,
            other.person_id,
            actor=request.actor,
            reason=note[:200],
            at=request.at,
        )
        return _(
            "两份档案互相矛盾，已提请合并，等另一位有合并权限的同事批准；批准后证件随档案合并。"
        )
    return _("两份档案和证件已合并，保留 %(number)s。") % {"number": kept.number}


ACTIONS: dict[str, Callable[[ActorRequest, int], str]] = {
    "endorse": _endorse,
    "lost": _lost,
    "found": _found,
    "order": _order,
    "complete": _complete,
    "withdraw": _withdraw,
    "cancel": _cancel,
    "undo": _undo,
    "merge": _merge,
}
