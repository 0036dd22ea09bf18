"""Sites as both sides read and file them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from anju.domains.employers import api as employers
from anju.domains.employers.api import EmployerView, SiteBuilding, SiteDraft, SiteView
from anju.domains.places import api as places
from anju.domains.register import api as register
from anju.interfaces.texts import employers as words
from anju.interfaces.web.choosing import label, offered
from anju.interfaces.web.days import DayInput

ICONS = {
    "construction": "crane",
    "market": "building-store",
    "dormitory": "bed",
    "workplace": "building-factory-2",
}


class SiteForm(forms.Form):
    """What is filed of a site. `buildings`: those for which the employer answers, by number."""

    kind = forms.ChoiceField(
        label=gettext_lazy("类别"), choices=offered(words.SITE_KINDS, *employers.SITE_KINDS)
    )
    name = forms.CharField(label=gettext_lazy("名称"), max_length=80)
    address = forms.CharField(
        label=gettext_lazy("地址（宿舍可不填，以楼栋为准）"), max_length=150, required=False
    )
    building = forms.TypedChoiceField(
        label=gettext_lazy("宿舍楼栋（登记宿舍时选）"), required=False, coerce=int, empty_value=None
    )
    since = forms.DateField(
        label=gettext_lazy("开始日期"), widget=DayInput({"class": "form-control"})
    )
    until = forms.DateField(
        label=gettext_lazy("计划结束日期（可不填）"),
        required=False,
        widget=DayInput({"class": "form-control"}),
    )
    size = forms.IntegerField(
        label=gettext_lazy("计划用工人数、摊位数或床位数（可不填）"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 6}),
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's own
        buildings: Mapping[int, SiteBuilding] | None = None,
        **more: Any,  # noqa: ANN401 - Django's own
    ) -> None:
        super().__init__(*args, **more)
        self.buildings = buildings or {}
        titles = [(b.id, b.title) for b in self.buildings.values()]
        self.fields["building"].choices = [("", "—"), *titles]  # type: ignore[attr-defined]

    def draft(self, region: str) -> SiteDraft:
        """As it is filed; the form is valid."""
        given = self.cleaned_data
        building = self.buildings.get(given["building"] or 0)
        return SiteDraft(
            given["kind"],
            given["name"],
            region,
            given["address"],
            given["since"],
            given["until"],
            given["size"],
            building if given["kind"] == employers.DORMITORY else None,
        )


def buildings_of(employer: EmployerView) -> dict[int, SiteBuilding]:
    """The buildings for which an employer answers. Two queries."""
    return {
        b.id: SiteBuilding(b.id, employer.party, b.region, b.title)
        for b, _homes in places.holdings([employer.party])
    }


def lines(found: Sequence[SiteView], today: date) -> list[dict[str, Any]]:
    """Sites as lists draw them; of a dormitory also its rooms, beds and people. Three queries at most."""
    buildings = [s.building_id for s in found if s.building_id]
    homes = places.homes_of_buildings(buildings) if buildings else {}
    rooms_of = [h.id for hs in homes.values() for h in hs]
    lodged = register.lodged(rooms_of, as_of=today) if rooms_of else {}
    out = []
    for s in found:
        rooms = homes.get(s.building_id or 0, [])
        out.append(
            {
                "site": s,
                "kind": label(words.SITE_KINDS, s.kind),
                "icon": ICONS[s.kind],
                "size": label(words.SITE_SIZES, s.kind),
                "open": s.open_on(today),
                "coming": s.since > today,
                "rooms": len(rooms),
                "beds": sum(h.capacity for h in rooms),
                "people": sum(lodged.get(h.id, 0) for h in rooms),
            }
        )
    return out
