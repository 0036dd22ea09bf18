"""Absolute addresses that leave the site: in messages and on codes."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse


def invitation_link(request: HttpRequest, token: str) -> str:
    """Where an invitation is opened."""
    return request.build_absolute_uri(reverse("public:invitation", args=[token]))
