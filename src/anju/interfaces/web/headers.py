"""Headers that tell the browser to run nothing but our own files, and to tell nobody where it was."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        # tick marks and one-time QR codes are data: images; photos are previewed as blobs
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
FEATURES = "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()"


class SecureHeaders:
    """Adds the headers to every answer that does not bring its own. Stands first, so that error pages have them too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Django hands over the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer. Pages of signed-in people are kept in no cache."""
        response = self.get_response(request)
        response.setdefault("Content-Security-Policy", POLICY)
        response.setdefault("Permissions-Policy", FEATURES)
        response.setdefault("X-Content-Type-Options", "nosniff")
        response.setdefault("X-Frame-Options", "DENY")
        response.setdefault("Referrer-Policy", "same-origin")
        response.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        actor = getattr(request, "actor", None)
        if actor is not None and actor.user_id is not None:
            response.setdefault("Cache-Control", "no-store")
        return response
