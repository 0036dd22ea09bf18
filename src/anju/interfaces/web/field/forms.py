"""Forms of the field app. They are drawn once with the app and filled in without a network."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.domains.places import api as places
from anju.foundation import codes
from anju.interfaces.texts.labels import DWELLINGS
from anju.interfaces.web.choosing import offered
from anju.interfaces.web.days import DayInput
from anju.interfaces.web.declaring import DOCUMENTS, REASON_CHOICES, SEXES, text_field

COUNTRIES = [("", _("请选择")), *offered(codes.COUNTRY.titles, *sorted(codes.COUNTRY.titles))]
DAY = DayInput()


class MoveIn(forms.Form):
    """Somebody moves in. Names of fields are those of a declaration."""

    name = text_field(_("姓名"), longest=100, autocomplete="off")
    doc_type = forms.ChoiceField(
        label=_("证件类型"), choices=[*DOCUMENTS, ("", _("没有证件（儿童）"))], required=False
    )
    doc_number = text_field(
        _("证件号码"),
        required=False,
        longest=30,
        autocomplete="off",
        autocapitalize="characters",
        spellcheck="false",
    )
    nationality = forms.ChoiceField(label=_("国籍"), choices=COUNTRIES, required=False)
    birth_date = forms.DateField(label=_("出生日期"), required=False, widget=DAY)
    sex = forms.ChoiceField(label=_("性别"), choices=SEXES, required=False)
    phone = text_field(
        _("手机号码"), required=False, longest=30, inputmode="tel", autocomplete="off"
    )
    start = forms.DateField(label=_("入住日期"), widget=DAY)
    reason = forms.ChoiceField(label=_("来本地原因"), choices=REASON_CHOICES)


class MoveOut(forms.Form):
    """Somebody has left."""

    end = forms.DateField(label=_("离开日期"), widget=DAY)


class HomeFields(forms.Form):
    """What a device may change of a home."""

    capacity = forms.IntegerField(
        label=_("可住人数"),
        min_value=1,
        max_value=places.MOST_PERSONS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    dwelling = forms.ChoiceField(label=_("住所类型"), choices=offered(DWELLINGS, *DWELLINGS))


class NewHome(HomeFields):
    """A home that is not on file yet."""

    region = forms.ChoiceField(label=_("社区或网格"), choices=())
    address = text_field(_("地址"), longest=150, placeholder=_("路名和门牌号，如：新屋路12号"))
    building = text_field(_("楼栋（可不填）"), longest=60, required=False)
    unit = text_field(_("单元（可不填）"), longest=20, required=False)
    room = text_field(_("房间"), longest=20)
    field_order = ("region", "address", "building", "unit", "room", "capacity", "dwelling")


class Enrolment(forms.Form):
    """A name for the phone; the PIN is typed beside it and never sent."""

    name = text_field(_("这部手机叫什么"), longest=60, placeholder=_("如：红米工作机"))
