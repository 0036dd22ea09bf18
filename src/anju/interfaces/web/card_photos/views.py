"""A photograph of an identity card comes in, the fields of the form go out. Neither is kept."""

from __future__ import annotations

from typing import IO, Any

from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, JsonResponse, QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from anju.foundation.errors import AnjuError, Refused, Unavailable
from anju.foundation.files import LARGEST
from anju.interfaces.card_reading import card_answer
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web.session import ActorRequest
from anju.interfaces.web.uploads import FORM_BYTES


class _InMemory(MemoryFileUploadHandler):
    """Takes a file of any size into memory. Larger ones are refused before the first byte of them is read."""

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, str],  # noqa: N803 - Django's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> tuple[QueryDict, MultiValueDict[str, Any]] | None:
        """Django's own hands files above some size on, to be written to the disk."""
        self.activated = True
        return None


@csrf_exempt  # the form is read, and its token checked, once files are taken into memory
@require_POST
def card_photo(request: ActorRequest) -> JsonResponse:
    """Answer with the fields of the card in the file `photo`, or with `error`, a sentence."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST + FORM_BYTES:
        return _error(Refused("paper_too_large", mb=LARGEST >> 20))
    request.upload_handlers = [_InMemory(request)]
    return _read(request)


@csrf_protect
def _read(request: HttpRequest) -> JsonResponse:
    photo = request.FILES.get("photo")
    try:
        data = photo.read() if photo else b""
        answer = card_answer(
            data,
            actor=request.actor,  # type: ignore[attr-defined]
            at=request.at,  # type: ignore[attr-defined]
            language=get_language() or "zh-hans",
        )
    except AnjuError as error:  # answered here: the counted try must stay counted
        return _error(error)
    return JsonResponse(answer, headers={"Cache-Control": "no-store"})


def _error(error: AnjuError) -> JsonResponse:
    status = 503 if isinstance(error, Unavailable) else 422
    if error.code == "too_many_tries":
        status = 429
    return JsonResponse({"error": sentence(error, get_language() or "zh-hans")}, status=status)
