"""Forms of the landlord's pages."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.interfaces.web.days import DayInput
from anju.interfaces.web.declaring import (
    DOCUMENTS,
    REASON_CHOICES,
    SEXES,
    document_of,
    nationality_field,
    text_field,
)
from anju.interfaces.web.uploads import largest, limit_attributes

_RANGE = re.compile(r"(\d{1,6})\s*[-–—~～至到]\s*(\d{1,6})")


class Who(forms.Form):
    """Step 1: who moves in. A child without a document has a day of birth instead."""

    name = text_field(_("姓名"), autocomplete="off")
    doc_type = forms.ChoiceField(
        label=_("证件类型"), choices=[*DOCUMENTS, ("", _("没有证件（儿童）"))], required=False
    )
    doc_number = text_field(
        _("证件号码"),
        required=False,
        autocomplete="off",
        autocapitalize="characters",
        spellcheck="false",
    )
    nationality = nationality_field()
    birth_date = forms.DateField(label=_("出生日期"), required=False, widget=DayInput())
    sex = forms.ChoiceField(label=_("性别"), choices=SEXES, required=False)
    phone = text_field(_("手机号码"), required=False, inputmode="tel", autocomplete="off")

    def person(self) -> dict[str, Any]:
        """The personal columns of a declaration."""
        data = self.cleaned_data
        if data["doc_number"]:
            return {"name": data["name"], **document_of(data), "phone": data["phone"]}
        return {k: data[k] for k in ("name", "birth_date", "sex", "phone")}


class When(forms.Form):
    """Step 2: from when, until when, why."""

    start = forms.DateField()
    end = forms.DateField(required=False)
    reason = forms.ChoiceField(label=_("来本地原因"), choices=REASON_CHOICES)
    tell = forms.BooleanField(label=_("短信邀请租客查看自己的登记"), required=False)


class NewRooms(forms.Form):
    """Rooms as a person writes them: 101-106、201，阁楼."""

    rooms = forms.CharField(
        label=_("房间号"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": "101-106，201-206"}),
        help_text=_("用逗号或换行分开；“101-106”表示连续的房间。"),
    )
    capacity = forms.IntegerField(
        label=_("每间可住人数"),
        min_value=1,
        max_value=20,
        initial=2,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    def clean_rooms(self) -> list[str]:
        """The list, ranges written out."""
        out: list[str] = []
        for part in re.split(r"[,，、;；\n]+", self.cleaned_data["rooms"]):
            span = _RANGE.fullmatch(part.strip())
            if span and int(span[1]) <= int(span[2]) <= int(span[1]) + 200:
                out += [str(n).zfill(len(span[1])) for n in range(int(span[1]), int(span[2]) + 1)]
            elif part.strip():
                out.append(part.strip())
        return out


class NewBuilding(NewRooms):
    """A building with its first rooms."""

    address = text_field(_("地址"), longest=100, placeholder=_("路名和门牌号，如：新屋路12号"))
    name = text_field(_("楼名（可不填）"), required=False, placeholder=_("如：3栋"))
    field_order = ("address", "name", "rooms", "capacity")


class FileIn(forms.Form):
    """A list of tenants."""

    file = forms.FileField(
        label=_("租客名单（.xlsx、.xls 或 .csv）"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.htm,.html,.mht,.xml,.zip"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        """The limit stands beside the field and is asked by the browser, in the language of the page."""
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = largest("table")
        self.fields["file"].widget.attrs |= limit_attributes("table")
