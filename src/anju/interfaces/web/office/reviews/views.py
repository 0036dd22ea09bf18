"""Open questions of one's area: the list with its counts, and one question with all that helps to answer it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from anju.domains.places import api as places
from anju.domains.regions import api as regions
from anju.domains.register import api as register
from anju.domains.register.api import ReviewView
from anju.foundation.audit import api as audit
from anju.foundation.errors import NotFound
from anju.interfaces.web.declaring import reason_text
from anju.interfaces.web.office.counter import form_labels
from anju.interfaces.web.office.links import PER_PAGE, link, page_of
from anju.interfaces.web.office.ordering import list_parts, order_of
from anju.interfaces.web.office.reviews.evidence import evidence
from anju.interfaces.web.session import ActorRequest

ORDERS = {
    "due": gettext_lazy("期限"),
    "asked": gettext_lazy("提出"),
    "kind": gettext_lazy("问题"),
    "place": gettext_lazy("社区"),
}

ANSWERS = {
    "same": gettext_lazy("就是在册的人"),
    "new": gettext_lazy("是另一个人，新建档案"),
    "accept": gettext_lazy("采信申报"),
    "refuse": gettext_lazy("驳回"),
}
CONTEST_ANSWERS = {
    "accept": gettext_lazy("有道理，已经更正"),
    "refuse": gettext_lazy("登记没有错，不改动"),
}
"""How a decision reads on the page of its item."""

DIVISIONS = ("省", "市", "县", "区", "镇", "乡", "街道", "村")
"""How names of divisions end."""


@require_safe
def listing(request: ActorRequest) -> HttpResponse:
    """Questions by deadline, with a chip for each kind; similar ones can be chosen together."""
    request.actor.require("review.decide")
    area = request.actor.regions("review.decide")
    kind = (
        request.GET.get("kind", "")
        if request.GET.get("kind", "") in (*form_labels.KINDS, "overdue")
        else ""
    )
    page = page_of(request)
    counts = register.count_waiting(area, at=request.at)
    total = counts.get(kind, 0) if kind else sum(n for k, n in counts.items() if k != "overdue")
    found = register.waiting_in(
        area,
        at=request.at,
        kind=kind,
        limit=PER_PAGE,
        offset=(page - 1) * PER_PAGE,
        order=order_of(request, ORDERS),
    )
    names = regions.names({_place(r) for r in found})
    known = [
        *register.people_of(declarations=[r.declaration_id for r in found]),
        *(p for r in found for p in r.facts.get("candidates", [])[:1]),
    ]
    audit.record_read(
        request.actor, person_ids=known, fields=["name"], action="review.list", at=request.at
    )
    if found:  # a question may be about somebody who is on no record yet
        audit.record_list(
            request.actor,
            action="review.list",
            subject_kind="review",
            subject_id=kind or "all",
            fields=["name"],
            at=request.at,
        )
    context = {
        "rows": [row(r, names) for r in found],
        "counts": counts,
        "kind": kind,
        "total": total,
        "now": request.at,
        "kinds": [
            (k, t, icon, counts.get(k, 0))
            for k, (t, icon) in form_labels.KINDS.items()
            if counts.get(k, 0) or k == kind
        ],
        "unverified": _unverified(request),
        "may_merge": bool(request.actor.regions("person.merge")),
        "all": sum(n for k, n in counts.items() if k != "overdue"),
        "paging": list_parts(request, page, len(found), total, ORDERS),
    }
    return render(request, "office/reviews/list.html", context)


def _unverified(request: ActorRequest) -> int:
    """How many buildings wait to be looked at; they have a page of their own."""
    area = request.actor.regions("home.edit")
    return places.unverified(area, limit=0)[1] if area else 0


def row(review: ReviewView, names: dict[str, str]) -> dict[str, Any]:
    """One question of the list."""
    title, icon = form_labels.KINDS.get(review.kind, (review.kind, "help"))
    item = review.item
    place = names.get(_place(review), "")
    where = beyond(place, form_labels.declared_address(item)) or item.get("home_code", "")
    return {
        "id": review.id,
        "title": title,
        "icon": icon,
        "name": item.get("name", ""),
        "where": where,
        "place": place,
        "due": review.due_at,
        "channel": review.channel,
        "said_by": review.declared_by,
        "asked": review.asked_at,
        "url": reverse("office:review_one", args=[review.id]),
        "doubts": _doubts(review),
        "asks_nationality": register.asks_nationality(review.facts),
    }


def _doubts(review: ReviewView) -> list[str]:
    """Every doubt the answer settles, in the reader's language: nothing is confirmed that is not shown."""
    if review.kind != "doubtful":
        return []
    return [reason_text(c) for c in review.facts.get("doubts", [review.facts.get("reason", "")])]


def beyond(place: str, where: str) -> str:
    """An address without the divisions at its beginning that `place` names already:
    洞阳镇砰山村新屋路12号 → 新屋路12号."""
    for n in range(len(where), 1, -1):
        before, found, _after = place.partition(where[:n])
        if found and found.endswith(DIVISIONS) and (not before or before.endswith(DIVISIONS)):
            return where[n:]
    return where


def _place(review: ReviewView) -> str:
    """The division a question lies in; those raised in a wider area name a county or more."""
    return review.region[:12].ljust(12, "0")


@require_safe
def one(request: ActorRequest, review_id: int) -> HttpResponse:
    """One question."""
    return page(request, review_id)


def _undo_url(request: ActorRequest, review: ReviewView) -> str:
    """Where one's own decision of this working day is taken back; the register decides whether it can be."""
    mine = (
        review.decided_at is not None
        and review.decided_label == request.actor.label
        and review.decision != "undone"
    )
    fresh = review.decided_at is not None and request.at - review.decided_at <= register.UNDO_WITHIN
    return link("office:review_undo", review=review.id) if mine and fresh else ""


def next_url(request: ActorRequest, kind: str) -> str:
    """The item whose deadline comes next, within the same filter; the list when none waits."""
    waiting = register.waiting_in(
        request.actor.regions("review.decide"), at=request.at, kind=kind, limit=1
    )
    if not waiting:
        return reverse("office:review")
    found = reverse("office:review_one", args=[waiting[0].id])
    return f"{found}?kind={kind}" if kind else found


def page(
    request: ActorRequest,
    review_id: int,
    *,
    error: str = "",
    alike: bool = False,
    status: int = 200,
) -> HttpResponse:
    """One question with its evidence; with `error` after an answer that could not be taken, `alike` where the home
    to be entered may be one on file."""
    request.actor.require("review.decide")
    review = register.review(review_id)
    if review is None:
        raise NotFound("review_unknown", id=review_id)
    facts = evidence(request, review)
    kind = request.POST.get("kind_filter", "") or request.GET.get("kind", "")
    kind = kind if kind in (*form_labels.KINDS, "overdue") else ""
    answers = CONTEST_ANSWERS if review.kind == "contest" else ANSWERS
    context = {
        "review": review,
        "error": error,
        "alike": alike,
        "now": request.at,
        "words": form_labels,
        **row(review, facts["names"]),
        **facts,
        "may_decide": request.actor.may("review.decide", region=review.region)
        and review.staff_from <= request.at,
        "undo_url": _undo_url(request, review),
        "given": request.POST,
        "kind_filter": kind,
        "answer": answers.get(review.decision, ""),
        "next_url": next_url(request, kind) if review.decided_at else "",
    }
    return render(request, "office/reviews/one.html", context, status=status)
