"""An application made ready for the pages that draw it: the same words for the applicant and for staff."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from anju.domains.permits.api.applications import (
    Application,
    ApplicationState,
    ApplicationView,
    Need,
    QueueLine,
    Stage,
)
from anju.domains.permits.api.eligibility import articles
from anju.foundation import codes
from anju.foundation.errors import AnjuError
from anju.interfaces.texts import applications as words
from anju.interfaces.texts.labels import DOCUMENTS, RELATIONS
from anju.interfaces.texts.sentences import sentence, text_of
from anju.interfaces.web.choosing import label

TONES = {
    "draft": "",
    "confirming": "aj-chip-soon",
    "incomplete": "aj-chip-soon",
    "deciding": "",
    "approved": "aj-chip-good",
    "refused": "aj-chip-late",
    "withdrawn": "",
    "lapsed": "",
}
ICONS = {
    "draft": "pencil",
    "confirming": "user-question",
    "incomplete": "file-plus",
    "deciding": "clock",
    "approved": "circle-check",
    "refused": "x",
    "withdrawn": "arrow-back-up",
    "lapsed": "clock-off",
}


def chip(state: str) -> dict[str, str]:
    """The state in words, colour and sign."""
    return {
        "code": state,
        "text": label(words.STATES, state),
        "tone": TONES[state],
        "icon": ICONS[state],
    }


def why_not(error: AnjuError) -> str:
    """A refusal in words; of a photograph with every reason, of an early application without a day
    where there is none."""
    language = get_language() or "zh-hans"
    if error.code == "photo_not_fit":
        comma = "；" if language.startswith("zh") else "; "
        reasons = comma.join(text_of(r, language, {}) for r in error.params["reasons"])
        return text_of(error.code, language, {"reasons": reasons})
    if error.code == "not_entitled_yet" and not error.params.get("since"):
        comma = "、" if language.startswith("zh") else ", "
        return _("还缺：%(what)s") % {
            "what": comma.join(label(words.NEEDS, c) for c in error.params.get("codes", ()))
        }
    if error.code == "not_entitled_now":
        comma = "、" if language.startswith("zh") else ", "
        return text_of(
            error.code,
            language,
            {
                **error.params,
                "codes": comma.join(label(words.NEEDS, c) for c in error.params["codes"]),
            },
        )
    return sentence(error, language)


def need_lines(needs: Iterable[Need]) -> list[dict[str, Any]]:
    """What is needed, with what proves it."""
    return [
        {
            "code": n.code,
            "text": label(words.NEEDS, n.code),
            "article": label(articles(), n.article),
            "met": n.met_by,
            "met_text": label(words.MET, n.met_by),
            "due": n.due,
            "papers": [(p, label(words.SUPPORTING_DOCUMENTS, p)) for p in n.documents],
        }
        for n in needs
    ]


def facts_of(view: ApplicationView) -> list[dict[str, Any]]:
    """The facts the register proves, for the why note."""
    return [
        {
            "text": (
                f"{label(words.NEEDS, p['code'])}{_('，自 %(day)s') % {'day': p['since']} if p.get('since') else ''}"
            ),
            "source": "",
        }
        for p in view.proofs
    ]


def articles_of(view: ApplicationView) -> list[dict[str, str]]:
    """The articles those facts satisfy, each once."""
    return [
        {"text": label(articles(), a), "url": ""}
        for a in dict.fromkeys(p["article"] for p in view.proofs)
    ]


def way_of(found: Application) -> list[dict[str, Any]]:
    """The stages in their order: done, now, next; with the decisions at each."""
    view = found.view
    reached = (
        view.stages.index(view.stage)
        if view.stage in view.stages
        else (
            len(view.stages)
            if view.state in (ApplicationState.APPROVED, ApplicationState.REFUSED)
            else 0
        )
    )
    return [
        {
            "stage": label(words.STAGES, s),
            "state": "done" if n < reached else "now" if n == reached and view.stage else "next",
            "eyes": s in view.four_eyes,
            "voices": stage_decisions(found, s),
        }
        for n, s in enumerate(view.stages)
    ]


def stage_decisions(found: Application, stage: Stage) -> list[dict[str, Any]]:
    """The decisions at one stage."""
    return [
        {
            "by": d.by_label,
            "at": d.at,
            "agree": d.decision == "agree",
            "text": label(words.DECISIONS, d.decision),
            "note": d.note,
            "reasons": [label(words.REFUSALS, r) for r in d.reasons],
        }
        for d in found.decisions
        if d.stage is stage and d.round == found.view.round
    ]


def story(found: Application) -> list[dict[str, Any]]:
    """What happened, newest first."""
    view = found.view
    lines: list[tuple[Any, str, str]] = [
        (
            view.created_at,
            _("开始填写") + " · " + label(words.CHANNELS, view.channel),
            "" if view.channel == "phone" else view.created_label,
        )
    ]
    if view.confirmed_at:
        lines.append((view.confirmed_at, _("本人同意"), ""))
    if found.notice:
        lines.append((found.notice.at, _("一次性告知缺什么"), found.notice.by_label))
        if found.notice.answered_at:
            lines.append((found.notice.answered_at, _("已补齐"), ""))
    if view.accepted_at:
        lines.append((view.accepted_at, _("受理，时限开始"), ""))
    for d in found.decisions:
        reasons = "；".join(label(words.REFUSALS, r) for r in d.reasons)
        text = f"{label(words.STAGES, d.stage)}：{label(words.DECISIONS, d.decision)}"
        lines.append((d.at, " · ".join(t for t in (text, reasons, d.note) if t), d.by_label))
    lines += [
        (m.at, _("申请人搬到别的社区，从头征求意见") if m.again else _("申请人换了住处"), "")
        for m in view.moves
    ]
    if view.closed_at:
        lines.append((view.closed_at, label(words.STATES, view.state), ""))
    lines.sort(key=lambda e: e[0])
    return [{"at": at, "text": text, "by": by} for at, text, by in lines[::-1]]


def proxy_of(view: ApplicationView) -> dict[str, Any] | None:
    """Who applied for the person, and how both identities were shown."""
    if view.proxy is None:
        return None
    p = view.proxy
    return {
        "name": p.name,
        "masked": p.masked,
        "document": label(DOCUMENTS, p.document),
        "relation": label(RELATIONS, p.relation),
        "reason": label(words.PROXIES, p.reason),
        "person_shown": label(words.PROXY_IDENTITY, p.shown.get("person", "")),
        "proxy_shown": label(words.PROXY_IDENTITY, p.shown.get("proxy", "")),
    }


def notice_of(found: Application) -> dict[str, Any] | None:
    """The one notice, item by item."""
    if found.notice is None:
        return None
    return {
        "at": found.notice.at,
        "by": found.notice.by_label,
        "until": found.notice.answer_until,
        "answered": found.notice.answered_at,
        "items": [
            {
                "text": label(words.NEEDS, i.code)
                if i.code in words.NEEDS
                else label(words.SUPPORTING_DOCUMENTS, i.code),
                "article": label(articles(), i.article),
                "note": i.note,
                "settled": i.settled_at,
                "papers": [(p, label(words.SUPPORTING_DOCUMENTS, p)) for p in i.documents],
            }
            for i in found.notice.items
        ],
    }


def supporting_documents_of(found: Application) -> list[dict[str, Any]]:
    """The supporting documents, each with what it is."""
    return [
        {
            "id": p.id,
            "kind": p.kind,
            "text": label(words.SUPPORTING_DOCUMENTS, p.kind),
            "at": p.at,
            "gone": p.gone,
            "picture": p.content_type.startswith("image/"),
            "size": p.size // 1024 + 1,
        }
        for p in found.documents
    ]


def uploads(lines: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The file fields a page offers for what is still missing: one a need, with a choice where several
    papers will do."""
    return [
        line for line in lines if not line.get("met") and not line.get("settled") and line["papers"]
    ]


def line_of(line: QueueLine) -> dict[str, Any]:
    """One application of a list."""
    return {
        "line": line,
        "chip": chip(line.state),
        "channel": label(words.CHANNELS, line.channel),
        "stage": label(words.STAGES, line.stage) if line.stage else "",
    }


def ethnicities() -> list[tuple[str, str]]:
    """Codes of GB/T 3304 with the words printed on the card, in Chinese whatever the language."""
    return [(code, name) for code, name in codes.ETHNICITY.chinese.items() if code < "97"]
