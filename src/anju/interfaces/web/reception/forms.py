"""Forms of the reception."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.interfaces.web.days import DayInput
from anju.interfaces.web.declaring import REASON_CHOICES, text_field
from anju.interfaces.web.landlord.forms import Who


class Arrival(Who):
    """Somebody new, and the room; the rest is usual: today, to work here."""

    room = text_field(_("房间"), longest=40, autocomplete="off", autocapitalize="characters")
    start = forms.DateField(label=_("入住日期"), widget=DayInput())
    reason = forms.ChoiceField(label=_("来本地原因"), choices=REASON_CHOICES)

    def stay(self) -> dict[str, Any]:
        """The columns of the stay, but for the home."""
        return {c: self.cleaned_data[c] for c in ("start", "reason")}


PRIMARY = ("name", "doc_number", "phone", "room")
"""Fields that are asked of everybody, in this order; the others stand behind "more"."""
