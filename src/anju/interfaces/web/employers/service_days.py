"""Service days as both sides read them, and the form by which the office announces one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from anju.domains.employers import api as employers
from anju.domains.employers.api import (
    DayPlan,
    DayState,
    EmployerView,
    ServiceDayView,
    SiteView,
)
from anju.domains.regions import api as regions
from anju.interfaces.texts import employers as words
from anju.interfaces.web.choosing import account_name, label, offered
from anju.interfaces.web.days import DayInput
from anju.interfaces.web.employers import chips

_HOUR = {"type": "time", "class": "form-control"}


class PlanForm(forms.Form):
    """What is announced. `sites`: where at the employer it may be."""

    site = forms.TypedChoiceField(
        label=gettext_lazy("在哪里"), required=False, coerce=int, empty_value=None
    )
    day = forms.DateField(
        label=gettext_lazy("日期"),
        widget=DayInput({"class": "form-control"}),
    )
    begins = forms.TimeField(
        label=gettext_lazy("开始时间"), widget=forms.TimeInput(format="%H:%M", attrs=_HOUR)
    )
    ends = forms.TimeField(
        label=gettext_lazy("结束时间"), widget=forms.TimeInput(format="%H:%M", attrs=_HOUR)
    )
    services = forms.MultipleChoiceField(
        label=gettext_lazy("现场办理哪些服务"),
        choices=offered(words.SERVICES, *employers.SERVICES),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
    )
    place = forms.CharField(
        label=gettext_lazy("具体地点"),
        max_length=100,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("如：一楼食堂")}),
    )
    seats = forms.IntegerField(
        label=gettext_lazy("名额（不限可不填）"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 6}),
    )
    note = forms.CharField(
        label=gettext_lazy("要带什么、联系谁（可不填）"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, sites: Sequence[SiteView] = (), **more: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **more)
        here = [("", gettext_lazy("单位所在地")), *((s.id, s.name) for s in sites)]
        self.fields["site"].choices = here  # type: ignore[attr-defined]

    def plan(self) -> DayPlan:
        """As it is announced; the form is valid."""
        given = self.cleaned_data
        return DayPlan(
            given["day"],
            given["begins"],
            given["ends"],
            tuple(given["services"]),
            given["place"],
            given["seats"],
            given["note"],
            given["site"],
        )


def initial(day: ServiceDayView) -> dict[str, Any]:
    """The form filled with what was announced."""
    p = day.plan
    return {
        "site": p.site_id,
        "day": p.day,
        "begins": p.begins,
        "ends": p.ends,
        "services": p.services,
        "place": p.place,
        "seats": p.seats,
        "note": p.note,
    }


def lines(
    found: Sequence[ServiceDayView],
    *,
    employer: EmployerView | None = None,
    sites: Sequence[SiteView] = (),
) -> list[dict[str, Any]]:
    """Service days as lists draw them. Two queries at most: what is known of the `employer` and its `sites` is not read
    again."""
    units = {employer.id: employer} if employer else {}
    at = {s.id: s for s in sites}
    if others := {d.employer_id for d in found} - units.keys():
        units |= employers.employers(sorted(others))
    if removed := {d.plan.site_id for d in found if d.plan.site_id} - at.keys():
        at |= employers.sites_by_id(sorted(removed))
    return [
        {
            "day": d,
            "plan": d.plan,
            "firm": units.get(d.employer_id),
            "site": at.get(d.plan.site_id or 0),
            "state": chips.service_day(d.state.value),
            "services": [label(words.SERVICES, s) for s in d.plan.services],
        }
        for d in found
    ]


def shown(found: ServiceDayView, today: date) -> dict[str, Any]:
    """One service day with its steps, and which of them may follow. Three queries."""
    coming, town = found.plan.day >= today, f"{found.region[:9]}000"
    (line,) = lines([found])
    employer = line["firm"].name if line["firm"] else ""
    return {
        **line,
        "office": regions.names([town]).get(town, ""),
        "events": [
            {
                "text": label(words.DAY_STEPS, e.step.value),
                "words": e.text,
                "by": account_name(e.by_label, employer),
                "at": e.at,
            }
            for e in found.events
        ],
        "may_confirm": coming and found.state in (DayState.ANNOUNCED, DayState.DECLINED),
        "may_decline": coming and found.state in (DayState.ANNOUNCED, DayState.CONFIRMED),
        "may_change": coming and found.state is not DayState.CANCELLED,
        "may_restore": coming and found.state is DayState.CANCELLED,
    }
