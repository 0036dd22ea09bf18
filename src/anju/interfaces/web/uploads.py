"""How much somebody may send at once, refused before the first byte of it is read."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from anju.domains.casework.api import catalogue, enrolment
from anju.domains.exchange.api import catalogue as resources
from anju.domains.exchange.api import forms, transfers
from anju.domains.register import api as register
from anju.foundation.errors import Refused
from anju.foundation.files import LARGEST
from anju.interfaces.texts.sentences import text_of
from anju.interfaces.web.refusals import refusal
from anju.interfaces.web.tokens import API

FORM_BYTES = 1024 * 1024
"""Bytes for the other fields of a form; and all that a stranger, who has no file to send, may send."""

OLD_PERMITS_BYTES = 16 * 1024 * 1024
"""A table of permits that were issued before: 200,000 rows and more."""
UPLOADS = {
    "table": register.MOST_BYTES,
    "results": register.MOST_BYTES,
    "old_permits": OLD_PERMITS_BYTES,
    "catalogue": catalogue.MOST_BYTES,
    "schools": enrolment.MOST_BYTES,
    "resources": resources.MOST_BYTES,
    "form": forms.MOST_BYTES,
    "record": transfers.MOST_BYTES,
    "paper": LARGEST,
    "boundaries": 16 * 1024 * 1024,
    "field_queue": 16 * 1024 * 1024,
    "mapping": 1024 * 1024,
}
"""Bytes of one file, by what it is: a list, results of a production centre, earlier permits, a form of another
office, a signed record, a picture or document, boundaries of grids, the queue of a phone, a mapping of columns."""


def too_large(kind: str, language: str) -> str:
    """The sentence that refuses a larger file of this kind: the browser says it before sending, the server after."""
    megabytes = UPLOADS[kind] >> 20
    if kind == "paper":
        return text_of("paper_too_large", language, {"mb": megabytes})
    return text_of("upload_too_large", language, {"megabytes": megabytes})


def largest(kind: str) -> str:
    """The largest size of this kind of upload, in words."""
    return _("单个文件最大 %(mb)s MB") % {"mb": UPLOADS[kind] >> 20}


def limit_attributes(kind: str) -> dict[str, str]:
    """Attributes of a file field that let ``upload_limit.js`` refuse a larger file, in the server's own sentence."""
    return {
        "data-most-bytes": str(UPLOADS[kind]),
        "data-too-large": too_large(kind, get_language() or "zh-hans"),
    }


def too_much(request: HttpRequest, *, stranger: bool) -> HttpResponse | None:
    """The answer to a request that announces more than it may bring; None for all others.

    A body without an announced length is not read at all (Django takes it for empty); one shorter than announced is
    refused when it is read.
    """
    length = request.META.get("CONTENT_LENGTH") or "0"
    most = FORM_BYTES if stranger else register.MOST_BYTES + FORM_BYTES
    if length.isdecimal() and int(length[:18]) <= most:
        return None
    error = Refused(
        "upload_too_large", megabytes=(FORM_BYTES if stranger else register.MOST_BYTES) >> 20
    )
    if not request.path.startswith(API):
        answer = refusal(request, error)
    else:
        body = {
            "type": f"urn:anju:problem:{error.code}",
            "title": "Too large",
            "status": 413,
            "code": error.code,
            "detail": text_of(
                error.code, request.headers.get("Accept-Language", "zh")[:2], error.params
            ),
            "instance": f"urn:anju:request:{getattr(request, 'request_id', '')}",
            "params": error.params,
        }
        answer = HttpResponse(
            json.dumps(body, ensure_ascii=False), content_type="application/problem+json"
        )
    answer.status_code = 413
    answer["Connection"] = "close"  # what is still on its way is not waited for
    return answer
