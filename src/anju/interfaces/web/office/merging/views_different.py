"""Finding that two records are two people, taking that back, and the weights that pairs are proposed by."""

from __future__ import annotations

from collections.abc import Callable
from math import log2

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anju.domains.linkage.api import records as linkage
from anju.domains.linkage.api.records import ParameterSetView
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from anju.interfaces.texts import linkage as words
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web.office.counter import form_labels
from anju.interfaces.web.office.links import link, record_number
from anju.interfaces.web.office.reasons import signed
from anju.interfaces.web.session import ActorRequest


@require_POST
def find(request: ActorRequest) -> HttpResponse:
    """Two people: the pair is not proposed again."""
    return _decided(
        request,
        lambda one, other: linkage.find_different(
            one,
            other,
            actor=request.actor,
            note=request.POST.get("note", "")[:200],
            at=request.at,
        ),
        _("已记下是两个人，不会再提示；可以撤回。"),
    )


@require_POST
def take_back(request: ActorRequest) -> HttpResponse:
    """They may be one person again."""
    return _decided(
        request,
        lambda one, other: linkage.take_back_different(
            one, other, actor=request.actor, at=request.at
        ),
        _("已撤回，这两份档案可以重新认定。"),
    )


def _decided(request: ActorRequest, decide: Callable[[int, int], None], told: str) -> HttpResponse:
    """Decide about the pair of the form; what was wrong is said on the page of the two records."""
    request.actor.require("person.merge")
    one, other = (record_number(request.POST.get(n, "")) for n in ("one", "other"))
    if one is None or other is None:
        raise NotFound("person_unknown")
    compare = link("office:merge_compare", one=one, other=other)
    try:
        with acting(request.actor):  # a savepoint: what was refused leaves nothing behind
            decide(one, other)
    except (NotAllowed, Refused, Conflict) as error:
        messages.error(request, sentence(error, get_language() or "zh-hans"))
        return redirect(compare)
    messages.success(request, told)
    return redirect(compare)


@require_safe
def weights(request: ActorRequest) -> HttpResponse:
    """What the proposals follow from: every training, and the weights of the one in use or of the chosen one."""
    request.actor.require("person.merge")
    sets = linkage.parameter_sets()
    chosen = record_number(request.GET.get("set", ""))
    shown = next((s for s in sets if (s.number == chosen if chosen else s.in_use)), None)
    if chosen and shown is None:
        raise NotFound("linkage_set_unknown", number=chosen)
    return render(
        request,
        "office/merging/weights.html",
        {"sets": sets, "shown": shown, "facts": _facts(shown) if shown and shown.usable else []},
    )


def _facts(shown: ParameterSetView) -> list[tuple[str, list[tuple[str, str, str, str]]]]:
    """Fact by fact its levels: bits, share among pairs of one person, share among pairs of two people by chance."""
    return [
        (
            form_labels.label(words.FACTS, fact),
            [
                (
                    form_labels.label(words.LEVELS, x.name),
                    signed(log2(x.m / x.u)),
                    f"{x.m:.2%}",
                    f"{x.u:.4%}",
                )
                for x in levels
            ],
        )
        for fact, levels in shown.weights.facts.items()
    ]
