"""Forms of the resident's pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.interfaces.web.days import DayInput
from anju.interfaces.web.declaring import (
    DOCUMENTS,
    REASON_CHOICES,
    RELATIONS,
    SEXES,
    document_of,
    nationality_field,
    text_field,
)

MOST_MEMBERS = 8


class Someone(forms.Form):
    """One person: a document, or for a child a day of birth."""

    name = text_field(_("姓名"), autocomplete="name")
    doc_type = forms.ChoiceField(
        label=_("证件类型"),
        choices=[*DOCUMENTS, ("", _("没有证件（儿童）"))],
        required=False,
        initial="111",
    )
    doc_number = text_field(_("证件号码"), required=False, autocomplete="off")
    nationality = nationality_field()
    birth_date = forms.DateField(label=_("出生日期"), required=False, widget=DayInput())
    sex = forms.ChoiceField(label=_("性别"), choices=SEXES, required=False)

    def item(self) -> dict[str, Any]:
        """The personal columns of a declaration."""
        data = self.cleaned_data
        if data.get("doc_number"):
            return {"name": data["name"], **document_of(data)}
        return {k: data[k] for k in ("name", "birth_date", "sex")}


class Myself(Someone):
    """The one who declares."""

    name = text_field(_("您的姓名"), autocomplete="name")
    doc_type = forms.ChoiceField(label=_("证件类型"), choices=DOCUMENTS, initial="111")
    doc_number = text_field(_("证件号码"), autocomplete="off")


class Stay(forms.Form):
    """Since when and why."""

    start = forms.DateField()
    reason = forms.ChoiceField(label=_("来本地原因"), choices=REASON_CHOICES)


class Member(Someone):
    """A member of the family."""

    relation = forms.ChoiceField(label=_("与您的关系"), choices=RELATIONS)
    field_order = ("relation", "name", "doc_type", "doc_number", "nationality", "birth_date", "sex")


class _Family(forms.BaseFormSet):  # type: ignore[type-arg]
    """Says in our words what is wrong with the whole."""

    default_error_messages = {
        "missing_management_form": _(
            "页面没有完整提交，家人的内容没有收到。请重新添加家人后再提交。"
        ),
        "too_many_forms": _("一次最多登记 %(num)d 位家人，其余的请提交后再登记。"),
        "too_few_forms": _("请至少填写 %(num)d 位家人。"),
    }


Members = forms.formset_factory(
    Member, formset=_Family, extra=0, max_num=MOST_MEMBERS, absolute_max=MOST_MEMBERS + 2
)


class RealName(forms.Form):
    """What the real-name service is asked."""

    name = text_field(_("姓名"), autocomplete="name")
    number = text_field(_("居民身份证号码"), autocomplete="off")
