"""The verifier's page, its service worker, the issuers and the lists; and a check on the server for SM2."""

from __future__ import annotations

from dataclasses import replace

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from anju.domains.access import api as access
from anju.domains.permits import api as permits
from anju.foundation.credentials import status_list
from anju.foundation.credentials.verification import StatusBasis, Trust, verify
from anju.foundation.errors import NotFound, Refused
from anju.interfaces.texts import verdicts
from anju.interfaces.web.offline import worker_of
from anju.interfaces.web.session import ActorRequest

MODULES = (
    "base45",
    "cbor",
    "code",
    "examine",
    "jws",
    "lists",
    "page",
    "scan",
    "sd_jwt",
    "store",
    "unfold",
)
LONGEST = 20_000
"""Characters of a permit that is sent for checking."""


def _modules() -> dict[str, str]:
    return {name: static(f"anju/js/verify/{name}.js") for name in MODULES}


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The page. It is the same for everybody: what it holds may be kept by the browser."""
    return render(
        request,
        "verifier/page.html",
        {
            "modules": _modules(),
            "jsqr": static("vendor/jsqr.js"),
            "words": verdicts.in_language(get_language() or "zh-hans"),
        },
    )


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker: served from ``/verify/`` because that is all it may look after."""
    return worker_of(request, page=reverse("verifier:page"), cache="anju-verify-page")


@require_safe
def issuers(request: ActorRequest) -> JsonResponse:
    """The issuer's name and keys (draft-ietf-oauth-sd-jwt-vc)."""
    return JsonResponse(
        permits.issuers(request.at),
        headers={"Cache-Control": "public, max-age=60", "Access-Control-Allow-Origin": "*"},
    )


@require_safe
def status(request: HttpRequest, code: str) -> HttpResponse:
    """A signed status list, whole: whoever fetches it tells nobody which permit is meant."""
    found = permits.status_token(code)
    if found is None:
        raise NotFound("status_list_unknown")
    etag = f'"{code}-{found[1]}"'
    headers = {
        "ETag": etag,
        "Cache-Control": "public, max-age=60",
        "Access-Control-Allow-Origin": "*",
    }
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(found[0], content_type=status_list.MEDIA_TYPE, headers=headers)


@csrf_exempt
@require_POST
def check(request: ActorRequest) -> JsonResponse:
    """Check a permit on the server, for browsers that cannot (SM2): the status is the register's own, now.
    Nothing of it is kept."""
    try:
        access.count_try("verify.address", str(get_adapter().get_client_ip(request)), at=request.at)
    except Refused as refused:
        return JsonResponse({"error": refused.code, **refused.params}, status=429)
    text = request.body[: LONGEST + 1].decode("utf-8", "replace")
    if len(text) > LONGEST:
        return JsonResponse({"error": "too_long"}, status=413)
    trust = Trust.read(permits.issuers(request.at))
    found = verify(
        text, trust=trust, lists=permits.statuses_now(request.at), at=int(request.at.timestamp())
    )
    if found.basis is StatusBasis.LIST:
        found = replace(found, basis=StatusBasis.REGISTER)
    return JsonResponse({**found.report, "list_age": found.list_age})
