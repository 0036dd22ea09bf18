"""Charts for paper, as SVG: bars of a trend and of parts, in one ink, each with its figures beneath in a table."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

INK, PALE, GREY = "#0d5c63", "#9cc4c0", "#4a5a63"
WIDTH, HEIGHT = 520, 150
_LEFT, _TOP, _BOTTOM = 6, 14, 18
Point = tuple[str, int | float | None]
"""A label and its figure; None: there is none."""


def trend_svg(points: Sequence[Point], *, provisional: bool = False) -> str:
    """Bars over time, the last in another tone while it is provisional. A gap where there is no figure."""
    values = [value for _label, value in points if value is not None]
    high, low = max([0, *values]), min([0, *values])
    room = HEIGHT - _TOP - _BOTTOM
    scale = room / ((high - low) or 1)
    zero = _TOP + high * scale
    slot = (WIDTH - 2 * _LEFT) / max(len(points), 1)
    parts = [
        f'<line x1="0" x2="{WIDTH}" y1="{zero:.1f}" y2="{zero:.1f}" stroke="{GREY}" stroke-width=".6"/>'
    ]
    for n, (label, value) in enumerate(points):
        x = _LEFT + n * slot
        parts.append(_text(x + slot / 2, HEIGHT - 4, label, 8.5))
        if value is None:
            continue
        height = abs(value) * scale
        top = zero - height if value >= 0 else zero
        last = n == len(points) - 1
        fill = PALE if last and provisional else INK
        parts.append(
            f'<rect x="{x + slot * 0.18:.1f}" y="{top:.1f}" width="{slot * 0.64:.1f}" '
            f'height="{max(height, 0.4):.1f}" fill="{fill}"/>'
        )
        if n in (0, len(points) - 1):
            parts.append(_text(x + slot / 2, top - 3, f"{value:,}", 8.5))
    return _svg(WIDTH, HEIGHT, parts)


def bars_svg(points: Sequence[Point]) -> str:
    """Lying bars of parts, one a line, in the order given."""
    line = 16
    high = max([0, *(value for _label, value in points if value is not None)])
    scale = 300 / (high or 1)
    parts = []
    for n, (label, value) in enumerate(points):
        y = n * line
        parts.append(_text(116, y + 11, label, 9, "end"))
        width = max((value or 0) * scale, 0)
        parts.append(f'<rect x="122" y="{y + 3}" width="{width:.1f}" height="10" fill="{INK}"/>')
        parts.append(_text(126 + width, y + 11, "—" if value is None else f"{value:,}", 9, "start"))
    return _svg(WIDTH, max(len(points), 1) * line + 2, parts)


def _svg(width: float, height: float, parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="Noto Sans CJK SC, Droid Sans Fallback, sans-serif">{"".join(parts)}</svg>'
    )


def _text(x: float, y: float, text: str, size: float, anchor: str = "middle") -> str:
    at = f'x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{GREY}" text-anchor="{anchor}"'
    return f"<text {at}>{escape(text)}</text>"
