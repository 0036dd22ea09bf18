"""Pages for named errors: what is wrong, what to do, and the number to quote."""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from anju.foundation.errors import AnjuError, Conflict, NotAllowed, NotFound, Refused, Unavailable
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web.availability import answer_to

STATUS: dict[type[AnjuError], int] = {
    NotAllowed: 403,
    NotFound: 404,
    Conflict: 409,
    Refused: 422,
    Unavailable: 503,
}


def refusal(request: HttpRequest, error: AnjuError) -> HttpResponse:
    """The page for a named error; for htmx and fetch the sentence alone, to be shown where the action was."""
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 422)
    text = sentence(error, get_language() or "zh-hans")
    request_id = getattr(request, "request_id", "")
    if request.headers.get("HX-Request") == "true":
        response = HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
    else:
        context = {
            "status": status,
            "heading": _heading(status),
            "sentence": text,
            "request_id": request_id,
        }
        response = render(request, "refusals/refusal.html", context, status=status)
    response["X-Anju-Reason"] = error.code
    response["X-Request-ID"] = request_id
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page after a form that came without its token: usually a page left open too long."""
    context = {
        "status": 403,
        "form_lost": True,
        "heading": _("页面已过期"),
        "request_id": getattr(request, "request_id", ""),
        "sentence": _("请返回上一页，刷新后再提交一次。"),
    }
    return render(request, "refusals/refusal.html", context, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The page for an address that leads nowhere."""
    return _plain(request, 404, _("没有这个页面。地址可能写错了，或页面已经移走。"))


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The page for what Django itself refuses."""
    return _plain(request, 403, _("您不能打开这个页面。"))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The page for a request that makes no sense."""
    return _plain(request, 400, _("这个请求看不懂。请返回上一页再试一次。"))


def only_sent(request: HttpRequest) -> HttpResponse:
    """The page for an address that takes forms alone and was opened like a page (typed, reloaded, after a change of
    language): nothing was done, and the way back to the nearest page above it."""
    context = {
        "status": 405,
        "heading": _("这里不能直接打开"),
        "request_id": getattr(request, "request_id", ""),
        "sentence": _("这个地址只接收提交的内容，刚才什么也没有改动。请回到页面上操作。"),
        "back_to": _page_above(request.path),
    }
    return render(request, "refusals/refusal.html", context, status=405)


def _page_above(path: str) -> str:
    parts = path.strip("/").split("/")
    for n in range(len(parts) - 1, 0, -1):
        above = "/" + "/".join(parts[:n]) + "/"
        try:
            resolve(above)
        except Resolver404:
            continue
        return above
    return "/"


def broken(request: HttpRequest) -> HttpResponse:
    """The page when something broke here. Drawn without the database, which may be what broke: then 503, and when to
    come back. Django calls it while it handles the exception."""
    if (answer := answer_to(request, sys.exception())) is not None:
        return answer
    context = {
        "status": 500,
        "heading": _heading(500),
        "request_id": getattr(request, "request_id", ""),
        "request": request,
        "csrf_token": get_token(request),
        "sentence": _("系统出了问题，您提交的内容没有保存。请稍后再试一次。"),
    }
    return HttpResponse(render_to_string("refusals/refusal.html", context), status=500)


def _plain(request: HttpRequest, status: int, message: str) -> HttpResponse:
    context = {
        "status": status,
        "heading": _heading(status),
        "sentence": message,
        "request_id": getattr(request, "request_id", ""),
    }
    return render(request, "refusals/refusal.html", context, status=status)


def _heading(status: int) -> str:
    return {
        400: _("请求有误"),
        403: _("不能这样做"),
        404: _("没有找到"),
        409: _("情况已经变了"),
        413: _("还差一点"),
        422: _("还差一点"),
        500: _("出了点问题"),
        503: _("暂时无法办理"),
    }[status]
