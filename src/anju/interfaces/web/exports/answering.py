"""How a page answers who wants its list as a file."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language

from anju.interfaces.exports import listing as lists
from anju.interfaces.exports.asking import ask
from anju.interfaces.exports.listing import Asked, Export
from anju.interfaces.web.files import as_sheet
from anju.interfaces.web.session import ActorRequest


def send_list(request: ActorRequest, export: Export, asked: Asked) -> HttpResponseBase:
    """A short list at once; of a long one the page that shows how far the worker is with it."""
    listing = export.listing(request, asked, lists.AT_ONCE + 1)
    if listing.count > lists.AT_ONCE:
        noted = ask(
            request, export, asked, title=listing.sheet, language=get_language() or "zh-hans"
        )
        return redirect("exports:one", noted.selector)
    export.begun(request, asked)
    return as_sheet(listing, export.file_name(request, asked))
