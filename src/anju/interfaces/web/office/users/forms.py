"""Forms of the administration of users."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from anju.domains.access import api as access


def role_choices() -> list[tuple[str, str]]:
    """Roles in the reader's language; what the asker may really grant is decided by the domain."""
    chinese = (get_language() or "zh").startswith("zh")
    return [(r.code, r.zh if chinese else r.en) for r in access.ROLES.values() if r.code != "resident"]


class NewUser(forms.Form):
    """A new staff account or department system."""

    kind = forms.ChoiceField(label=_("类别"), choices=[("staff", _("工作人员")), ("client", _("部门系统"))])
    username = forms.CharField(label=_("用户名"), max_length=64)
    display_name = forms.CharField(label=_("姓名"), max_length=64)
    password = forms.CharField(label=_("初始密码"), required=False, widget=forms.PasswordInput(render_value=False),
                               help_text=_("至少 10 位，不能全是数字。首次登录时须设置动态口令或通行密钥。"))


class NewGrant(forms.Form):
    """A role in a region, or for a party."""

    role = forms.ChoiceField(label=_("角色"), choices=role_choices)
    region = forms.CharField(label=_("辖区代码前缀"), required=False, max_length=15,
                             help_text=_("如 430181124 为洞阳镇；留空为全国。"))
    party = forms.CharField(label=_("房东或单位编号"), required=False, max_length=32,
                            help_text=_("仅房东、用工单位角色：holder:7 或 employer:12。上面填其所在辖区。"))
    valid_to = forms.DateField(label=_("到期日"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(label=_("理由"), max_length=200)

    def arguments(self) -> dict[str, Any]:
        """As `access.grant` takes them: a party role has its region beside it, another role has it as its scope."""
        data = dict(self.cleaned_data)
        region, party = data.pop("region"), data.pop("party")
        if party:
            return data | {"party": party, "party_region": region}
        return data | {"region": region}
