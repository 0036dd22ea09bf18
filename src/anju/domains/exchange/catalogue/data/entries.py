"""An entry of the catalogue: the core metadata of the guide to government information resources, as a frozen value."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

OFFERS, NEEDS = "offers", "needs"
SIDES: dict[str, tuple[str, str]] = {OFFERS: ("提供", "offers"), NEEDS: ("需求", "needs")}
COLUMNS = (
    ("side", "供需", 10),
    ("title", "信息资源名称", 100),
    ("code", "信息资源代码", 60),
    ("provider", "信息资源提供方", 100),
    ("provider_code", "提供方代码", 18),
    ("summary", "信息资源摘要", 500),
    ("form", "信息资源格式", 20),
    ("item", "信息项名称", 60),
    ("item_type", "数据类型", 20),
    ("sharing", "共享类型", 20),
    ("condition", "共享条件", 300),
    ("way", "共享方式", 60),
    ("basis", "共享依据", 300),
    ("openness", "是否向社会开放", 10),
    ("cycle", "更新周期", 20),
    ("published", "发布日期", 10),
    ("related", "关联资源代码", 300),
)
"""Column of the table, its title, its longest text. A resource has a line an item; all but its first leave out the
rest."""
LONGEST = {name: most for name, _title, most in COLUMNS}
MOST_ENTRIES, MOST_ITEMS, MOST_BYTES = 2_000, 300, 4 * 1024 * 1024
OF_ITEMS = ("item", "item_type")
YES, NO = "是", "否"


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of information in a resource. `kind`: of the table of item types."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A resource. `sharing`, `form`, `cycle`: of their code tables; `basis`: the law by which it is shared or not;
    `openness`: open to everybody."""

    side: str
    title: str
    code: str
    provider: str
    provider_code: str
    summary: str
    form: str
    items: tuple[Item, ...]
    sharing: str
    condition: str
    way: str
    basis: str
    openness: bool
    cycle: str
    published: date | None
    related: tuple[str, ...] = ()

    def written(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {
            **asdict(self),
            "items": [asdict(i) for i in self.items],
            "published": self.published.isoformat() if self.published else None,
            "related": list(self.related),
        }


@dataclass(frozen=True, slots=True)
class EntryFault:
    """What is wrong with an entry. `column`: where; `value`: what stands there; `line`: of a file, 0 outside one."""

    code: str
    column: str = ""
    value: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class EntryVersion:
    """An entry as it stood from `at` on. `number` counts from 1; `live`: not withdrawn."""

    id: int
    number: int
    entry: Entry
    by_label: str
    at: datetime
    live: bool
    latest: bool


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file came to: entries that are new, changed and the same."""

    added: int
    changed: int
    same: int
