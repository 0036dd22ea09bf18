"""What upper levels send back, at the office: compared and counted; what differs is answered row by row."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anju.domains.exchange.api import returns
from anju.domains.exchange.api.returns import DifferenceView
from anju.foundation.errors import AnjuError, Refused
from anju.interfaces.texts import returns as words
from anju.interfaces.texts.labels import label_in
from anju.interfaces.web.declaring import reason_text
from anju.interfaces.web.office.exchange.values import in_words
from anju.interfaces.web.office.links import PER_PAGE, page_of, record_number
from anju.interfaces.web.office.naming import Names, names_for
from anju.interfaces.web.office.ordering import list_parts
from anju.interfaces.web.office.saving import saved
from anju.interfaces.web.session import ActorRequest


@require_http_methods(["GET", "HEAD", "POST"])
def listing(request: ActorRequest) -> HttpResponse:
    """Comparisons so far; a file is compared."""
    error = ""
    if request.method == "POST":
        file = request.FILES.get("file")
        try:
            if file is None or file.size is None or file.size > returns.MOST_BYTES:
                raise Refused("return_no_file" if file is None else "return_too_large", most=200)
            with transaction.atomic():
                made = returns.compare_returned(
                    file.read(),
                    file.name or "",
                    sender=request.POST.get("sender", "")[:60],
                    actor=request.actor,
                    at=request.at,
                )
            return redirect("office:returns_one", made)
        except AnjuError as refused:
            if refused.code == "not_allowed":
                raise
            error = reason_text(refused.code, **refused.params)
    context = {
        "lines": returns.comparisons(actor=request.actor),
        "error": error,
        "given": request.POST,
    }
    return render(request, "office/exchange/returns.html", context, status=422 if error else 200)


@require_safe
def one(request: ActorRequest, comparison_id: int) -> HttpResponse:
    """One comparison: counts, and the differences that wait."""
    page, language = page_of(request), get_language() or "zh-hans"
    found, lines, total = returns.differences(
        comparison_id,
        actor=request.actor,
        at=request.at,
        limit=PER_PAGE,
        offset=(page - 1) * PER_PAGE,
    )
    places = {v for d in lines for v in d.values.get("division", ()) if v}
    names = names_for(persons=[d.person_id for d in lines], codes=places)
    return render(
        request,
        "office/exchange/return.html",
        {
            "c": found,
            "counts": [
                (label_in(words.COUNTS, k, language), found.counts.get(k, 0)) for k in words.COUNTS
            ],
            "fields": [
                (label_in(words.FIELDS, f, language), found.counts.get(f"field:{f}", 0))
                for f in returns.FIELDS
            ],
            "lines": [
                {
                    "d": d,
                    "person": names.people.get(d.person_id),
                    "values": _values(d, names, language),
                }
                for d in lines
            ],
            "decisions": [(d, label_in(words.DECISIONS, d, language)) for d in returns.DECISIONS],
            "paging": list_parts(request, page, len(lines), total),
        },
    )


def _in_words(field: str, language: str, value: str) -> str:
    return in_words(field, value, language)


def _values(found: DifferenceView, names: Names, language: str) -> list[tuple[str, str, str]]:
    out = []
    for field, (theirs, ours) in found.values.items():
        label = label_in(words.FIELDS, field, language)
        words_of = names.place if field == "division" else partial(_in_words, field, language)
        out.append((label, words_of(theirs), words_of(ours)))
    return out


@require_POST
def close(request: ActorRequest, difference_id: int) -> HttpResponse:
    """Answer one difference."""
    done = saved(
        request,
        lambda: returns.close_difference(
            difference_id,
            request.POST.get("decision", ""),
            request.POST.get("note", "")[:500],
            actor=request.actor,
            at=request.at,
        ),
        _("已答复。登记没有因此改变。"),
    )
    comparison = done or record_number(request.POST.get("of", ""))
    return redirect("office:returns_one", comparison) if comparison else redirect("office:returns")
