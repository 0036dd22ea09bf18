"""A notice to the other side of a case as pages show it: what is claimed, until when it answers, what it must bring."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from anju.domains.casework.api import respondents
from anju.domains.casework.api.cases import Side
from anju.domains.casework.api.respondents import Notice, NoticeState
from anju.foundation.errors import Refused
from anju.interfaces.texts import casework as words
from anju.interfaces.web.casework.case_page import author, each_file, value_text, which
from anju.interfaces.web.choosing import label
from anju.interfaces.web.session import ActorRequest

CHIPS = {
    NoticeState.RUNNING: ("aj-chip", "clock"),
    NoticeState.ANSWERED: ("aj-chip aj-chip-good", "circle-check"),
    NoticeState.SILENT: ("aj-chip aj-chip-late", "alert-triangle"),
}


def line(notice: Notice, now: datetime) -> dict[str, Any]:
    """A notice as a line of a list."""
    state = notice.state(now)
    css, icon = CHIPS[state]
    return {
        "one": notice,
        "title": notice.matter.words[which()],
        "state": {"text": _state(notice, state), "css": css, "icon": icon},
        "silent": state is NoticeState.SILENT,
    }


def shown(notice: Notice, now: datetime) -> dict[str, Any]:
    """Everything a page says about a notice."""
    n, matter = which(), notice.matter
    kinds = matter.kinds
    return {
        **line(notice, now),
        "stage": dict(matter.stages).get(notice.stage, ("", ""))[n],
        "claim": [
            {"words": q.words[n], "value": value_text(q, notice.claim[q.fact])}
            for q in matter.questions
            if q.fact in notice.claim
        ],
        "term": notice.term.source[n],
        "silence": notice.rule.silence[n],
        "documents": [
            {"code": d.code, "name": d.words[n], "source": d.source[n], "there": there}
            for d, there in notice.documents
        ],
        "events": [
            {
                "text": label(words.STEPS, e.step.value),
                "more": _detail(e.detail, kinds),
                "words": e.text,
                "side": label(words.SIDES, e.side.value),
                "by": author(e.by_label),
                "mine": e.side is Side.RESPONDENT,
                "at": e.at,
            }
            for e in notice.events
        ],
        "files": [
            {
                "one": f,
                "kind": kinds.get(f.kind, (_("其他"), _("其他")))[n],
                "side": label(words.SIDES, f.side.value),
                "by": author(f.by_label),
            }
            for f in notice.files
        ],
        "open_payments": notice.stated > notice.received,
    }


def _state(notice: Notice, state: NoticeState) -> str:
    due = f"{notice.due_at:%Y-%m-%d}"
    if state is NoticeState.SILENT:
        return _("逾期未答复（应在 %(due)s 前）") % {"due": due}
    if notice.late:
        return _("已答复，但超期了（应在 %(due)s 前）") % {"due": due}
    if state is NoticeState.ANSWERED:
        return _("已答复")
    return _("应在 %(due)s 前答复") % {"due": due}


def _detail(detail: Mapping[str, str], kinds: Mapping[str, tuple[str, str]]) -> str:
    if "day" in detail:
        return _("%(day)s 付 %(n)s 元") % {"day": detail["day"], "n": detail["amount"]}
    if "sha256" in detail:
        return kinds.get(detail["kind"], ("", ""))[which()]
    return detail.get("name", "")


def keep_files(request: ActorRequest, notice_id: int) -> tuple[int, list[Refused]]:
    """Keep every file of the form as the other side's document: how many, and what is wrong with the others."""
    keep = partial(respondents.produce, notice_id, actor=request.actor, at=request.at)
    return each_file(request, keep)
