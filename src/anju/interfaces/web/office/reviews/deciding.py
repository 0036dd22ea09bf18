"""Answers: one question, many alike, a home that has to be entered first. Then the next question comes
by itself, with a notice that takes the answer back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from anju.domains.places import api as places
from anju.domains.register import api as register
from anju.foundation import countries
from anju.foundation.days import day_in
from anju.foundation.errors import AnjuError, Conflict, NotFound, Refused
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web.declaring import reason_text
from anju.interfaces.web.housing.alike import alike_sentence
from anju.interfaces.web.office.links import link
from anju.interfaces.web.office.reviews.views import next_url, page
from anju.interfaces.web.session import ActorRequest

AT_ONCE = 200
"""Decisions of one click, and of one notice."""


@require_POST
def decide(request: ActorRequest, review_id: int) -> HttpResponse:
    """Answer one question, and with it those chosen as alike."""
    answer = _answer(request.POST)
    asked = register.review(review_id)
    if answer["nationality"] is None:
        return page(request, review_id, error=reason_text("nationality_not_known"), status=422)
    try:
        outcome = register.decide(review_id, actor=request.actor, at=request.at, **answer)
    except Refused as refused:
        return page(request, review_id, error=_why(refused, request.LANGUAGE_CODE), status=422)
    except Conflict as conflict:
        return _decided_meanwhile(request, review_id, conflict)
    if answer["home_code"] and request.POST.get("alias"):
        _remember(request, review_id, answer["home_code"])
    others = _others(request, answer, skip=review_id)
    text = _message(asked.kind if asked else "", answer["decision"], outcome.status)
    if others:
        text += ngettext(
            "同样的另外 %(n)s 条一并办了。", "同样的另外 %(n)s 条一并办了。", len(others)
        ) % {"n": len(others)}
    _done(request, text, [review_id, *others])
    return _next(request)


def _done(request: ActorRequest, message: str, decided: Sequence[int]) -> None:
    """A notice of what was decided, with the way back."""
    messages.success(
        request,
        message,
        extra_tags=link("office:review_undo", review=",".join(map(str, decided)))
        if decided
        else "",
    )


@require_POST
def take_back(request: ActorRequest) -> HttpResponse:
    """The decisions of a notice are taken back, the last of them first; those that stand are counted,
    with the reason."""
    wanted = [int(i) for i in request.GET.get("review", "").split(",") if i.isdecimal()][:AT_ONCE]
    undone: list[int] = []
    kept: list[AnjuError] = []
    for review_id in reversed(wanted):
        try:
            register.undo_decision(review_id, actor=request.actor, at=request.at)
        except (Conflict, NotFound) as refused:
            kept.append(refused)
        else:
            undone.append(review_id)
    if undone:
        messages.success(
            request,
            ngettext(
                "已撤回 %(n)s 个决定，重新等候处理。",
                "已撤回 %(n)s 个决定，重新等候处理。",
                len(undone),
            )
            % {"n": len(undone)},
        )
    if kept:
        messages.error(
            request,
            _("%(n)s 个决定没有撤回：%(why)s")
            % {"n": len(kept), "why": sentence(kept[0], request.LANGUAGE_CODE or "zh-hans")},
        )
    return (
        redirect("office:review_one", undone[0]) if len(undone) == 1 else redirect("office:review")
    )


def _message(kind: str, decision: str, status: str) -> str:
    """What the clerk reads after an answer."""
    if kind == "contest":
        return _("已答复，本人会收到。")
    if decision == "refuse":
        return _("已驳回，申报人会收到理由。")
    return _("已记下，还有下一个问题要问。") if status == register.WAITING else _("已登记。")


@require_POST
def decide_several(request: ActorRequest) -> HttpResponse:
    """Answer several chosen in the list the same way."""
    answer = _answer(request.POST)
    done = _others(request, answer, skip=0)
    _done(
        request, ngettext("办了 %(n)s 条。", "办了 %(n)s 条。", len(done)) % {"n": len(done)}, done
    )
    return redirect(link("office:review", kind=request.POST.get("kind_filter", "")))


@require_POST
def enter_home(request: ActorRequest, review_id: int) -> HttpResponse:
    """The home is not on file: enter it, and accept the declaration with it."""
    review = register.review(review_id)
    if review is not None and review.decided_at is not None:  # before a home is entered
        return _decided_meanwhile(
            request, review_id, Conflict("review_decided", by=review.decided_label)
        )
    given = {k: request.POST.get(k, "") for k in ("region", "address", "building", "unit", "room")}
    if not request.POST.get("another") and (alike := places.alike_homes(**given)):
        return page(request, review_id, error=alike_sentence(alike), alike=True, status=422)
    try:
        home = places.enter_home(
            actor=request.actor,
            at=request.at,
            dwelling=(review.item if review else {}).get("dwelling") or "02",
            region=given["region"],
            address=given["address"],
            building=given["building"],
            unit=given["unit"],
            room=given["room"],
        )
        register.decide(
            review_id, decision="accept", home_code=home.code, actor=request.actor, at=request.at
        )
    except Refused as refused:
        return page(request, review_id, error=_why(refused, request.LANGUAGE_CODE), status=422)
    others = _others(request, {"decision": "accept", "home_code": home.code}, skip=review_id)
    _done(
        request,
        _("已建房 %(home)s 并登记（另有 %(n)s 条同样的）。")
        % {"home": home.text, "n": len(others)},
        [review_id, *others],
    )
    return _next(request)


def _answer(post: QueryDict) -> dict[str, Any]:
    decision, _colon, person = post.get("decision", "").partition(":")
    abroad = post.get("nationality", "").strip()
    return {
        "decision": decision,
        "person_id": int(person) if person.isdecimal() else None,
        "home_code": post.get("home_code", "") if decision == "accept" else "",
        "since": day_in(post.get("since", "")),
        "until": day_in(post.get("until", "")),
        "nationality": countries.code_of(abroad) if abroad and decision == "accept" else "",
        "note": post.get("note", ""),
    }


def _others(request: ActorRequest, answer: dict[str, Any], *, skip: int) -> list[int]:
    """The same answer for the chosen ones; those somebody else answered meanwhile are passed over. Those decided."""
    done: list[int] = []
    for review_id in sorted(
        {int(i) for i in request.POST.getlist("also") if i.isdecimal()} - {skip}
    )[:AT_ONCE]:
        try:
            register.decide(review_id, actor=request.actor, at=request.at, **answer)
        except (Conflict, Refused):
            continue
        done.append(review_id)
    return done


def _remember(request: ActorRequest, review_id: int, code: str) -> None:
    """Let the words of the declaration mean this address from now on."""
    review, home = register.review(review_id), places.home_by_code(code)
    text = review.item.get("address", "") if review else ""
    if home and text and request.actor.may("home.edit", region=home.region):
        places.remember_alias(home.id, text, actor=request.actor, at=request.at)


def _next(request: ActorRequest) -> HttpResponse:
    return redirect(next_url(request, request.POST.get("kind_filter", "")))


def _decided_meanwhile(request: ActorRequest, review_id: int, conflict: Conflict) -> HttpResponse:
    """The page of the item, with the answer that was faster, the way back and the next item."""
    return page(
        request,
        review_id,
        error=sentence(conflict, request.LANGUAGE_CODE or "zh-hans"),
        status=409,
    )


def _why(refused: AnjuError, language: str) -> str:
    reason = refused.params.get("reason")
    return sentence(Refused(str(reason)), language) if reason else sentence(refused, language)
