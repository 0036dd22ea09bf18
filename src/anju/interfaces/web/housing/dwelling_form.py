"""The form in which a home's spaces and safety are stated, on the phone and at the office."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.domains.housing.api import standards
from anju.domains.housing.api.standards import Dwelling, DwellingRecord, Space
from anju.interfaces.texts import dwellings
from anju.interfaces.web.choosing import offered
from anju.interfaces.web.declaring import text_field

YES_OR_NO = [("", _("没填")), ("yes", _("有")), ("no", _("没有"))]
_TRUTHS = {"yes": True, "no": False, "": None}


def _number(label: Any, *, decimals: int = 0, most: int = 999) -> forms.Field:  # noqa: ANN401 - a lazy text
    attrs = {
        "inputmode": "decimal" if decimals else "numeric",
        "autocomplete": "off",
        "maxlength": 8,
    }
    if decimals:
        return forms.DecimalField(
            label=label,
            required=False,
            min_value=Decimal(0),
            max_value=Decimal(1000),
            decimal_places=decimals,
            widget=forms.TextInput(attrs=attrs),
        )
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=most,
        widget=forms.TextInput(attrs=attrs),
    )


def _yes_or_no(label: Any) -> forms.ChoiceField:  # noqa: ANN401 - a lazy text
    return forms.ChoiceField(label=label, choices=YES_OR_NO, required=False)


class SpaceForm(forms.Form):
    """One space: a room, the kitchen …"""

    purpose = forms.ChoiceField(
        label=_("原来是什么房间"), choices=offered(dwellings.PURPOSES, *standards.PURPOSES)
    )
    name = text_field(
        _("叫法（可不填）"), required=False, longest=20, placeholder=_("如：主卧、A 间")
    )
    let = forms.BooleanField(label=_("出租给人住"), required=False, initial=True)
    area = _number(_("使用面积（平方米）"), decimals=2)
    people = _number(_("住几个人"))
    kin = forms.BooleanField(label=_("住的是一家人（有赡养、抚养、扶养关系）"), required=False)
    window = _yes_or_no(_("朝外的窗户"))
    partition = forms.ChoiceField(
        label=_("是不是隔出来的"), choices=offered(dwellings.PARTITIONS, *standards.PARTITIONS)
    )
    hoods = _number(_("防烟面罩（个）"))
    whistles = _number(_("口哨（个）"))
    torches = _number(_("手电筒（个）"))
    gone = forms.BooleanField(label=_("去掉这一间"), required=False)

    def space(self, number: int) -> Space:
        """What was filled in."""
        data = self.cleaned_data
        kept = {k: data[k] for k in ("purpose", "name", "let", "people", "kin", "partition")}
        counts = {k: data[k] for k in ("hoods", "whistles", "torches")}
        return Space(
            number, **kept, **counts, area=data["area"] or None, window=_TRUTHS[data["window"]]
        )


class _Spaces(forms.BaseFormSet):  # type: ignore[type-arg]
    """Says in our words what is wrong with the whole."""

    default_error_messages = {
        "missing_management_form": _("页面没有完整提交，请刷新后再填一次。"),
        "too_many_forms": _("一套房屋最多填 %(num)d 个房间。"),
        "too_few_forms": _("请至少填 %(num)d 个房间。"),
    }

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """A space that was added counts, also where nothing about it was changed."""
        return {**super().get_form_kwargs(index), "empty_permitted": False}


Spaces = forms.formset_factory(
    SpaceForm,
    formset=_Spaces,
    extra=0,
    max_num=standards.MOST_SPACES,
    absolute_max=standards.MOST_SPACES + 2,
    validate_max=True,
)


class DwellingForm(forms.Form):
    """The home as a whole."""

    households = _number(_("合住几户（一家人算一户）"))
    living_area = _number(_("客厅隔断前的面积（平方米）"), decimals=2)
    extinguishers = _number(_("灭火器（具）"))
    extinguisher_kilograms = _number(_("最小的一具有多重（公斤）"), decimals=1)
    detectors = _number(_("火灾探测报警器（个）"))
    emergency_lights = _number(_("应急照明灯（盏）"))
    bars = forms.ChoiceField(
        label=_("窗户防盗网"),
        required=False,
        choices=[("", _("没填")), *offered(dwellings.BARS, *standards.BARS)],
    )
    ebike = _yes_or_no(_("电动自行车在室内停放或充电"))
    gas = forms.ChoiceField(
        label=_("燃气"),
        required=False,
        choices=[("", _("没填")), *offered(dwellings.GAS, *standards.GAS)],
    )
    gas_in_kitchen = forms.ChoiceField(
        label=_("液化气瓶放在哪里"),
        required=False,
        choices=[("", _("没填")), ("yes", _("厨房")), ("no", _("别处"))],
    )

    def facts(self) -> dict[str, Any]:
        """What was filled in, as `Dwelling` has it."""
        data = dict(self.cleaned_data)
        data["living_area"] = data["living_area"] or None
        return data | {k: _TRUTHS[data[k]] for k in ("ebike", "gas_in_kitchen")}


def filled(record: DwellingRecord | None) -> tuple[DwellingForm, Any]:
    """The forms with what is stated now; of a home nobody has stated anything of, one room."""
    if record is None:
        return DwellingForm(), Spaces(initial=[{"let": True}], prefix="s")
    dwelling = record.dwelling
    facts = {n: _typed(getattr(dwelling, n)) for n in DwellingForm.base_fields}
    names = [n for n in SpaceForm.base_fields if n != "gone"]
    initial = [{n: _typed(getattr(s, n)) for n in names} for s in dwelling.spaces]
    for line, space in zip(initial, dwelling.spaces, strict=True):
        line |= {"let": space.let, "kin": space.kin}
    return DwellingForm(initial=facts), Spaces(initial=initial, prefix="s")


def _typed(value: object) -> object:
    """A fact as its control holds it."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


def with_one_more(posted: Mapping[str, Any]) -> dict[str, Any]:
    """What was posted, with one more empty space."""
    data = {k: posted[k] for k in posted}
    count = str(data.get("s-TOTAL_FORMS", "0"))
    number = min(int(count), standards.MOST_SPACES) if count.isdecimal() and len(count) < 4 else 0
    more = min(number + 1, standards.MOST_SPACES)
    fresh = {"let": "on", "purpose": "bedroom", "partition": "none"} if more > number else {}
    return data | {"s-TOTAL_FORMS": str(more)} | {f"s-{number}-{k}": v for k, v in fresh.items()}


def stated(form: DwellingForm, spaces: Any) -> Dwelling:  # noqa: ANN401 - a formset
    """The dwelling that valid forms state; spaces that were taken out are gone, the others numbered anew."""
    kept = [s for s in spaces.forms if not s.cleaned_data.get("gone")]
    return Dwelling(tuple(s.space(n) for n, s in enumerate(kept, 1)), **form.facts())
