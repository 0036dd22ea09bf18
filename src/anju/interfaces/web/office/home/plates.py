"""Plates: a QR code that carries the home's code and nothing else, as drawing, as page to print, as PDF.

Not an address of this site: a plate outlives host names, and a stranger's camera learns nothing from it.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Sequence
from pathlib import Path

import segno
import typst
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anju.domains.places import api as places
from anju.domains.places.api import HomeView
from anju.interfaces.web.files import PDF, as_file
from anju.interfaces.web.fonts import require_on_sheet, require_printable
from anju.interfaces.web.session import ActorRequest

QUIET = 4
"""Modules of white around the code that readers need (ISO/IEC 18004)."""
SHEET = Path(__file__).with_name("plates.typ")


def drawing(code: str, scale: int) -> SafeString:
    """The plate's code as an SVG element."""
    out = io.BytesIO()
    segno.make(code, error="q", micro=False).save(
        out,
        kind="svg",
        scale=scale,
        border=QUIET,
        xmldecl=False,
        svgns=True,
        svgclass="aj-qr",
        lineclass=None,
        title=code,
        omitsize=True,
    )
    return mark_safe(out.getvalue().decode())  # noqa: S308 - drawn by the library from a code of our alphabet


@require_safe
def svg(request: ActorRequest, code: str) -> HttpResponse:
    """One code as an image."""
    from anju.interfaces.web.office.home.views import visible_home

    home = visible_home(request.actor, code)
    return HttpResponse(drawing(home.code, 8), content_type="image/svg+xml")


@require_safe
def plates(request: ActorRequest, building_id: int) -> HttpResponse:
    """All plates of a building, or with ``?home=`` one, as a page to print; with ``?format=pdf`` as PDF."""
    from anju.interfaces.web.office.home.views import visible_building

    building = visible_building(request.actor, building_id)
    one = request.GET.get("home", "")
    homes = [
        h
        for h in places.homes_of_building(building_id)
        if not one or h.code == places.tidy_code(one)
    ]
    homes.sort(key=lambda h: (h.unit, h.floor, h.room))
    if request.GET.get("format") == "pdf":
        return as_file(pdf(homes), f"plates-{building.code}.pdf", PDF, shown=True)
    require_on_sheet(h.text for h in homes)
    query = f"&home={homes[0].code}" if one and homes else ""
    return render(
        request,
        "office/home/plates.html",
        {
            "building": building,
            "plates": [{"home": h, "qr": drawing(h.code, 4)} for h in homes],
            "pdf_url": f"?format=pdf{query}",
            "printed_at": request.at,
            "printed_by": request.actor.label,
        },
    )


def pdf(homes: Sequence[HomeView]) -> bytes:
    """A4 sheets of plates, three by four. Raises `Refused` ``text_not_printable`` (`characters`)."""
    require_printable(h.text for h in homes)
    with tempfile.TemporaryDirectory() as folder:
        for home in homes:
            Path(folder, f"{home.code}.svg").write_text(drawing(home.code, 4), encoding="utf-8")
        Path(folder, "sheet.typ").write_text(SHEET.read_text(encoding="utf-8"), encoding="utf-8")
        lines = "\n".join(f"{h.code}\t{h.text}" for h in homes)
        Path(folder, "homes.tsv").write_text(lines, encoding="utf-8")
        made = typst.compile(
            str(Path(folder, "sheet.typ")), sys_inputs={"hint": _("扫码登记居住 · 请勿遮挡")}
        )
    if not isinstance(made, bytes):
        raise TypeError("typst answered with several files")
    return made
