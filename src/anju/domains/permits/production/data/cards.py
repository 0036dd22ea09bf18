"""What a card shows and what a production centre is told: frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CardFace:
    """The ten things article 4 of Order 663 lets a card show, and nothing else. `photo` is a JPEG or PNG.

    `ethnicity` is a code of GB/T 3304 and stands nowhere but on the card (DESIGN §5). `name_picture`
    is a JPEG of the name as it is written, printed instead of the characters of `name`; empty where
    the characters themselves are printed.
    """

    name: str
    sex: str
    ethnicity: str
    birth_date: date
    citizen_number: str
    photo: bytes
    hukou_address: str
    residence_address: str
    authority: str
    issue_date: date
    name_picture: bytes = b""


@dataclass(frozen=True, slots=True)
class CardOrder:
    """One card to be made: its line in the batch (from 1), the permit's number, the card's number, its face."""

    line: int
    permit: str
    card: str
    face: CardFace


@dataclass(frozen=True, slots=True)
class CardResult:
    """What a production centre says became of one line: ``made`` with the blank's serial, or ``failed`` and why."""

    line: int
    card: str
    result: str
    serial: str
    reason: str


RESULTS = ("made", "failed")

_LABELS = (
    "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 "
    "东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 "
    "鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺"
)
ETHNICITIES: tuple[str, ...] = tuple(_LABELS.split())
"""GB/T 3304 in order: code 01 is the first. Printed on the card, searched and counted nowhere."""


def ethnicity_label(code: str) -> str:
    """The word printed for a code of GB/T 3304; "" when the code is not one."""
    if code == "97":
        return "其他"
    if code == "98":
        return "外国血统"
    return (
        ETHNICITIES[int(code) - 1] if code.isdecimal() and 0 < int(code) <= len(ETHNICITIES) else ""
    )
