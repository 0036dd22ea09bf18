"""Two lists of an invented Chinese city, with the truth: what linkage is measured on.

Households of singles, couples, families with siblings and twins, at one address, children under a parent's phone; names
as frequent as they are (many are 王, 李 or 张); one list writes old numbers with 15 digits; people move, change their
phone, rarely their number; and whoever types mistakes what looks alike, sounds alike or lies side by side on the keys.
Every number has a sequence of 996 to 999, which nobody alive has.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from functools import lru_cache

Row = dict[str, str]

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金"
    "石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞"
)
GIVEN = {
    "1": "伟强磊军勇杰涛明超鹏辉刚平俊峰浩宇斌波飞鑫博华文建国志海林东亮宁凯健龙云天泽子轩梓豪嘉晨睿昊然",
    "2": "芳娜敏静丽艳娟霞燕玲桂秀英华慧红梅莉萍颖婷雪琳洁倩欣怡梦佳晶丹蕾莹琪瑶玉兰珍月春菊子涵梓萱雨诗语",
}
ROADS = "东升 幸福 人民 建设 解放 和平 新华 中山 长江 黄河 文化 学府 工业 滨河 迎宾 翠竹 兴业 永安 青年 团结".split()  # noqa: SIM905
TOWNS = "城关 东湖 西园 南岗 北塔 金桥 银河 红旗 双清 洞阳".split()  # noqa: SIM905
ALIKE = (
    "晴睛", "伟玮", "娟捐", "峰锋", "玲铃", "佳住", "萍苹", "洁结", "俊浚", "辉晖", "磊垒", "琪淇",
    "婷停", "杰木", "晨农", "侯候", "陈阵", "王玉", "田由", "宁宇", "燕蒸", "莉利", "颖颍", "涛铸",
    "浩皓", "欣掀", "瑶摇", "莹荧",
)  # fmt: skip
"""What the eye takes for each other (some pairs are in no table of ours)."""
SOUND = (
    "静敬", "芳方", "华花", "丽力", "明鸣", "国果", "强墙", "英瑛", "志智", "文闻", "海亥", "建健",
    "军君", "秀绣", "珍真", "雪血", "兰南", "黄房", "刘牛", "林宁", "张章", "周邹", "程陈", "平瓶",
    "红虹", "慧惠", "敏闽", "丹单", "子紫", "诗师",
)  # fmt: skip
"""What the ear does, in this or that dialect."""
NEIGHBOURS = {
    "0": "89", "1": "24", "2": "135", "3": "26", "4": "157", "5": "2468", "6": "359", "7": "48", "8": "579", "9": "68",
}  # fmt: skip
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
LAST_DAY = date(2024, 12, 31)
ENOUGH_TRIES = 200


@lru_cache(maxsize=1)
def _areas() -> list[str]:
    return [
        f"{p}{c:02}{d:02}"
        for p in (34, 36, 41, 42, 43, 51, 52)
        for c in range(1, 14)
        for d in range(21, 31)
    ]


def _number(area: str, born: date, sex: str, chance: random.Random, taken: set[str]) -> str:
    first, second = ("997", "999") if sex == "1" else ("996", "998")
    for sequence in (first, second) if chance.random() < 0.5 else (second, first):
        head = f"{area}{born:%Y%m%d}{sequence}"
        if head not in taken:
            taken.add(head)
            total = sum(int(d) * w for d, w in zip(head, _WEIGHTS, strict=True))
            return head + "10X98765432"[total % 11]
    return ""


class City:
    """Draws households until there are enough people."""

    def __init__(self, people: int, seed: int) -> None:
        self.chance = random.Random(seed)
        self.taken: set[str] = set()
        self.weights = [1 / (n + 3) for n in range(len(SURNAMES))]
        self.people: list[Row] = []
        while len(self.people) < people:
            self._household()
        del self.people[people:]

    def _household(self) -> None:
        chance = self.chance
        kind = chance.choices(("one", "two", "child", "siblings", "twins"), (40, 20, 20, 16, 4))[0]
        home = self._address()
        area = chance.choice(_areas())
        born = date(1950, 1, 1) + timedelta(days=chance.randrange(20_000))
        sex = chance.choice("12")
        head = self._person(self._surname(), sex, born, area, home, self._phone())
        if kind == "one":
            return
        other = born + timedelta(days=chance.randrange(-1500, 1500))
        self._person(
            self._surname(), "21"[sex == "2"], other, area if chance.random() < 0.6 else chance.choice(_areas()),
            home, self._phone(),
        )  # fmt: skip
        if kind == "two":
            return
        surname = head["姓名"][0]
        first = min(LAST_DAY, born + timedelta(days=chance.randrange(8000, 12000)))
        shared = self._given(sex)[0]
        count = {"child": 1}.get(kind, 2)
        for turn in range(count):
            when = (
                first
                if kind == "twins"
                else min(LAST_DAY, first + timedelta(days=turn * chance.randrange(400, 2500)))
            )
            if chance.random() < 0.5 or kind == "twins":
                given = shared + self._given(chance.choice("12"))[-1]
            else:
                given = self._given(chance.choice("12"))
            phone = head["手机"] if chance.random() < 0.8 else ""
            self._person(surname, chance.choice("12"), when, area, home, phone, given=given)

    def _person(
        self,
        surname: str,
        sex: str,
        born: date,
        area: str,
        home: str,
        phone: str,
        *,
        given: str = "",
    ) -> Row:
        number = _number(area, born, sex, self.chance, self.taken)
        tries = 0
        while not number:
            tries += 1
            if (
                tries > ENOUGH_TRIES
            ):  # the numbers of that day have run out: children of young parents share it
                born -= timedelta(days=self.chance.randrange(1, 3000))
            area = self.chance.choice(_areas())
            number = _number(area, born, sex, self.chance, self.taken)
        row = {
            "姓名": surname + (given or self._given(sex)),
            "性别": "男" if sex == "1" else "女",
            "出生日期": born.isoformat(),
            "证件号码": number,
            "手机": phone,
            "现住址": home,
        }
        self.people.append(row)
        return row

    def _surname(self) -> str:
        return self.chance.choices(SURNAMES, self.weights)[0]

    def _given(self, sex: str) -> str:
        letters = GIVEN[sex]
        first = letters[min(int(self.chance.expovariate(0.08)), len(letters) - 1)]
        return first if self.chance.random() < 0.25 else first + self.chance.choice(letters)

    def _phone(self) -> str:
        return (
            self.chance.choice(("135", "138", "139", "150", "159", "186", "187"))
            + f"{self.chance.randrange(10**8):08}"
        )

    def _address(self) -> str:
        chance = self.chance
        return (
            f"{chance.choice(TOWNS)}街道{chance.choice(ROADS)}路{chance.randrange(1, 400)}号"
            f"{chance.randrange(1, 30)}栋{chance.randrange(1, 33)}{chance.randrange(1, 9):02}室"
        )

    def again(self, row: Row, *, old: bool) -> Row:
        """The person as another office wrote them down: `old`, with 15-digit numbers."""
        chance, found = self.chance, dict(row)
        if chance.random() < 0.18:
            found["手机"] = self._phone() if chance.random() < 0.7 else ""
        if chance.random() < 0.18:
            found["现住址"] = self._address()
        elif chance.random() < 0.3:
            found["现住址"] = found["现住址"].replace("号", "").replace("室", "").split("街道")[-1]
        if old and row["出生日期"] < "1985" and chance.random() < 0.3:
            found["证件号码"] = row["证件号码"][:6] + row["证件号码"][8:17]
        if chance.random() < 0.007:
            day = date.fromisoformat(row["出生日期"]) + timedelta(
                days=chance.choice((-365, -30, 1, 10, 366))
            )
            sex = "1" if row["性别"] == "男" else "2"
            found["证件号码"] = (
                _number(row["证件号码"][:6], day, sex, chance, self.taken) or row["证件号码"]
            )
            found["出生日期"] = day.isoformat()
        self._mistype(found)
        return found

    def _mistype(self, row: Row) -> None:
        chance = self.chance
        if chance.random() < 0.07:
            row["姓名"] = _misname(row["姓名"], chance)
        draw = chance.random()
        if draw < 0.05:
            row["证件号码"] = ""
        elif draw < 0.09:
            row["证件号码"] = _slip(row["证件号码"], chance)
        if row["手机"] and chance.random() < 0.03:
            row["手机"] = _slip(row["手机"], chance)
        draw = chance.random()
        if draw < 0.02:
            row["出生日期"] = ""
        elif draw < 0.045:
            row["出生日期"] = _slip(row["出生日期"].replace("-", ""), chance)
        elif draw < 0.3:
            row["出生日期"] = row["出生日期"].replace("-", "/")
        if chance.random() < 0.01:
            row["性别"] = ""


def _misname(name: str, chance: random.Random) -> str:
    for pairs in chance.sample((ALIKE, SOUND), 2):
        hits = [(at, p) for at, c in enumerate(name) for p in pairs if c in p]
        if hits and chance.random() < 0.8:
            at, pair = chance.choice(hits)
            return name[:at] + pair[1 - pair.index(name[at])] + name[at + 1 :]
    if len(name) == 3:
        return name[0] + name[2] + name[1] if chance.random() < 0.3 else name[0] + name[2]
    return name + chance.choice("子小")


def _slip(digits: str, chance: random.Random) -> str:
    at = chance.randrange(len(digits) - 1)
    if digits[at].isdigit() and chance.random() < 0.5:
        return digits[:at] + chance.choice(NEIGHBOURS[digits[at]]) + digits[at + 1 :]
    return digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]


def two_lists(
    people: int, seed: int = 1
) -> tuple[dict[str, list[str | None]], dict[str, list[str | None]]]:
    """The residents' register and another office's list of the same city, each with one record a person, shuffled."""
    city = City(people, seed)
    lists: list[list[Row]] = [[], []]
    for entity, row in enumerate(city.people):
        if city.chance.random() < 0.85:
            lists[0].append({"实体": str(entity), **city.again(row, old=False)} if city.chance.random() < 0.1
                            else {"实体": str(entity), **row})  # fmt: skip
        if city.chance.random() < 0.7:
            lists[1].append({"实体": str(entity), **city.again(row, old=True)})
    for rows in lists:
        city.chance.shuffle(rows)
    titles = ["实体", "姓名", "性别", "出生日期", "证件号码", "手机", "现住址"]
    left, right = ({t: [r[t] or None for r in rows] for t in titles} for rows in lists)
    return left, right
