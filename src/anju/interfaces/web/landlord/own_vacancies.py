"""A landlord's own vacancies as his pages show them, and the form in which one is offered."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anju.domains.housing.api import standards
from anju.domains.housing.api.listings import STALE, HeldListing, Terms
from anju.domains.places.api import HomeView
from anju.interfaces.web.days import DayInput
from anju.interfaces.web.declaring import reason_text, text_field
from anju.interfaces.web.vacancies import facts

WAYS = [("whole", gettext_lazy("整租")), ("room", gettext_lazy("合租（只租一间）"))]


def _count(label: Any, most: int) -> forms.IntegerField:  # noqa: ANN401 - a lazy text
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=most,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 3}
        ),
    )


def _amount(label: Any, least: str, most: int) -> forms.DecimalField:  # noqa: ANN401 - a lazy text
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=Decimal(least),
        max_value=Decimal(most),
        decimal_places=2,
        widget=forms.TextInput(
            attrs={"inputmode": "decimal", "autocomplete": "off", "maxlength": 10}
        ),
    )


class Offer(forms.Form):
    """What is offered of a room."""

    rent = _amount(gettext_lazy("租金（元/月）"), "1", 9_999_999)
    negotiable = forms.BooleanField(label=gettext_lazy("租金面议"), required=False)
    way = forms.ChoiceField(
        label=gettext_lazy("出租方式"),
        choices=WAYS,
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
    )
    space = text_field(
        gettext_lazy("哪一间（合租填写）"),
        required=False,
        longest=20,
        placeholder=gettext_lazy("如：主卧、A 间"),
    )
    area = _amount(gettext_lazy("面积（平方米）"), "0.01", 99_999)
    bedrooms = _count(gettext_lazy("卧室"), 20)
    halls = _count(gettext_lazy("厅"), 20)
    baths = _count(gettext_lazy("卫生间"), 20)
    available = forms.DateField(
        label=gettext_lazy("哪天起可入住（随时不填）"),
        required=False,
        widget=DayInput(),
    )
    payment = text_field(
        gettext_lazy("付款方式（可不填）"),
        required=False,
        longest=40,
        placeholder=gettext_lazy("如：押一付一"),
    )
    title = text_field(
        gettext_lazy("标题（可不填）"),
        required=False,
        longest=60,
        placeholder=gettext_lazy("如：近公交、朝南、带阳台"),
    )
    remark = forms.CharField(
        label=gettext_lazy("补充说明（可不填）"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("不要写电话和房号：想看房的人在平台上留言给您。"),
    )

    def clean(self) -> dict[str, Any]:
        """A rent, or that it is to be agreed."""
        data: dict[str, Any] = super().clean() or {}
        if not data.get("negotiable") and data.get("rent") is None and "rent" not in self.errors:
            self.add_error("rent", _("请填每月多少元；当面商量的，勾选“租金面议”。"))
        return data

    def terms(self) -> Terms:
        """What was filled in."""
        data = self.cleaned_data
        room = data["way"] == "room"
        kept = ("area", "bedrooms", "halls", "baths", "available", "payment", "title", "remark")
        return Terms(
            None if data["negotiable"] else data["rent"],
            whole=not room,
            space=data["space"] if room else "",
            **{name: data[name] for name in kept},
        )


def from_register(home: HomeView) -> dict[str, Any]:
    """What the form begins with: what is stated of the home."""
    record = standards.dwellings_of([home.id]).get(home.id)
    if record is None:
        return {"way": "whole"}
    spaces = record.dwelling.spaces
    counts = {
        name: sum(s.purpose == purpose for s in spaces) or None
        for name, purpose in (("bedrooms", "bedroom"), ("halls", "living"), ("baths", "bathroom"))
    }
    areas = [s.area for s in spaces if s.let]
    whole = sum(a for a in areas if a is not None) if areas and None not in areas else None
    return {"way": "whole", "area": whole, **counts}


def from_listing(offer: HeldListing) -> dict[str, Any]:
    """What the form begins with when an offer is changed."""
    view = offer.view
    names = (
        "rent",
        "negotiable",
        "space",
        "area",
        "bedrooms",
        "halls",
        "baths",
        "available",
        "payment",
        "title",
        "remark",
    )
    way = "room" if view.whole is False else "whole"
    return {"way": way, **{name: getattr(view, name) for name in names}}


def state_words(offer: HeldListing) -> str:
    """How it stands, in words."""
    if offer.view.state == "open":
        return _("出租中")
    if offer.view.state == "doubtful":
        return _("待核对，还没有发布")
    ended = {
        "let": _("已租出，自动撤下"),
        "withdrawn": _("已撤下"),
        "refused": _("没有通过核对"),
        "expired": _("已过期"),
    }
    return ended.get(offer.view.closed_why, _("已结束"))


def line(offer: HeldListing) -> dict[str, Any]:
    """A vacancy in the landlord's list."""
    shown = facts.card(offer.view, "")
    return shown | {
        "id": offer.view.id,
        "until": offer.view.seen_at + STALE,
        "flat": offer.flat,
        "open": offer.view.state == "open",
        "again": offer.view.closed_why in ("withdrawn", "let", "expired"),
        "state": state_words(offer),
        "doubts": [reason_text(code) for code in offer.doubts]
        if offer.view.state == "doubtful"
        else [],
    }
