"""``{% icon "home" %}``: an outline icon of Tabler, drawn into the page."""

from __future__ import annotations

import re
from functools import lru_cache

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
NAME = re.compile(r"[a-z0-9-]+")


@lru_cache(maxsize=512)
def drawing(name: str) -> SafeString:
    """The inside of one icon's SVG. A `LookupError` names an icon that does not exist."""
    file = settings.NODE_MODULES / "@tabler/icons/icons/outline" / f"{name}.svg"
    if not NAME.fullmatch(name) or not file.is_file():
        raise LookupError(f"no icon named {name}")
    body = file.read_text(encoding="utf-8").split(">", 1)[1].rsplit("</svg>", 1)[0]
    # The file is part of a pinned package, never of a request.
    return mark_safe(" ".join(body.split()))  # noqa: S308


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """Draw an icon. With `label` it speaks to a screen reader, without it is decoration. `size`: "", "s", "l", "xl"."""
    accessible = (
        format_html('role="img" aria-label="{}"', label)
        if label
        else mark_safe('aria-hidden="true"')
    )
    return format_html(
        '<svg class="aj-icon{}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" '
        'stroke-linecap="round" stroke-linejoin="round" focusable="false" {}>{}</svg>',
        f" aj-icon-{size}" if size else "",
        accessible,
        drawing(name),
    )
