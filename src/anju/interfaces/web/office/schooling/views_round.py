"""One round at the education office: schools, applications by state, allocation, publication; the school's own list."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import polars as pl
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from anju.domains.casework.api import enrolment
from anju.domains.casework.api.enrolment import Round
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.errors import Conflict, NotAllowed, Refused
from anju.interfaces.exports.listing import Asked, Asker, Export, Listing
from anju.interfaces.texts import enrolment as words
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web.casework import enrolment_page
from anju.interfaces.web.choosing import label, offered
from anju.interfaces.web.declaring import act_key, new_key
from anju.interfaces.web.exports.answering import send_list
from anju.interfaces.web.office.links import link, page_of
from anju.interfaces.web.office.naming import names_for
from anju.interfaces.web.office.ordering import list_parts
from anju.interfaces.web.office.sheets import workbook
from anju.interfaces.web.session import ActorRequest

AT_MOST = 60_000
SCHOOL_MOST = 3_000
ACTION = "office.school"


@require_http_methods(["GET", "POST"])
def one(request: ActorRequest, round_id: int) -> HttpResponseBase:
    """The round and its applications; a POST (``act``) brings schools or points, allocates, publishes, takes back."""
    held = enrolment.one_round(round_id)
    if not request.actor.may(enrolment.RUN, region=held.region):
        request.actor.require(enrolment.SEE)
    if request.GET.get("format") == "xlsx":
        return send_list(
            request, EXPORT, {"round": str(round_id), "show": request.GET.get("show", "")}
        )
    if request.method != "POST":
        return _page(request, held)
    try:
        messages.success(request, _do(request, held))
    except (Refused, Conflict) as error:
        return _page(request, held, sentence(error, get_language() or "zh-hans"))
    return redirect(link("office:school_round", round_id))


def _do(request: ActorRequest, held: Round) -> str:
    acts: dict[str, Callable[[], str]] = {
        "schools": lambda: _schools(request, held),
        "points": lambda: _points(request, held),
        "allocate": lambda: _allocated(request, held),
        "publish": lambda: _published(request, held),
        "lapse": lambda: _lapsed(request, held),
    }
    act = request.POST.get("act", "")
    if act not in acts:
        raise Refused("case_text_missing")
    return acts[act]()


def _file(request: ActorRequest) -> tuple[bytes, str]:
    sent = request.FILES.get("file")
    if sent is None:
        raise Refused("school_file")
    return sent.read(enrolment.MOST_BYTES + 1), sent.name or ""


def _schools(request: ActorRequest, held: Round) -> str:
    data, name = _file(request)
    made = enrolment.import_schools(held.id, data, name, actor=request.actor, at=request.at)
    return _("学校已更新，%(n)s 行未通过。") % {"n": len(made.refused)}


def _points(request: ActorRequest, held: Round) -> str:
    data, name = _file(request)
    done, wrong = enrolment.import_points(held.id, data, name, actor=request.actor, at=request.at)
    lines = "、".join(f"{n or '-'}（{number}）" for n, number in wrong[:10])
    if wrong:
        return _("积分写入 %(n)s 份报名，%(m)s 行未写入：%(lines)s") % {
            "n": done,
            "m": len(wrong),
            "lines": lines,
        }
    return _("积分写入 %(n)s 份报名。") % {"n": done}


def _allocated(request: ActorRequest, held: Round) -> str:
    counts = enrolment.allocate_places(
        held.id, request.POST.get("seed", "")[:100], actor=request.actor, at=request.at
    )
    return _(
        "分配完：%(n)s 名，%(placed)s 名有学位（第一志愿 %(first)s，统筹 %(arranged)s），候补 %(waiting)s。"
    ) % {
        "n": counts.children,
        "placed": counts.placed,
        "first": counts.first_choice,
        "arranged": counts.arranged,
        "waiting": counts.waiting,
    }


def _published(request: ActorRequest, held: Round) -> str:
    enrolment.publish_places(held.id, actor=request.actor, at=request.at)
    return _("已公布，每家都会收到通知。")


def _lapsed(request: ActorRequest, held: Round) -> str:
    back, moved = enrolment.lapse_unanswered(held.id, actor=request.actor, at=request.at)
    return _("收回 %(n)s 个逾期未确认的学位，递补 %(m)s 名。") % {"n": back, "m": moved}


def _page(request: ActorRequest, held: Round, error: str = "") -> HttpResponse:
    show, typed = request.GET.get("show", "waits"), request.GET.get("q", "")[:30]
    show = show if show in enrolment.LISTS else "waits"
    page = page_of(request)
    lines, counts = enrolment.enrolment_queue(
        request.actor, held.id, show=show, words=typed, page=page
    )
    _recorded(request, [e.child_id for e in lines], ACTION)
    schools = enrolment.schools_of(held.id)
    names = names_for(codes=[held.region, *(e.region for e in lines)])
    today = local_date(request.at)
    return render(
        request,
        "office/schooling/round.html",
        {
            "round": held,
            "place": names.place(held.region),
            "state": label(words.ROUND_STATES, held.state.value),
            "days": enrolment_page.days(held),
            "rows": [
                {
                    **enrolment_page.named(e, schools),
                    "place": names.place(e.region),
                    "url": link("office:school_one", e.id),
                }
                for e in lines
            ],
            "lists": [
                (
                    code,
                    label(words.LISTS, code),
                    counts[code],
                    link("office:school_round", held.id, show=code, q=typed),
                )
                for code in enrolment.LISTS
            ],
            "show": show,
            "typed": typed,
            "total": counts[show],
            "paging": list_parts(request, page, len(lines), counts[show]),
            "schools": [
                {
                    "one": s,
                    "places": enrolment_page.places(s),
                }
                for s in schools.values()
            ],
            "may_run": request.actor.may(enrolment.RUN, region=held.region),
            "closed": today > held.apply_to,
            "publishable": today >= held.results_on,
            "lapsable": held.state.value == "published" and today > held.reply_by,
            "point_titles": "、".join(t for _n, t, _m in enrolment.POINT_COLUMNS),
            "error": error,
        },
        status=422 if error else 200,
    )


def _recorded(request: ActorRequest | Asker, people: list[int], action: str) -> None:
    audit.record_read(
        request.actor,
        person_ids=people,
        fields=["name", "birth_date", "enrolment"],
        action=action,
        at=request.at,
    )


def _listing(asker: Asker, asked: Asked, up_to: int | None) -> Listing:
    asker.actor.require(enrolment.SEE)
    number = asked.get("round", "")
    held = enrolment.one_round(int(number) if number.isdecimal() and len(number) < 19 else 0)
    found = enrolment.enrolment_lines(
        asker.actor,
        held.id,
        show=asked.get("show") or "all",
        most=min(up_to or AT_MOST, AT_MOST),
    )
    _recorded(asker, [e.child_id for e in found], f"{ACTION}_sheet")
    schools = enrolment.schools_of(held.id)
    titles = [
        _("报名编号"), _("孩子"), _("出生日期"), _("监护人"), _("住址"),
        _("年级"), _("志愿"), _("状态"), _("录取学校"), _("积分"),
    ]  # fmt: skip
    cells = [
        (
            e.number,
            e.name,
            e.born,
            e.guardian,
            e.home,
            str(e.grade),
            "、".join(schools[c].name if c in schools else c for c in e.choices),
            shown["state"]["text"],
            shown["school"],
            str(e.points),
        )
        for e in found
        for shown in [enrolment_page.named(e, schools)]
    ]
    make = partial(pl.DataFrame, orient="row", schema=_COLUMNS)
    return Listing(_("入学报名"), titles, len(cells), iter([make(cells)] if cells else []))


_COLUMNS = {
    "n": pl.Utf8,
    "c": pl.Utf8,
    "b": pl.Date,
    **dict.fromkeys(("g", "h", "y", "w", "s", "k", "p"), pl.Utf8),
}
EXPORT = Export("office.school", lambda _who, _asked: "enrolment.xlsx", _listing)


@require_safe
def refused(request: ActorRequest, round_id: int) -> HttpResponse:
    """Lines of the list of schools that were left out, with the reason."""
    held = enrolment.one_round(round_id)
    request.actor.require(enrolment.RUN, region=held.region)
    widest = max((len(r.cells) for r in held.refused), default=0)
    rows = [
        [
            str(r.line),
            f"{r.column}：{label(words.SCHOOL_FAULTS, r.fault)}（{r.value}）",
            *r.cells,
            *[""] * (widest - len(r.cells)),
        ]
        for r in held.refused
    ]
    titles = [_("行"), _("未通过的原因"), *[""] * widest]
    frame = pl.DataFrame(rows, schema={f"c{n}": pl.Utf8 for n in range(widest + 2)}, orient="row")
    return workbook(frame, _("未通过的行"), f"schools-{held.id}-refused.xlsx", titles)


@require_http_methods(["GET", "POST"])
def children(request: ActorRequest, round_id: int) -> HttpResponse:
    """The children with a place in the clerk's schools; a POST notes what a vaccination certificate shows."""
    request.actor.require(enrolment.SCHOOL)
    held, error = enrolment.one_round(round_id), ""
    if request.method == "POST":
        number = request.POST.get("enrolment", "")
        try:
            enrolment.note_vaccination(
                int(number) if number.isdecimal() and len(number) < 19 else 0,
                request.POST.get("result", ""),
                key=act_key(request),
                actor=request.actor,
                at=request.at,
            )
        except (Refused, Conflict, NotAllowed) as refused_:
            error = sentence(refused_, get_language() or "zh-hans")
        else:
            messages.success(request, _("已记录，学位不受影响。"))
            return redirect(link("office:school_children", round_id))
    found = enrolment.school_list(request.actor, round_id, most=SCHOOL_MOST)
    _recorded(request, [e.child_id for e in found], f"{ACTION}_children")
    schools = enrolment.schools_of(round_id)
    return render(
        request,
        "office/schooling/children.html",
        {
            "round": held,
            "rows": [
                {
                    **enrolment_page.named(e, schools),
                    "vaccination": label(words.VACCINATION, e.vaccination) if e.vaccination else "",
                    "key": new_key(),
                }
                for e in found
            ],
            "results": offered(words.VACCINATION, *words.VACCINATION),
            "check_days": enrolment.CHECK_DAYS,
            "error": error,
        },
        status=422 if error else 200,
    )
