"""Lists of the exchange: messages with what is awaited of whom until when, and moves under way. Both leave as Excel;
who is named on a page is recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

import polars as pl
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anju.domains.exchange.api import links, messages
from anju.domains.exchange.api.links import MessageView, MoveFilter, MoveState, MoveView, Narrowed
from anju.domains.people import api as people
from anju.foundation.audit import api as audit
from anju.foundation.clock import CHINA, local_date
from anju.interfaces.exports.listing import Asked, Asker, Export, Listing
from anju.interfaces.texts import exchange as words
from anju.interfaces.texts.labels import label_in
from anju.interfaces.web.exports.answering import send_list
from anju.interfaces.web.office.links import PER_PAGE, link, page_of
from anju.interfaces.web.office.ordering import list_parts
from anju.interfaces.web.session import ActorRequest

AT_MOST = 20_000
"""Lines of a list that leave as a file."""
PRINTED = 500
"""Lines of a list on paper."""
FOUND = 200
"""Persons of a name that a list is narrowed to."""
LONGEST = 60
MOVE_TABS = ("open", "late", "ours", "done")
FILTERS = ("show", "place", "kind", "direction", "q")


@require_safe
def message_list(request: ActorRequest) -> HttpResponseBase:
    """Messages: for this office, rejected, awaited of others, on their way, all."""
    request.actor.require(links.MANAGE)
    asked = _asked(request)
    if request.GET.get("format") == "xlsx":
        return send_list(request, MESSAGES, asked)
    if "print" in request.GET:
        return _printed(request, _message_listing(request, asked, PRINTED), asked)
    page = page_of(request)
    show = asked["show"] if asked["show"] in links.SHOWN else "ours"
    found, counts = links.messages_of(
        _narrowed(request, asked), show=show, limit=PER_PAGE, offset=(page - 1) * PER_PAGE
    )
    lines = _message_lines(request, found)
    return render(
        request,
        "office/exchange/messages.html",
        {
            "lines": lines,
            "tabs": _tabs("office:exchange_messages", words.SHOWN, show, counts, asked),
            "kinds": [(k, label_in(words.CLASSES, k, _language())) for k in messages.CLASSES],
            "paging": list_parts(request, page, len(found), counts[show]),
            **_form(asked, show),
        },
    )


@require_safe
def move_list(request: ActorRequest) -> HttpResponseBase:
    """Moves: not answered yet, late, waiting for this office, done."""
    request.actor.require(links.MANAGE)
    asked = _asked(request)
    if request.GET.get("format") == "xlsx":
        return send_list(request, MOVES, asked)
    if "print" in request.GET:
        return _printed(request, _move_listing(request, asked, PRINTED), asked)
    page = page_of(request)
    wanted = _move_filter(request, asked)
    found, counts = links.moves_of(
        wanted, today=local_date(request.at), limit=PER_PAGE, offset=(page - 1) * PER_PAGE
    )
    return render(
        request,
        "office/exchange/moves.html",
        {
            "lines": _move_lines(request, found),
            "tabs": _tabs("office:exchange_moves", words.MOVES_SHOWN, wanted.show, counts, asked),
            "paging": list_parts(request, page, len(found), counts[wanted.show]),
            **_form(asked, wanted.show),
        },
    )


def _printed(request: ActorRequest, found: Listing, asked: Asked) -> HttpResponseBase:
    """The list as narrowed, on paper; it says so where there are more lines than it shows."""
    rows = [row for frame in found.blocks for row in frame.rows()]
    places = {p.code: p.name for p in links.peers()}
    narrowed = (
        label_in(words.SHOWN | words.MOVES_SHOWN, asked["show"], _language())
        if asked["show"] in words.SHOWN | words.MOVES_SHOWN
        else "",
        places.get(asked["place"], ""),
        label_in(words.CLASSES, asked["kind"], _language())
        if asked["kind"] in words.CLASSES
        else "",
        asked["q"],
    )
    return render(
        request,
        "office/exchange/list_print.html",
        {
            "name": found.sheet,
            "titles": found.titles,
            "rows": rows,
            "narrowed": " · ".join(n for n in narrowed if n),
            "cut": len(rows) >= PRINTED,
            "most": PRINTED,
        },
    )


def _asked(request: ActorRequest) -> dict[str, str]:
    return {k: request.GET.get(k, "").strip()[:LONGEST] for k in FILTERS}


def _form(asked: Asked, show: str) -> dict[str, Any]:
    return {
        "asked": asked,
        "print_url": f"?{urlencode({**{k: v for k, v in asked.items() if v}, 'show': show, 'print': 1})}",
        "show": show,
        "narrowed": any(asked[k] for k in FILTERS if k != "show"),
        "places": [(p.code, p.name) for p in links.peers() if not p.test],
        "directions": [(d, label_in(words.DIRECTIONS, d, _language())) for d in words.DIRECTIONS],
    }


def _language() -> str:
    return get_language() or "zh-hans"


def _tabs(
    route: str,
    labels: dict[str, tuple[str, str]],
    chosen: str,
    counts: Mapping[str, int],
    asked: Asked,
) -> list[dict[str, Any]]:
    kept = {k: v for k, v in asked.items() if k != "show"}
    return [
        {
            "url": link(route, show=name, **kept),
            "label": label_in(labels, name, _language()),
            "count": counts[name],
            "here": name == chosen,
        }
        for name in labels
    ]


def _persons(who: Asker, q: str) -> tuple[int, ...] | None:
    """Whom somebody looks for by name or number; None where nobody is looked for."""
    if not q:
        return None
    regions = who.actor.regions(links.MANAGE)
    found = people.search(q, regions=regions, limit=FOUND)
    return tuple(hit.person_id for hit in found.found)


def _narrowed(who: Asker, asked: Asked) -> Narrowed:
    q = asked.get("q", "")
    return Narrowed(
        asked.get("place", ""),
        asked.get("kind", ""),
        asked.get("direction", ""),
        _persons(who, q),
        links.message_id_of(q),
    )


def _move_filter(who: Asker, asked: Asked) -> MoveFilter:
    show = asked.get("show", "")
    return MoveFilter(
        show if show in MOVE_TABS else "open",
        asked.get("place", ""),
        asked.get("direction", ""),
        _persons(who, asked.get("q", "")),
    )


def _names(who: Asker, found: Sequence[MessageView | MoveView], action: str) -> dict[int, str]:
    """The names of those a list is about, recorded as read."""
    persons = people.persons(links.persons_of(found))
    if persons:
        audit.record_read(
            who.actor, person_ids=list(persons), fields=["name"], action=action, at=who.at
        )
    return {p.id: p.name for p in persons.values()}


def why(found: MessageView) -> str:
    """Why a message waits, or what it came to, in words."""
    if found.errors:
        code = found.errors[0]["code"]
        return label_in(words.CATALOGUE, code, _language()) if code in words.CATALOGUE else code
    if not found.result:
        return ""
    known = {**words.RESULTS, **words.DECISIONS}
    return label_in(known, found.result, _language()) if found.result in known else found.result


def awaited(found: MessageView) -> str:
    """Of whom something is awaited because of a message: "ours", "theirs" or ""."""
    if found.state is links.State.SET_ASIDE:
        return "ours"
    asked = found.kind == "enquiry" and found.result in ("", "unanswered")
    return "theirs" if found.direction == "out" and asked else ""


def _message_lines(who: Asker, found: Sequence[MessageView]) -> list[dict[str, Any]]:
    names = _names(who, found, "exchange.list")
    return [
        {
            "m": m,
            "kind": label_in(words.CLASSES, m.kind, _language()),
            "state": label_in(words.STATES, m.state.value, _language()),
            "name": names.get(m.person_id or 0, ""),
            "why": why(m),
            "awaited": awaited(m),
        }
        for m in found
    ]


def term(due: date | None, asker: Asker, *, ours: bool) -> str:
    """Whose term it is and how much of it is left, in one sentence: late here as plainly as late there."""
    if due is None:
        return ""
    days = (due - local_date(asker.at)).days
    if days < 0:
        late = (
            ngettext("本地已逾期 %(n)d 天", "本地已逾期 %(n)d 天", -days)
            if ours
            else ngettext("对方已逾期 %(n)d 天", "对方已逾期 %(n)d 天", -days)
        )
        return late % {"n": -days}
    left = (
        ngettext("本地应在 %(n)d 天内答复", "本地应在 %(n)d 天内答复", days)
        if ours
        else ngettext("对方应在 %(n)d 天内答复", "对方应在 %(n)d 天内答复", days)
    )
    return left % {"n": days}


def _move_lines(who: Asker, found: Sequence[MoveView]) -> list[dict[str, Any]]:
    names = _names(who, found, "exchange.moves")
    lines = []
    for m in found:
        ours = m.direction == "out" and m.state is MoveState.SET_ASIDE
        waits = m.state in (MoveState.ASKED, MoveState.SET_ASIDE, MoveState.IMPLAUSIBLE)
        lines.append(
            {
                "m": m,
                "name": names.get(m.person_id, ""),
                "state": label_in(words.MOVE_STATES, m.state.value, _language()),
                "why": label_in(words.RESULTS, m.result, _language())
                if ours and m.result in words.RESULTS
                else "",
                "late": waits and m.due is not None and m.due < local_date(who.at),
                "term": term(m.due, who, ours=ours) if waits else "",
            }
        )
    return lines


def _message_listing(asker: Asker, asked: Asked, up_to: int | None) -> Listing:
    asker.actor.require(links.MANAGE)
    show = asked.get("show", "")
    found, _counts = links.messages_of(
        _narrowed(asker, asked),
        show=show if show in links.SHOWN else "ours",
        limit=min(up_to or AT_MOST, AT_MOST),
    )
    lines = _message_lines(asker, found)
    titles = [
        _("类别"),
        _("方向"),
        _("外地"),
        _("姓名"),
        _("状态"),
        _("原因或结果"),
        _("答复期限"),
        _("时间"),
    ]
    cells = [
        (
            line["kind"],
            label_in(words.DIRECTIONS, line["m"].direction, _language()),
            line["m"].peer,
            line["name"],
            line["state"],
            line["why"],
            line["m"].answer_by,
            f"{line['m'].at.astimezone(CHINA):%Y-%m-%d %H:%M}",
        )
        for line in lines
    ]
    return _sheet(_("两地报文"), titles, cells, dates=(6,))


def _move_listing(asker: Asker, asked: Asked, up_to: int | None) -> Listing:
    asker.actor.require(links.MANAGE)
    found, _counts = links.moves_of(
        _move_filter(asker, asked),
        today=local_date(asker.at),
        limit=min(up_to or AT_MOST, AT_MOST),
    )
    lines = _move_lines(asker, found)
    titles = [_("姓名"), _("方向"), _("外地"), _("首日"), _("状态"), _("期限"), _("等谁")]
    cells = [
        (
            line["name"],
            label_in(words.DIRECTIONS, line["m"].direction, _language()),
            line["m"].peer,
            line["m"].day,
            line["state"],
            line["m"].due,
            line["term"],
        )
        for line in lines
    ]
    return _sheet(_("两地迁移"), titles, cells, dates=(3, 5))


def _sheet(
    name: str, titles: list[str], cells: list[tuple[Any, ...]], *, dates: tuple[int, ...]
) -> Listing:
    schema = {f"c{n}": pl.Date if n in dates else pl.Utf8 for n in range(len(titles))}
    frames = [pl.DataFrame(cells, orient="row", schema=schema)] if cells else []
    return Listing(name, titles, len(cells), iter(frames))


MESSAGES = Export(
    "office.exchange_messages", lambda _who, _asked: "messages.xlsx", _message_listing
)
MOVES = Export("office.exchange_moves", lambda _who, _asked: "moves.xlsx", _move_listing)
