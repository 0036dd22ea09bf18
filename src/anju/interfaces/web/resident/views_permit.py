"""Applying for a residence permit on the phone: how things stand, one page to hand in, one page to see the clock."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anju.domains.people import api as people
from anju.domains.permits.api import applications as permits
from anju.domains.permits.api.applications import (
    Application,
    ApplicationState,
    SupportingDocumentKind,
)
from anju.foundation.audit import api as audit
from anju.foundation.errors import AnjuError, NotFound, Refused
from anju.interfaces.web.files import as_file
from anju.interfaces.web.pieces import applications as drawn
from anju.interfaces.web.resident.views_mine import for_linked_accounts
from anju.interfaces.web.session import ActorRequest


@require_http_methods(["GET", "POST"])
@for_linked_accounts
def apply(request: ActorRequest) -> HttpResponse:
    """For whom, how things stand, and the way in. Who has begun goes on where they were."""
    family = family_of(request)
    person_id = _chosen(request, family)
    problem = ""
    if request.method == "POST":
        try:
            return redirect(
                "resident:permit_application",
                permits.start(person_id, actor=request.actor, at=request.at),
            )
        except AnjuError as error:
            problem = drawn.why_not(error)
    outlook = permits.outlook(person_id, at=request.at)
    past = permits.of_person([person_id])
    if person_id != request.actor.person_id:
        _read(request, person_id)
    return render(
        request,
        "resident/applying/apply.html",
        {
            "family": family,
            "person_id": person_id,
            "who": dict(family)[person_id],
            "outlook": outlook,
            "problem": problem,
            "own": person_id == request.actor.person_id,
            "needs": drawn.need_lines(outlook.needs),
            "open_id": outlook.open_id,
            "past": [drawn.line_of(p) for p in past],
            "articles": [
                {"text": t, "url": ""}
                for t in dict.fromkeys(n["article"] for n in drawn.need_lines(outlook.needs))
            ],
            "back_url": reverse("resident:home"),
        },
        status=422 if problem else 200,
    )


@require_safe
@for_linked_accounts
def application(request: ActorRequest, application_id: int) -> HttpResponse:
    """One application: what to do now, or where it is and how long it may take."""
    return page(request, application_id)


def page(request: ActorRequest, application_id: int, *, problem: str = "") -> HttpResponse:
    """The same, with what was wrong."""
    found = _own(request, application_id)
    view, name = found.view, _name(found)
    handing_in = view.state in (
        ApplicationState.DRAFT,
        ApplicationState.INCOMPLETE,
        ApplicationState.CONFIRMING,
    )
    needs = (
        drawn.need_lines(permits.missing_of(application_id, at=request.at)) if handing_in else []
    )
    notice = drawn.notice_of(found)
    asked = notice["items"] if notice and view.state is ApplicationState.INCOMPLETE else needs
    if view.person_id != request.actor.person_id:
        _read(request, view.person_id)
    return render(
        request,
        "resident/applying/application.html",
        {
            "found": found,
            "view": view,
            "who": name,
            "chip": drawn.chip(view.state),
            "needs": needs,
            "notice": notice,
            "uploads": drawn.uploads(asked),
            "papers": drawn.supporting_documents_of(found),
            "way": drawn.way_of(found),
            "proxy": drawn.proxy_of(view),
            "problem": problem,
            "ethnicities": drawn.ethnicities(),
            "chosen_ethnicity": request.POST.get("ethnicity", ""),
            "now": request.at,
            "facts": drawn.facts_of(view),
            "articles": drawn.articles_of(view),
            "story": drawn.story(found),
            "refusal": next(
                (
                    v
                    for s in reversed(drawn.way_of(found))
                    for v in reversed(s["voices"])
                    if not v["agree"]
                ),
                None,
            ),
            "back_url": reverse("resident:permit_apply"),
        },
        status=422 if problem else 200,
    )


@require_POST
@for_linked_accounts
def send(request: ActorRequest, application_id: int) -> HttpResponse:
    """Keep what came along, then hand it in (or only keep it). What was kept stays kept when handing
    in does not work."""
    found = _own(request, application_id)
    try:
        _store(request, found)
        if "save" in request.POST:
            messages.success(request, _("已保存，可以以后接着办。"))
            return redirect("resident:permit_application", application_id)
        answers = {"ethnicity": request.POST.get("ethnicity", "")}
        if found.view.state is ApplicationState.CONFIRMING:
            state = permits.confirm(
                application_id, yes=True, answers=answers, actor=request.actor, at=request.at
            )
        else:
            state = permits.submit(
                application_id, answers=answers, actor=request.actor, at=request.at
            )
    except Refused as error:
        return page(request, application_id, problem=drawn.why_not(error))
    if state is ApplicationState.DECIDING:
        messages.success(request, _("已受理。"))
    return redirect("resident:permit_application", application_id)


@require_POST
@for_linked_accounts
def decline(request: ActorRequest, application_id: int) -> HttpResponse:
    """No to what an employer entered."""
    _own(request, application_id)
    permits.confirm(application_id, yes=False, actor=request.actor, at=request.at)
    messages.success(request, _("已拒绝，单位的填报作废。"))
    return redirect("resident:permit_apply")


@require_POST
@for_linked_accounts
def withdraw(request: ActorRequest, application_id: int) -> HttpResponse:
    """Take it back."""
    _own(request, application_id)
    permits.withdraw(application_id, actor=request.actor, at=request.at)
    messages.success(request, _("已撤回，可以随时重新申请。"))
    return redirect("resident:permit_apply")


@require_safe
@for_linked_accounts
def supporting_document(request: ActorRequest, paper_id: int) -> HttpResponse:
    """One's own supporting document."""
    application_id, person_id, content_type, data = permits.content(paper_id)
    _own(request, application_id)
    if person_id != request.actor.person_id:
        _read(request, person_id)
    return answer(data, content_type)


@require_safe
@for_linked_accounts
def by_link(request: ActorRequest, token: str) -> HttpResponse:
    """The link an employer's entry came with."""
    return redirect(
        "resident:permit_application",
        permits.entered_by_link(token, actor=request.actor, at=request.at),
    )


def answer(data: bytes, content_type: str) -> HttpResponse:
    """A supporting document as a file that can do nothing but be looked at."""
    ending = content_type.rsplit("/", 1)[-1]
    response = as_file(
        data, f"paper.{ending}", content_type, shown=content_type.startswith("image/")
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def store_files(request: ActorRequest, application_id: int) -> None:
    """Add every file of the form. A field ``file-<code>`` says by ``kind-<code>`` which supporting document it is.
    Raises what is wrong with the first that is."""
    for field, files in request.FILES.lists():
        if not field.startswith("file-"):
            continue
        code = request.POST.get("kind-" + field.removeprefix("file-"), "")
        if code not in set(SupportingDocumentKind):
            raise Refused("paper_kind_missing")
        for file in files:
            if (file.size or 0) > permits.LARGEST:
                raise Refused("paper_too_large", mb=permits.LARGEST // 1024 // 1024)
            permits.add_supporting_document(
                application_id,
                kind=SupportingDocumentKind(code),
                data=file.read(),
                actor=request.actor,
                at=request.at,
            )


def _store(request: ActorRequest, found: Application) -> None:
    store_files(request, found.view.id)


def _own(request: ActorRequest, application_id: int) -> Application:
    """The application, when it is one's own, of one's ward, or one's own proxying; nobody else's, staff or not."""
    found = permits.application(application_id)
    me = request.actor.person_id
    mine = (
        found is not None
        and me is not None
        and (
            found.view.person_id == me
            or (found.view.proxy is not None and found.view.proxy.person_id == me)
            or me in people.wards_of([found.view.person_id]).get(found.view.person_id, [])
        )
    )
    if found is None or not mine:
        raise NotFound("application_unknown", id=application_id)
    return found


def family_of(request: ActorRequest) -> list[tuple[int, str]]:
    """Oneself, and those whose guardian one is."""
    me = int(request.actor.person_id or 0)
    relatives = [r.person_id for r in people.relatives(me)]
    wards = [w for w, guardians in people.wards_of(relatives).items() if me in guardians]
    known = people.persons([me, *wards])
    return [(p, known[p].name) for p in (me, *wards) if p in known]


def _chosen(request: ActorRequest, family: list[tuple[int, str]]) -> int:
    asked = request.POST.get("person") or request.GET.get("person", "")
    found = next((p for p, _name in family if str(p) == asked), None)
    return found if found is not None else int(request.actor.person_id or 0)


def _name(found: Application) -> str:
    view = people.persons([found.view.person_id]).get(found.view.person_id)
    return view.name if view else ""


def _read(request: ActorRequest, person_id: int) -> None:
    audit.record_read(
        request.actor,
        person_ids=[person_id],
        fields=("name", "permit"),
        action="own.permit",
        at=request.at,
    )
