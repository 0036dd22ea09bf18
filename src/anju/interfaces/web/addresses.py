"""Absolute addresses that leave the site: in messages, on codes, on paper."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse


def public_link(route: str, *args: object) -> str:
    """The address of a page as the world reaches it. Never made from the Host header, which the sender chooses."""
    return f"{settings.PUBLIC_URL}{reverse(route, args=args)}"
