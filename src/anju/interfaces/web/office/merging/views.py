"""Possible duplicates, two records side by side, the journal of merges."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anju.domains.people import api as people
from anju.domains.people.api import PersonView
from anju.domains.places import api as places
from anju.domains.regions import api as regions
from anju.domains.register import api as register
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.errors import NotFound
from anju.interfaces.web.office.counter import words
from anju.interfaces.web.session import ActorRequest
from anju.interfaces.words import labels


@require_safe
def listing(request: ActorRequest) -> HttpResponse:
    """Pairs that may be one person, and what was merged."""
    request.actor.require("person.merge")
    likely = people.likely_duplicates(request.actor.regions("person.merge"))
    journal = people.merges()
    given = request.GET.get("one", "")
    one = int(given) if given.isdecimal() and len(given) < 19 else 0
    ids = {i for p in likely for i in (p.one_id, p.other_id)} | {m.kept_id for m in journal} | ({one} if one else set())
    known = people.persons(sorted(ids))
    audit.record_read(request.actor, person_ids=sorted(known), fields=["name", "documents"], action="merge.list",
                      at=request.at)
    pairs = [(p, known[p.one_id], known[p.other_id]) for p in likely if p.one_id in known and p.other_id in known]
    return render(request, "office/merging/list.html", {
        "chosen": known.get(one), "pairs": pairs, "journal": [(m, known.get(m.kept_id)) for m in journal]})


@require_http_methods(["GET", "POST"])
def compare(request: ActorRequest) -> HttpResponse:
    """Two records side by side; merged on confirmation, with a reason."""
    request.actor.require("person.merge")
    given = [request.POST.get(n) or request.GET.get(n, "") for n in ("one", "other")]
    ids = [int(g) for g in given if g.isdecimal()]
    known = people.persons(ids)
    if len(set(ids)) < 2 or len(known) < 2:
        raise NotFound("person_unknown")
    one, other = known[ids[0]], known[ids[1]]
    audit.record_read(request.actor, person_ids=ids, fields=["name", "documents", "phone", "stays"],
                      action="merge.compare", at=request.at)
    reason, error = request.POST.get("reason", "").strip(), ""
    if request.method == "POST":
        kept, gone = (ids[1], ids[0]) if request.POST.get("keep") == "other" else (ids[0], ids[1])
        if reason:
            register.merge_people(kept, gone, actor=request.actor, reason=reason, at=request.at)
            messages.success(request, _("已合并，随时可以拆回。"))
            return redirect("office:merge")
        error = _("请写明理由：凭什么认定是同一人。")
    stays = register.stays_of(ids)
    homes = places.homes([s.home_id for s in stays if s.home_id])
    context = {"one": one, "other": other, "rows": _rows(one, other), "reason": reason, "error": error,
               "lines": [_line(p, stays, homes) for p in (one, other)], "today": local_date(request.at)}
    return render(request, "office/merging/compare.html", context, status=422 if error else 200)


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
    audit.record_read(request.actor, person_ids=[f.person_id for f in found.found], fields=["name", "documents"],
                      action="merge.search", at=request.at)
    options = [{"value": f.person_id, "text": f.name, "icon": "user",
                "hint": f"{f.doc_masked} {f.birth_date or ''}"} for f in found.found]
    return render(request, "anju/partials/options.html", {"options": options, "q": q, "total": found.count})


def _rows(one: PersonView, other: PersonView) -> list[dict[str, Any]]:
    names = regions.names([p.origin.ljust(12, "0") for p in (one, other) if p.origin])

    def shown(p: PersonView) -> list[str]:
        documents = "、".join(f"{words.label(labels.DOCUMENTS, d.kind)} {d.masked}" for d in p.documents if d.live)
        return [p.name, words.label(labels.SEXES, p.sex), p.birth_date.isoformat() if p.birth_date else "—", documents or "—",
                p.phone_masked or "—", p.hukou_text or names.get(p.origin.ljust(12, "0"), "—"),
                local_date(p.recorded_at).isoformat()]

    headings = (_("姓名"), _("性别"), _("出生日期"), _("证件"), _("手机号"), _("户籍"), _("建档日期"))
    return [{"label": a, "one": b, "other": c, "differs": b != c and "—" not in (b, c)} for a, b, c in
            zip(headings, shown(one), shown(other), strict=True)]


def _line(person: PersonView, stays: list[Any], homes: dict[int, Any]) -> list[dict[str, Any]]:
    return [{"lane": "stay", "label": homes[s.home_id].text if s.home_id in homes else s.region, "start": s.since,
             "end": s.until, "source": s.channel, "said": s.recorded_at, "state": ""}
            for s in stays if s.person_id == person.id]
