"""Names of codes as the forms of the counter offer them: (code, Chinese, English)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from anju.interfaces.texts import labels
from anju.interfaces.web.choosing import offered

DOCUMENTS = offered(labels.DOCUMENTS, "111", "112", "113", "HMT", "516", "511", "513", "553", "414")
SEXES = [("", "—"), *offered(labels.SEXES, "1", "2")]
RELATIONS = offered(
    labels.RELATIONS,
    "10",
    "11",
    "12",
    "20",
    "30",
    "27",
    "37",
    "50",
    "51",
    "52",
    "53",
    "54",
    "55",
    "56",
    "57",
    "58",
    "40",
    "60",
    "70",
    "28",
    "38",
    "97",
    "99",
)
"""The relations of those that move together."""
REASONS = offered(labels.MOVE_REASONS, *labels.MOVE_REASONS)
DWELLINGS = offered(labels.DWELLINGS, "02", "01", "05", "03", "04", "06", "07", "99")
PROXIES = [
    ("", "—"),
    ("50", _("监护人")),
    ("10", _("配偶")),
    ("97", _("近亲属")),
    ("99", _("其他代办人")),
]
"""Who may come instead: 居住证暂行条例, art. 9."""
FIELDS = {
    "doc_number": _("证件号码"),
    "name": _("姓名"),
    "birth_date": _("出生日期"),
    "nationality": _("国籍"),
    "phone": _("手机号"),
    "home_code": _("住处"),
    "start": _("来住日期"),
    "region": _("所在社区"),
    "kind": _("申报"),
    "sex": _("性别"),
    "relation": _("与户主关系"),
}
STATUS = {
    "applied": (_("已登记"), "good", "circle-check"),
    "unchanged": (_("原已登记，无变化"), "calm", "equal"),
    "waiting": (_("待核"), "soon", "clock"),
    "refused": (_("未受理"), "late", "alert-circle"),
    "undone": (_("已撤销"), "calm", "arrow-back-up"),
}
KINDS = {
    "same_person": (_("是不是同一人"), "users"),
    "home_not_found": (_("住处找不到"), "home-question"),
    "contradiction": (_("说法不一致"), "arrows-split-2"),
    "confirm": (_("待房东确认"), "home-check"),
    "doubtful": (_("待核对证件"), "id"),
    "tie": (_("家庭关系待核对"), "users"),
    "contest": (_("本人有异议"), "message-exclamation"),
    "left": (_("是否已离开"), "door-exit"),
}


def label(table: labels.Table, code: str | None) -> str:
    """The name of a code in the reader's language; "" without one."""
    return labels.label_in(table, code, get_language() or "zh-hans") if code else ""


def addressed(place: str, text: str) -> str:
    """A place and an address in one line; what the address repeats of the place is said once."""
    twice = next(
        (n for n in range(min(len(place), len(text)), 0, -1) if place.endswith(text[:n])), 0
    )
    return place + text[twice:]


def declared_address(item: dict[str, Any]) -> str:
    """The words of a declaration about the home; lists often write the address again as the building's name."""
    address, building = str(item.get("address") or ""), str(item.get("building") or "")
    parts = (
        address,
        "" if building and address.endswith(building) else building,
        item.get("unit"),
        item.get("room"),
    )
    return "".join(str(p) for p in parts if p)
