"""Forms of the administration of users."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any, cast

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from anju.domains.access import api as access
from anju.domains.employers import api as employers
from anju.domains.places import api as places
from anju.domains.regions import api as regions
from anju.foundation.actor import EVERYWHERE, Actor
from anju.foundation.errors import NotFound
from anju.interfaces.web.days import DayInput


def role_choices() -> list[tuple[str, str]]:
    """All roles that can be granted, in the reader's language."""
    return _named(r for r in access.ROLES.values() if r.code != "resident")


def _named(roles: Iterable[access.Role]) -> list[tuple[str, str]]:
    chinese = (get_language() or "zh").startswith("zh")
    return [(r.code, r.zh if chinese else r.en) for r in roles]


class NewUser(forms.Form):
    """A new staff account or department system."""

    kind = forms.ChoiceField(
        label=_("类别"), choices=[("staff", _("工作人员")), ("client", _("部门系统"))]
    )
    username = forms.CharField(label=_("用户名"), max_length=64)
    display_name = forms.CharField(label=_("姓名"), max_length=64)
    password = forms.CharField(
        label=_("初始密码"),
        max_length=200,
        required=False,
        widget=forms.PasswordInput(render_value=False),
        help_text=_("至少 10 位，不能全是数字。首次登录时须设置动态口令或通行密钥。"),
    )


class NewGrant(forms.Form):
    """A role in an area, or for a landlord or an employer."""

    role = forms.ChoiceField(
        label=_("角色"),
        error_messages={"invalid_choice": _("您不能授予这个角色，请选择列出的角色。")},
    )
    area = forms.CharField(label=_("辖区"), required=False, max_length=15, widget=forms.HiddenInput)
    nationwide = forms.BooleanField(label=_("全国（须第二位管理员批准）"), required=False)
    party = forms.CharField(
        label=_("房东名下一套房的门牌码，或单位的统一社会信用代码"),
        required=False,
        max_length=32,
        help_text=_("仅房东、用工单位角色填写；其所在辖区由系统查找。"),
    )
    valid_to = forms.DateField(
        label=_("到期日"),
        required=False,
        widget=DayInput(),
        help_text=_("建议一年；确需长期时清空。"),
    )
    reason = forms.CharField(label=_("理由"), max_length=200)

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:  # noqa: ANN401 - as Django hands them
        """Offers the roles that this actor may hand on; nationwide only who holds a nationwide role."""
        super().__init__(*args, **more)
        role = cast("forms.ChoiceField", self.fields["role"])
        role.choices = _named(access.grantable(actor))
        if not any(g.region == EVERYWHERE for g in actor.grants):
            del self.fields["nationwide"]

    def clean(self) -> dict[str, Any]:
        """A role has an area, chosen and never left out; a landlord or an employer is found by what people have."""
        data = super().clean() or {}
        role = access.ROLES.get(data.get("role", ""))
        if role is None:
            return data
        if role.scope == "region":
            data["region"] = self._region(data)
        else:
            data["party_key"] = self._party(role.scope, data.get("party", "").strip())
        return data

    def arguments(self) -> dict[str, Any]:
        """As `access.grant` takes them."""
        data = self.cleaned_data
        scope = {"party": data["party_key"]} if "party_key" in data else {"region": data["region"]}
        return {
            "role": data["role"],
            "valid_to": data["valid_to"],
            "reason": data["reason"],
            **scope,
        }

    def _region(self, data: dict[str, Any]) -> str | None:
        if data.get("nationwide"):
            return ""
        if data.get("area"):
            with suppress(NotFound):
                return regions.get(data["area"]).prefix
        self.add_error(
            "area", _("请从列表中选择辖区；全国范围请勾选“全国”，并由第二位管理员批准。")
        )
        return None

    def _party(self, scope: str, typed: str) -> str | None:
        home = places.home_by_code(typed) if typed else None
        employer = employers.by_code(typed) if typed and home is None else None
        found = home.party if home else employer.party if employer else ""
        if found.startswith(f"{scope}:"):
            return found
        self.add_error(
            "party", _("没有找到。房东请填其名下任一套房的门牌码，单位请填统一社会信用代码。")
        )
        return None
