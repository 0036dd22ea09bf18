"""QR codes drawn into a page."""

from __future__ import annotations

import segno
from django.utils.safestring import SafeString, mark_safe


def qr_of_link(address: str) -> SafeString:
    """The code of an address as SVG. The library writes nothing into it but its own drawing."""
    drawing = segno.make(address, error="m").svg_inline(
        scale=6,
        border=2,
        dark="#17242b",
        light="#fff",
        omitsize=True,
        svgclass="aj-qr",
        lineclass=None,
    )
    return mark_safe(drawing)  # noqa: S308
