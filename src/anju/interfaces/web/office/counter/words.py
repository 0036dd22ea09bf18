"""Names of codes as the forms of the counter offer them: (code, Chinese, English)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

DOCUMENTS = [
    ("111", _("居民身份证")), ("112", _("临时身份证")), ("113", _("户口簿")), ("HMT", _("港澳台居民居住证")),
    ("516", _("港澳居民来往内地通行证")), ("511", _("台湾居民来往大陆通行证")), ("513", _("往来港澳通行证")),
    ("553", _("外国人永久居留身份证")), ("414", _("护照")),
]
"""GA/T 517; ``HMT`` is our own code (see people.rules.documents)."""
SEXES = [("", "—"), ("1", _("男")), ("2", _("女"))]
RELATIONS = [
    ("10", _("配偶")), ("20", _("子")), ("30", _("女")), ("50", _("父母")), ("57", _("配偶父母")), ("40", _("孙辈")),
    ("60", _("祖辈")), ("70", _("兄弟姐妹")), ("97", _("其他亲属")), ("99", _("非亲属")),
]
"""GB/T 4761, the ones that move together."""
REASONS = [
    ("01", _("务工")), ("02", _("务农")), ("03", _("经商")), ("04", _("学习培训")), ("05", _("婚嫁")), ("06", _("随迁")),
    ("07", _("治病疗养")), ("08", _("投亲靠友")), ("09", _("工作调动")), ("99", _("其他")),
]
DWELLINGS = [
    ("02", _("租赁房屋")), ("01", _("自购房屋")), ("05", _("单位宿舍")), ("03", _("寄宿")), ("04", _("借住")),
    ("06", _("临时性宿舍")), ("07", _("农民工公寓")), ("99", _("其他")),
]
PROXIES = [("", "—"), ("50", _("监护人")), ("10", _("配偶")), ("97", _("近亲属")), ("99", _("其他代办人"))]
"""Who may come instead: 居住证暂行条例, art. 9."""
FIELDS = {
    "doc_number": _("证件号码"), "name": _("姓名"), "birth_date": _("出生日期"), "phone": _("手机号"),
    "home_code": _("住处"), "start": _("来住日期"), "region": _("所在社区"), "kind": _("申报"), "sex": _("性别"),
    "relation": _("与户主关系"),
}
STATUS = {
    "applied": (_("已登记"), "good", "circle-check"), "unchanged": (_("原已登记，无变化"), "calm", "equal"),
    "waiting": (_("待核"), "soon", "clock"), "refused": (_("未受理"), "late", "alert-circle"),
    "undone": (_("已撤销"), "calm", "arrow-back-up"),
}
KINDS = {
    "same_person": (_("是不是同一人"), "users"), "home_not_found": (_("住处找不到"), "home-question"),
    "contradiction": (_("说法不一致"), "arrows-split-2"), "confirm": (_("待房东确认"), "home-check"),
    "doubtful": (_("待核对证件"), "id"),
    "tie": (_("家庭关系待核对"), "users"),
    "contest": (_("本人有异议"), "message-exclamation"), "left": (_("是否已离开"), "door-exit"),
}


def label(table: Sequence[tuple[str, object]], code: str | None) -> str:
    """The name of a code; the code itself when the table does not hold it."""
    return str(next((name for c, name in table if c == code), code or ""))


def addressed(place: str, text: str) -> str:
    """A place and an address in one line; what the address repeats of the place is said once."""
    twice = next((n for n in range(min(len(place), len(text)), 0, -1) if place.endswith(text[:n])), 0)
    return place + text[twice:]


def said_where(item: dict[str, Any]) -> str:
    """The words of a declaration about the home; lists often write the address again as the building's name."""
    address, building = str(item.get("address") or ""), str(item.get("building") or "")
    parts = (address, "" if building and address.endswith(building) else building, item.get("unit"), item.get("room"))
    return "".join(str(p) for p in parts if p)
