"""Forms of a person's page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.domains.people.api import PersonView
from anju.interfaces.texts import labels
from anju.interfaces.web.choosing import offered
from anju.interfaces.web.days import DayInput

FIELDS = ("name", "sex", "birth_date", "hukou_text")


class Correction(forms.Form):
    """What may be corrected on a record, and why."""

    name = forms.CharField(label=_("姓名"), max_length=100)
    sex = forms.ChoiceField(
        label=_("性别"),
        choices=offered(labels.SEXES, "1", "2", "0", "9"),
    )
    birth_date = forms.DateField(label=_("出生日期"), required=False, widget=DayInput())
    hukou_text = forms.CharField(label=_("户籍地址"), max_length=200, required=False)
    why = forms.CharField(
        label=_("更正的依据"),
        max_length=200,
        help_text=_("例如：出示了户口簿。更正前后的内容都会留存。"),
    )

    @staticmethod
    def told(view: PersonView) -> dict[str, Any]:
        """What the record says now."""
        return {
            "name": view.name,
            "sex": view.sex,
            "hukou_text": view.hukou_text,
            "birth_date": view.birth_date.isoformat() if view.birth_date else "",
        }

    def changes(self) -> dict[str, Any]:
        """The fields as typed."""
        return {f: self.cleaned_data[f] for f in FIELDS}
