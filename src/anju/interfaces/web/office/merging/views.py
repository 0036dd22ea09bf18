"""Possible duplicates, two records side by side, merges that wait for a second person, the journal of merges."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anju.domains.linkage.api import records as linkage
from anju.domains.people import api as people
from anju.domains.people.api import PersonView
from anju.domains.places import api as places
from anju.domains.regions import api as regions
from anju.domains.register import api as register
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from anju.interfaces.texts import labels
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web.office.counter import form_labels
from anju.interfaces.web.office.links import link, record_number
from anju.interfaces.web.office.person.parts import country
from anju.interfaces.web.office.reasons import waterfall
from anju.interfaces.web.session import ActorRequest


@require_safe
def listing(request: ActorRequest) -> HttpResponse:
    """Pairs that may be one person, and what was merged."""
    request.actor.require("person.merge")
    proposed = linkage.doubtful_pairs(request.actor)
    different = linkage.found_different(request.actor, limit=20)
    noted = {(p.one_id, p.other_id) for p in (*proposed, *different)}
    likely = [
        p
        for p in people.likely_duplicates(request.actor.regions("person.merge"))
        if (min(p.one_id, p.other_id), max(p.one_id, p.other_id)) not in noted
    ]
    journal, waiting = people.merges(), people.waiting_merges()
    one = record_number(request.GET.get("one", "")) or 0
    asked = {i for w in waiting for i in (w.kept_id, w.other_id)}
    ids = (
        {i for p in likely for i in (p.one_id, p.other_id)}
        | {i for p in (*proposed, *different) for i in (p.one_id, p.other_id)}
        | asked
        | {m.kept_id for m in journal}
        | ({one} if one else set())
    )
    known = people.persons(sorted(ids))
    audit.record_read(
        request.actor,
        person_ids=sorted(known),
        fields=["name", "documents"],
        action="merge.list",
        at=request.at,
    )
    pairs = [
        (p, known[p.one_id], known[p.other_id])
        for p in likely
        if p.one_id in known and p.other_id in known
    ]
    return render(
        request,
        "office/merging/list.html",
        {
            "chosen": known.get(one),
            "pairs": pairs,
            "proposed": [
                (
                    known[p.one_id],
                    known[p.other_id],
                    waterfall(p.weight or 0.0, p.reasons, p.household),
                )
                for p in proposed
                if p.one_id in known and p.other_id in known
            ],
            "different": [
                (p, known[p.one_id], known[p.other_id])
                for p in different
                if p.one_id in known and p.other_id in known
            ],
            "proposed_count": len(proposed),
            "trained": linkage.set_in_use(),
            "journal": [(m, known.get(m.kept_id)) for m in journal],
            "waiting": [
                (w, known.get(w.kept_id), known.get(w.other_id), _against(w.contradictions))
                for w in waiting
            ],
        },
    )


@require_http_methods(["GET", "POST"])
def compare(request: ActorRequest) -> HttpResponse:
    """Two records side by side; merged on confirmation, with a reason. Where they contradict each
    other the merge is asked for, and a second person decides it on this page."""
    request.actor.require("person.merge")
    given = [request.POST.get(n) or request.GET.get(n, "") for n in ("one", "other")]
    ids = [number for g in given if (number := record_number(g)) is not None]
    if len(set(ids)) < 2 and (not all(given) or len(ids) == 2):
        messages.error(request, _("请选两份不同的档案，再并排看。"))
        return redirect(link("office:merge", one=ids[0]) if ids else "office:merge")
    known = people.persons(ids)
    if len(set(ids)) < 2 or len(known) < 2:
        raise NotFound("person_unknown")
    one, other = known[ids[0]], known[ids[1]]
    audit.record_read(
        request.actor,
        person_ids=ids,
        fields=["name", "documents", "phone", "stays"],
        action="merge.compare",
        at=request.at,
    )
    reason, error = request.POST.get("reason", "").strip()[:200], ""
    against = people.merge_contradictions(*ids)
    if request.method == "POST":
        kept, gone = (ids[1], ids[0]) if request.POST.get("keep") == "other" else (ids[0], ids[1])
        if reason:
            messages.success(
                request, _merge(request, kept, gone, reason, needs_second=bool(against))
            )
            return redirect("office:merge")
        error = _("请写明理由：凭什么认定是同一人。")
    stays = register.stays_of(ids)
    homes = places.homes([s.home_id for s in stays if s.home_id])
    waits = people.waiting_merge(*ids)
    weighed, pair = linkage.weigh_two(*ids), linkage.pair_of(*ids)
    context = {
        "waterfall": weighed and waterfall(weighed.weight, weighed.reasons, weighed.household),
        "different": pair if pair and pair.state == "different" else None,
        "one": one,
        "other": other,
        "rows": _rows(one, other),
        "reason": reason,
        "error": error,
        "against": _against(against),
        "waits": waits,
        "own": waits and waits.asked_by == request.actor.user_id,
        "kept": waits and known[waits.kept_id],
        "lines": [_line(p, stays, homes) for p in (one, other)],
        "today": local_date(request.at),
    }
    return render(request, "office/merging/compare.html", context, status=422 if error else 200)


def _merge(request: ActorRequest, kept: int, gone: int, reason: str, *, needs_second: bool) -> str:
    """Merge, or ask a second person to; what to tell."""
    if needs_second:
        register.ask_merge(kept, gone, actor=request.actor, reason=reason, at=request.at)
        return _("已提请合并，等另一位有合并权限的同事批准。")
    register.merge_people(kept, gone, actor=request.actor, reason=reason, at=request.at)
    return _("已合并，随时可以拆回。")


@require_POST
def decide(request: ActorRequest, request_id: int) -> HttpResponse:
    """Approve, or refuse, a merge that two persons decide; what was wrong stands on the page of the two records."""
    approve = "approve" in request.POST
    found = people.merge_request(request_id)
    try:
        with acting(request.actor):  # a savepoint: what was refused leaves nothing behind
            register.decide_merge(
                request_id,
                approve=approve,
                note=request.POST.get("note", "")[:200],
                actor=request.actor,
                at=request.at,
            )
    except (NotAllowed, Refused, Conflict) as error:
        messages.error(request, sentence(error, get_language() or "zh-hans"))
        if found is not None and error.code == "reason_missing":
            return redirect(link("office:merge_compare", one=found.kept_id, other=found.other_id))
        return redirect("office:merge")
    messages.success(
        request, _("已批准并合并，随时可以拆回。") if approve else _("已处理，两份档案没有合并。")
    )
    return redirect("office:merge")


@require_POST
def undo(request: ActorRequest, merge_id: int) -> HttpResponse:
    """Two people again."""
    register.unmerge_people(merge_id, actor=request.actor, at=request.at)
    messages.success(request, _("已拆回两份档案，各归各的。"))
    return redirect("office:merge")


@require_safe
def persons(request: ActorRequest) -> HttpResponse:
    """People for what was typed, inside the clerk's area."""
    request.actor.require("person.merge")
    q = request.GET.get("q", "")
    found = people.search(q, regions=request.actor.regions("person.see"), limit=8)
    audit.record_read(
        request.actor,
        person_ids=[f.person_id for f in found.found],
        fields=["name", "documents"],
        action="merge.search",
        at=request.at,
    )
    options = [
        {
            "value": f.person_id,
            "text": f.name,
            "icon": "user",
            "hint": f"{f.doc_masked} {f.birth_date or ''}",
        }
        for f in found.found
    ]
    return render(
        request, "anju/partials/options.html", {"options": options, "q": q, "total": found.count}
    )


def _against(contradictions: Sequence[str]) -> list[str]:
    """In what two records contradict each other, in words."""
    words_of = {
        "birth_date": _("出生日期"),
        "document": _("同类证件的号码"),
        "nationality": _("国籍"),
    }
    return [words_of[c] for c in contradictions]


def _rows(one: PersonView, other: PersonView) -> list[dict[str, Any]]:
    names = regions.names([p.origin.ljust(12, "0") for p in (one, other) if p.origin])

    def shown(p: PersonView) -> list[str]:
        documents = "、".join(
            f"{form_labels.label(labels.DOCUMENTS, d.kind)} {d.masked}"
            for d in p.documents
            if d.live
        )
        return [
            p.name,
            form_labels.label(labels.SEXES, p.sex),
            p.birth_date.isoformat() if p.birth_date else "—",
            country(p.nationality) if p.nationality else "—",
            documents or "—",
            p.phone_masked or "—",
            p.hukou_text or names.get(p.origin.ljust(12, "0"), "—"),
            local_date(p.recorded_at).isoformat(),
        ]

    headings = (
        _("姓名"),
        _("性别"),
        _("出生日期"),
        _("国籍"),
        _("证件"),
        _("手机号"),
        _("户籍"),
        _("建档日期"),
    )
    return [
        {"label": a, "one": b, "other": c, "differs": b != c and "—" not in (b, c)}
        for a, b, c in zip(headings, shown(one), shown(other), strict=True)
    ]


def _line(person: PersonView, stays: list[Any], homes: dict[int, Any]) -> list[dict[str, Any]]:
    return [
        {
            "lane": "stay",
            "label": homes[s.home_id].text if s.home_id in homes else s.region,
            "start": s.since,
            "end": s.until,
            "source": s.channel,
            "said": s.recorded_at,
            "state": "",
        }
        for s in stays
        if s.person_id == person.id
    ]
