"""The page of one person: the life line with its sources, documents, family, declarations, access log."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anju.domains.people import api as people
from anju.domains.people.api import PersonView
from anju.domains.permits.api import eligibility
from anju.domains.register import api as register
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.errors import AnjuError, NotAllowed, NotFound, Refused
from anju.interfaces.texts.labels import FIELDS, SEXES
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web import fonts
from anju.interfaces.web.choosing import label
from anju.interfaces.web.office.links import day_of, link
from anju.interfaces.web.office.naming import names_for
from anju.interfaces.web.office.permits.permit_page import standing
from anju.interfaces.web.office.person import parts
from anju.interfaces.web.office.person.forms import Correction
from anju.interfaces.web.pieces.eligibility import eligibility_values
from anju.interfaces.web.printed_names import printed_names
from anju.interfaces.web.purposes import choices
from anju.interfaces.web.session import ActorRequest

READ = [
    "name",
    "sex",
    "birth_date",
    "documents",
    "phone",
    "stays",
    "jobs",
    "family",
    "declarations",
    "entitlement",
]


@require_safe
def person(request: ActorRequest, person_id: int) -> HttpResponse:
    """The page, or (``?print=1``) the sheet. A person out of sight is as absent as one who never was."""
    view = people.persons([person_id]).get(person_id)
    if view is None or view.merged_into is not None:
        kept = people.canonical(person_id)
        if kept == person_id:
            raise NotFound("person_unknown")
        return redirect("office:person", kept)
    day, known = day_of(request.GET.get("day", "")), day_of(request.GET.get("known", ""))
    wanted = timezone.make_aware(datetime.combine(known, time.max)) if known else None
    known_at = register.answerable(wanted, at=request.at) if wanted else None
    context = _context(request, view, day, known_at)
    audit.record_read(
        request.actor,
        person_ids=[person_id, *context.pop("also_shown")],
        fields=READ,
        action="office.person_print" if request.GET.get("print") else "office.person",
        at=request.at,
    )
    context |= {
        "day": day,
        "known": known,
        "past": bool(day or known),
        "known_until": known_at if known_at != wanted else None,
    }
    if request.GET.get("print"):
        return render(request, "office/person/print.html", context | _on_paper(view, context))
    lacking = fonts.unprintable(view.name)
    if lacking and not any(p.used for p in people.name_pictures(person_id)):
        context["unprintable"] = fonts.in_words(lacking)
    return render(request, "office/person/person.html", context)


def _on_paper(view: PersonView, context: dict[str, Any]) -> dict[str, Any]:
    """The names of the sheet as they are printed. Raises what `fonts.require_on_sheet` does."""
    shown = [(view.id, view.name), *((r["id"], r["name"]) for r in context["relatives"])]
    printed = printed_names(shown)
    fonts.require_on_sheet(
        [context["origin"], *(e["label"] for e in context["entries"])],
        names=[p.characters for p in printed.values()],
    )
    return {
        "printed": printed[view.id, view.name],
        "relatives": [r | {"printed": printed[r["id"], r["name"]]} for r in context["relatives"]],
    }


def _visible(person_id: int) -> PersonView:
    view = people.persons([person_id]).get(person_id)
    if view is None:
        raise NotFound("person_unknown")
    return view


def _context(
    request: ActorRequest, view: PersonView, day: date | None, known_at: datetime | None
) -> dict[str, Any]:
    past = day is not None or known_at is not None
    actor, today = request.actor, local_date(request.at)
    ids = [view.id, *view.merged_ids]
    stays = register.stays_of(ids, as_of=day, known_at=known_at)
    jobs = register.jobs_of(ids, as_of=day, known_at=known_at)
    declared = register.declarations_about(ids)
    relatives = people.relatives(view.id)
    names = names_for(
        homes=[s.home_id for s in stays],
        employer_ids=[j.employer_id for j in jobs],
        codes=[s.region for s in stays],
    )
    place = next(
        (s.region for s in reversed(stays) if not s.over_on(today)), jobs[-1].region if jobs else ""
    )
    reveal = actor.may("person.reveal")
    return {
        "person": view,
        "today": today,
        "sex": label(SEXES, view.sex),
        "age": view.age_on(today),
        "origin": parts.origin(view),
        "nationality": parts.country(view.nationality),
        "state": parts.state(stays, jobs, today),
        "entries": parts.entries(
            stays, jobs, names, today, actor if not day and not known_at else None
        ),
        "documents": parts.documents(view, reveal=reveal),
        "phone_url": link("office:reveal_phone", view.id) if reveal and view.phone_masked else "",
        "purposes": choices(actor, "person.reveal"),
        "relatives": parts.relatives(relatives, today),
        "permit": eligibility_card(view.id, request) if not past else None,
        "questions": parts.questions(register.reviews_about(view.id)),
        "declared": parts.declared(declared),
        "looked_url": link("office:looked", view.id) if actor.may("person.trail") else "",
        "complete": parts.completeness(view, stays, jobs, today),
        "correct_url": link("office:correct", view.id)
        if actor.may("person.edit", region=place or None)
        else "",
        "name_picture_url": link("office:name_picture", view.id),
        "leave_url": link("office:counter_leave", view.id)
        if stays and not stays[-1].over_on(today) and actor.may("declare")
        else "",
        "move_url": link("office:counter", person=view.id) if actor.may("declare") else "",
        "merge_url": link("office:merge", one=view.id) if actor.may("person.merge") else "",
        "ask_url": link("office:exchange_ask", view.id) if actor.may("exchange.manage") else "",
        "shield_url": link("office:exchange_shield", view.id) if actor.may("person.trail") else "",
        "forms_url": link("office:person_forms", view.id) if actor.may("person.reveal") else "",
        "facts_url": link("office:person_facts", view.id) if actor.may("person.edit") else "",
        "tie_url": link("office:tie", view.id)
        if any(actor.may("person.edit", region=s.region) for s in stays)
        else "",
        "case_url": link("office:case_new", person=view.id) if actor.may("case.enter") else "",
        "school_url": link("office:school", person=view.id) if actor.may("enrol.enter") else "",
        "apply_url": link("office:permit_new", person=view.id) if actor.may("permit.apply") else "",
        **standing(ids, actor),
        "also_shown": [r.person_id for r in relatives],
        "printed_at": request.at,
        "printed_by": actor.label,
    }


@require_safe
def access_log(request: ActorRequest, person_id: int) -> HttpResponse:
    """The access log of a person's record, for those whose work needs it: opened on request, itself a recorded read."""
    view = _visible(person_id)
    found = register.access_log_of(person_id, actor=request.actor)
    if found is None:
        raise NotAllowed("not_allowed", permission="person.trail")
    audit.record_read(
        request.actor,
        person_ids=[person_id],
        fields=["looks"],
        action="office.looked",
        at=request.at,
    )
    page = (
        "office/person/access_log.html"
        if request.headers.get("HX-Request") == "true"
        else "office/person/access_log_page.html"
    )
    return render(request, page, {"person": view, "looked": parts.access_log(found)})


@require_POST
def reveal_document(request: ActorRequest, person_id: int, document_id: int) -> HttpResponse:
    """Show one document number in full, for a stated purpose."""
    view = _visible(person_id)
    if document_id not in {d.id for d in view.documents}:
        raise NotFound("person_unknown")
    value = people.reveal_number(
        request.actor, document_id=document_id, purpose=_purpose(request), at=request.at
    )
    return _revealed(request, person_id, value)


@require_POST
def reveal_phone(request: ActorRequest, person_id: int) -> HttpResponse:
    """Show the phone in full, for a stated purpose."""
    view = _visible(person_id)
    value = people.reveal_phone(
        request.actor, person_id=view.id, purpose=_purpose(request), at=request.at
    )
    return _revealed(request, person_id, value)


def _purpose(request: ActorRequest) -> str:
    """The purpose the reader states; `Refused` without one that goes with the right to reveal."""
    purpose = request.POST.get("purpose", "")
    if purpose not in dict(choices(request.actor, "person.reveal")):
        raise Refused("purpose_missing")
    return purpose


def _revealed(request: ActorRequest, person_id: int, value: str) -> HttpResponse:
    """The value alone for htmx; without scripts, a page with it."""
    if request.headers.get("HX-Request") == "true":
        return render(request, "anju/partials/revealed.html", {"value": value})
    return render(
        request,
        "office/person/revealed.html",
        {"value": value, "back": link("office:person", person_id)},
    )


@require_http_methods(["GET", "POST"])
def correct(request: ActorRequest, person_id: int) -> HttpResponse:
    """Correct a record: type, look at the difference, confirm."""
    view = _visible(person_id)
    request.actor.require("person.edit")
    form = Correction(request.POST or None, initial=Correction.told(view))
    difference: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        confirmed = request.POST.get("step") == "confirm"
        try:
            changed = register.correct_person(
                person_id,
                changes=form.changes(),
                reason=form.cleaned_data["why"],
                actor=request.actor,
                at=request.at,
                dry_run=not confirmed,
            )
        except AnjuError as error:
            if not isinstance(error, Refused):
                raise
            form.add_error(None, sentence(error, request.LANGUAGE_CODE or "zh-hans"))
        else:
            if confirmed and changed:
                messages.success(request, _("已更正，前后内容都已留存。"))
                return redirect("office:person", person_id)
            difference = [
                {"field": label(FIELDS, f), "before": _text(f, b), "after": _text(f, a)}
                for f, (b, a) in changed.items()
            ]
            if not changed:
                form.add_error(None, _("没有任何改动。"))
    audit.record_read(
        request.actor,
        person_ids=[person_id],
        fields=["name", "sex", "birth_date"],
        action="office.correct",
        at=request.at,
    )
    return render(
        request,
        "office/person/correct.html",
        {"person": view, "form": form, "difference": difference},
        status=422 if form.errors else 200,
    )


def _text(field: str, value: object) -> str:
    if value in (None, ""):
        return "—"
    return label(SEXES, str(value)) if field == "sex" else str(value)


def eligibility_card(person_id: int, request: ActorRequest) -> dict[str, Any] | None:
    """The answer of this day, for who may see permits. `tell`: invited by nobody yet, for want of a phone."""
    if not request.actor.may("permit.see"):
        return None
    found, stored = eligibility.assess_or_stored(
        person_id, on=local_date(request.at), at=request.at
    )
    return {
        **eligibility_values(found),
        "tell": found.entitled and stored is not None and stored.invited_by == "nobody",
    }
