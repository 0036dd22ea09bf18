"""One's own exported files: how far each is, the download, why one could not be made."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anju.foundation.audit import api as audit
from anju.foundation.errors import AnjuError, Conflict, NotFound
from anju.foundation.exports import api as exports
from anju.foundation.exports.api import Export
from anju.foundation.progress import api as progress
from anju.foundation.sheets.writer import XLSX
from anju.interfaces.exports import listing as lists
from anju.interfaces.exports.asking import ask
from anju.interfaces.exports.registry import lists as registered
from anju.interfaces.exports.rights import actor_now
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web.session import ActorRequest

STATES = {
    "waiting": ("aj-chip-soon", "loader-2"),
    "ready": ("aj-chip-good", "circle-check"),
    "failed": ("aj-chip-late", "alert-circle"),
}


@require_safe
def listing(request: ActorRequest) -> HttpResponse:
    """All one's own files, newest first."""
    found = exports.recent(request.actor)
    return _page(request, "list", {"files": [_shown(one) for one in found]})


@require_safe
def one(request: ActorRequest, selector: str) -> HttpResponse:
    """One file: its progress, its download, or why it could not be made."""
    return _page(request, "one", _context(exports.one(selector)))


@require_safe
def progress_of(request: ActorRequest, selector: str) -> HttpResponse:
    """How far the worker is; the page comes anew when it has ended."""
    found = exports.one(selector)
    if found.state != "waiting":
        answer = HttpResponse()
        answer["HX-Redirect"] = reverse("exports:one", args=[found.selector])
        return answer
    return render(request, "exports/progress.html", _context(found))


@require_safe
def download(request: ActorRequest, selector: str) -> HttpResponseBase:
    """The file, for the one who asked and under the rights it was made under. That it left is recorded."""
    found = exports.one(selector)
    if found.state != "ready":
        raise Conflict("export_not_ready")
    actor = actor_now(found, request.at)
    audit.record_list(
        actor,
        action="export.download",
        subject_kind="export",
        subject_id=found.selector,
        fields=("name",),
        at=request.at,
    )
    answer = StreamingHttpResponse(exports.parts(found), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{found.file_name}"'
    answer["Content-Length"] = str(found.size)
    return answer


@require_POST
def again(request: ActorRequest, selector: str) -> HttpResponse:
    """Ask for the same list once more, under the rights and for the purpose of now."""
    found = exports.one(selector)
    known = registered().get(found.kind)
    if known is None or found.state == "waiting":
        raise NotFound("export_unknown", days=exports.TERM.days)
    noted = ask(
        request,
        known,
        exports.asked_of(found),
        title=found.title,
        language=get_language() or "zh-hans",
    )
    return redirect("exports:one", noted.selector)


@require_POST
def delete(request: ActorRequest, selector: str) -> HttpResponse:
    """Delete a file that is no longer needed."""
    exports.delete(request.actor, exports.one(selector), at=request.at)
    messages.success(request, _("文件已删除。"))
    return redirect("exports:list")


def _page(request: ActorRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    frame = "anju/public.html" if request.actor.kind == "public" else "anju/staff.html"
    back = "/" if name == "list" else reverse("exports:list")
    shown = {"frame": frame, "back_url": back, "days": exports.TERM.days, "rows": lists.AT_ONCE}
    return render(request, f"exports/{name}.html", {**shown, **context})


def _context(found: Export) -> dict[str, Any]:
    task = progress.get(found.task_id) if found.task_id and found.state == "waiting" else None
    return {"file": _shown(found), "task": task, "begun": bool(task and task.done)}


def _shown(found: Export) -> dict[str, Any]:
    """A file as the templates draw it."""
    tone, icon = STATES[found.state]
    failure = AnjuError(found.failure, **found.failure_params)
    words = {"waiting": _("正在制作"), "ready": _("可以下载"), "failed": _("没有成功")}
    return {
        "view": found,
        "tone": tone,
        "icon": icon,
        "state": words[found.state],
        "size": filesizeformat(found.size),
        "why": sentence(failure, get_language() or "zh-hans") if found.failure else "",
    }
