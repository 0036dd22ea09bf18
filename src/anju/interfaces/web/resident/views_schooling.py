"""One's children at school: rounds of where they live, applying for them, the result and why, confirming it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from anju.domains.casework.api import cases, enrolment
from anju.domains.casework.api.enrolment import EnrolmentRecord, Round, Wanted
from anju.domains.people import api as people
from anju.domains.register import api as register
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.errors import AnjuError, Conflict, NotAllowed, Refused
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web.casework import enrolment_page
from anju.interfaces.web.casework.case_page import shown_file, which
from anju.interfaces.web.casework.enrolment_form import chosen_children, chosen_schools, form
from anju.interfaces.web.declaring import act_key, new_key, signed_in
from anju.interfaces.web.session import ActorRequest

DONE = {
    "accept": gettext_lazy("已确认入学。"),
    "give_back": gettext_lazy("学位已放弃。"),
    "withdraw": gettext_lazy("报名已撤回。"),
    "answer": gettext_lazy("已送审。"),
    "change": gettext_lazy("志愿已保存。"),
}
"""What is said when an act of the page is done."""


def _sentence(error: AnjuError) -> str:
    return sentence(error, get_language() or "zh-hans")


def _whom(request: ActorRequest) -> int | None:
    """The guardian who applies: oneself, or who gave one a mandate (``for``)."""
    wanted = request.POST.get("for") or request.GET.get("for", "")
    if not wanted:
        return request.actor.person_id
    _given, held = cases.mandates(request.actor)
    found = next(
        (
            m.person_id
            for m in held
            if str(m.id) == wanted
            and m.matter in ("", enrolment.MATTER)
            and m.until >= local_date(request.at)
        ),
        None,
    )
    if found is None:
        raise NotAllowed("case_no_mandate")
    return found


@require_safe
@signed_in
def listing(request: ActorRequest) -> HttpResponse:
    """Applications of one's children; rounds for which one may apply, and the next one."""
    today, me = local_date(request.at), request.actor.person_id
    found = _applications(me)
    rounds = _rounds(request)
    _given, held = cases.mandates(request.actor)
    schools = {r: enrolment.schools_of(r) for r in {e.round_id for e in found}}
    return render(
        request,
        "resident/schooling/list.html",
        {
            "lines": [enrolment_page.named(e, schools[e.round_id]) for e in found],
            "rounds": [
                {"round": r, "days": enrolment_page.days(r), "open": r.takes_on(today)}
                for r in rounds
            ],
            "open": any(r.takes_on(today) for r in rounds),
            "published": [] if rounds else _published(request),
            "helped": [m for m in held if m.matter in ("", enrolment.MATTER) and m.until >= today],
            "linked": me is not None,
            "back_url": reverse("resident:home"),
        },
    )


def _applications(me: int | None) -> list[enrolment.Enrolment]:
    """One's own and those of whom one guards, each once."""
    if me is None:
        return []
    related = [r.person_id for r in people.relatives(me)]
    wards = [c for c, by in people.wards_of(related).items() if me in by]
    found = {e.id: e for e in (*enrolment.enrolments_of(me), *enrolment.enrolments_seen(wards))}
    return sorted(found.values(), key=lambda e: -e.id)


def _place(request: ActorRequest) -> str:
    me, today = request.actor.person_id, local_date(request.at)
    stays = [s for s in register.stays_of([me], as_of=today) if s.habitual] if me else []
    return stays[-1].region[:12] if stays else ""


def _rounds(request: ActorRequest) -> list[Round]:
    """Rounds of where one lives that are not over."""
    place, today = _place(request), local_date(request.at)
    found = enrolment.rounds_of_place(place) if place else []
    return [r for r in found if r.apply_to >= today and r.state.value == "open"]


def _published(request: ActorRequest) -> list[str]:
    """Days the place has published for other rounds, where none is announced here."""
    found = enrolment.published_days(_place(request), local_date(request.at))
    return [f"{d.words[which()]}：{d.apply_from} – {d.apply_to}" for d in found[:3]]


@require_http_methods(["GET", "POST"])
@signed_in
def apply(request: ActorRequest, round_id: int) -> HttpResponse:
    """The form for all one's children; a POST applies and opens the first."""
    guardian = _whom(request)
    if guardian is None:
        return redirect("resident:tie")
    held = enrolment.one_round(round_id)
    if request.method != "POST":
        return _form(request, held, guardian)
    children = chosen_children(request)
    try:
        made = enrolment.apply_for_school(
            round_id,
            guardian,
            [Wanted(child, grade) for child, grade in children],
            chosen_schools(request),
            same_school="same_school" in request.POST,
            arrange="arrange" in request.POST,
            key=request.POST.get("key", "")[:80] or new_key(),
            actor=request.actor,
            at=request.at,
        )
    except (Refused, NotAllowed) as error:
        return _form(request, held, guardian, error)
    except Conflict as error:
        messages.info(request, _sentence(error))
        return redirect("resident:school_one", error.params["id"])
    messages.success(request, _("已报名 %(n)s 个孩子。") % {"n": len(made)})
    return redirect("resident:school_one", made[0])


def _form(
    request: ActorRequest, held: Round, guardian: int, error: AnjuError | None = None
) -> HttpResponse:
    found = enrolment.outlook(held.id, guardian, actor=request.actor, at=request.at)
    if guardian != request.actor.person_id:
        audit.record_read(
            request.actor,
            person_ids=[c.child_id for c in found],
            fields=["name", "birth_date", "enrolment"],
            action="own.school_helped",
            at=request.at,
        )
    return render(
        request,
        "resident/schooling/apply.html",
        {
            **form(request, held, found),
            "for": request.POST.get("for") or request.GET.get("for", ""),
            "error": _sentence(error) if error else "",
            "back_url": reverse("resident:school"),
        },
        status=422 if error else 200,
    )


def _mine(request: ActorRequest, enrolment_id: int) -> EnrolmentRecord:
    record = enrolment.enrolment(enrolment_id, actor=request.actor, at=request.at)
    if request.actor.person_id not in (record.line.guardian_id, record.line.child_id):
        audit.record_read(
            request.actor,
            person_ids=[record.line.child_id],
            fields=["name", "birth_date", "enrolment"],
            action="own.school_helped",
            at=request.at,
        )
    return record


@require_http_methods(["GET", "POST"])
@signed_in
def one(request: ActorRequest, enrolment_id: int) -> HttpResponse:
    """One application: how it stands and why; a POST (``act``) does what is asked."""
    record = _mine(request, enrolment_id)
    if request.method != "POST":
        return _page(request, record)
    try:
        _do(request, enrolment_id)
    except (Refused, Conflict) as error:
        return _page(request, _mine(request, enrolment_id), _sentence(error))
    done = DONE.get(request.POST.get("act", ""))
    if done:
        messages.success(request, str(done))
    return redirect("resident:school_one", enrolment_id)


@require_safe
@signed_in
def sheet(request: ActorRequest, enrolment_id: int) -> HttpResponse:
    """The application on paper."""
    record = _mine(request, enrolment_id)
    shown = enrolment_page.shown(record, enrolment.schools_of(record.round.id))
    printed = {"printed_at": request.at, "printed_by": request.actor.label}
    return render(request, "casework/enrolment_print.html", shown | printed)


def _do(request: ActorRequest, enrolment_id: int) -> None:
    common: dict[str, Any] = {"key": act_key(request), "actor": request.actor, "at": request.at}
    acts: dict[str, Callable[[], object]] = {
        "accept": lambda: enrolment.accept_place(enrolment_id, **common),
        "give_back": lambda: enrolment.give_back(enrolment_id, **common),
        "withdraw": lambda: enrolment.withdraw_enrolment(enrolment_id, **common),
        "answer": lambda: enrolment.answer_office(
            enrolment_id, text=request.POST.get("text", ""), **common
        ),
        "change": lambda: enrolment.change_choices(
            enrolment_id,
            chosen_schools(request),
            same_school="same_school" in request.POST,
            arrange="arrange" in request.POST,
            **common,
        ),
        "document": lambda: _added(request, enrolment_id),
    }
    act = request.POST.get("act", "")
    if act not in acts:
        raise Refused("case_text_missing")
    acts[act]()


def _added(request: ActorRequest, enrolment_id: int) -> None:
    sent = request.FILES.get("file")
    if sent is None:
        raise Refused("school_file")
    enrolment.add_document(
        enrolment_id,
        sent.read(),
        sent.name or "",
        fact=request.POST.get("fact", "")[:20],
        actor=request.actor,
        at=request.at,
    )
    messages.success(request, _("收到了。"))


def _page(request: ActorRequest, record: EnrolmentRecord, error: str = "") -> HttpResponse:
    schools = enrolment.schools_of(record.round.id)
    return render(
        request,
        "resident/schooling/one.html",
        {
            **enrolment_page.shown(record, schools),
            "kinds": fact_choices(record),
            "takes": record.round.takes_on(local_date(request.at)),
            "slots": slots(record, schools),
            "error": error,
            "key": new_key(),
            "back_url": reverse("resident:school"),
        },
        status=422 if error else 200,
    )


def fact_choices(record: EnrolmentRecord) -> list[tuple[str, str]]:
    """Facts that a document may prove, those that are missing first."""
    wanted = [n.fact for group in record.fit.missing for n in group]
    order = [*wanted, *sorted(enrolment.BY_DOCUMENT)]
    return [
        (fact, enrolment_page.need(enrolment.Need(fact)))
        for fact in dict.fromkeys(order)
        if fact in enrolment.BY_DOCUMENT
    ]


def slots(
    record: EnrolmentRecord, schools: enrolment_page.Schools
) -> list[tuple[int, str, Sequence[tuple[str, str]]]]:
    """(number, chosen, schools) of each choice that may be named."""
    rule = enrolment.admission(record.round.region, record.round.apply_from)
    names = [(s.code, s.name) for s in schools.values()]
    chosen = [*record.line.choices, *[""] * rule.most_choices]
    return [(n + 1, chosen[n], names) for n in range(min(rule.most_choices, len(names)))]


@require_safe
@signed_in
def document(request: ActorRequest, enrolment_id: int, file_id: int) -> HttpResponse:
    """A file of an application."""
    _mine(request, enrolment_id)
    _name, content_type, data = enrolment.document_content(enrolment_id, file_id)
    return shown_file(f"document-{file_id}", content_type, data)
