"""Photographs of identity cards of invented people, as a phone takes them at a door: turned, aslant, blurred, with
glare, noise and the losses of JPEG. What was printed is known, so what was read can be compared.

Numbers have the sequences 996 to 999, which no living person has. The layout follows the front of the resident
identity card and of the residence permit of Hong Kong, Macao and Taiwan residents; picture, arms and security print are
left out or hinted at.
"""

from __future__ import annotations

import io
import random
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from anju.foundation.documents import WEIGHTS
from anju.interfaces.web.fonts import covered_by

FONTS = Path("/usr/share/fonts")
SANS = ("opentype/noto/NotoSansCJK-Regular.ttc", 2)
"""Simplified Chinese is the third face of the collection."""
RARE = (("truetype/babelstone/BabelStoneHan.ttf", 0), ("truetype/hanazono/HanaMinB.ttf", 0))
DIGITS = ("truetype/dejavu/DejaVuSansMono.ttf", 0)
SIZE = (1000, 631)
"""Of a card of 85.6 × 54 mm."""
AREAS = {
    "110105": "北京市朝阳区", "130406": "河北省邯郸市峰峰矿区", "210283": "辽宁省庄河市", "230183": "黑龙江省尚志市",
    "310115": "上海市浦东新区", "320582": "江苏省张家港市", "330483": "浙江省桐乡市", "340321": "安徽省怀远县",
    "350583": "福建省南安市", "360730": "江西省宁都县", "370285": "山东省莱西市", "411628": "河南省鹿邑县",
    "420683": "湖北省枣阳市", "430525": "湖南省洞口县", "440183": "广东省广州市增城区", "450923": "广西博白县",
    "469007": "海南省东方市", "500235": "重庆市云阳县", "511302": "四川省南充市顺庆区", "522401": "贵州省毕节市",
    "530381": "云南省宣威市", "610582": "陕西省华阴市", "620523": "甘肃省甘谷县", "650102": "乌鲁木齐市天山区",
}  # fmt: skip
HMT = {
    "810000": "广东省深圳市福田区",
    "820000": "广东省珠海市香洲区",
    "830000": "福建省厦门市思明区",
}
_ROADS = [
    "建设",
    "解放",
    "人民",
    "中山",
    "和平",
    "青年",
    "文化",
    "光明",
    "新华",
    "胜利",
    "滨河",
    "花园",
    "学府",
    "工业",
    "长江",
    "黄河",
]
_VILLAGES = [
    "石桥",
    "柳河",
    "大王庄",
    "李家湾",
    "杨树沟",
    "上坝",
    "东岭",
    "新塘",
    "白沙",
    "古井",
    "双河口",
    "枫林",
    "小桥",
    "下田",
]
CHECKS = "10X98765432"
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金"
    "石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳"
    "翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤"
)
_DOUBLE = ("欧阳", "上官", "司马", "尉迟", "诸葛", "司徒", "夏侯")
_GIVEN = (
    "建国志文明永德光正大新春金玉少云秀桂淑凤美兰翠菊月素爱冬腊海晓小伟立俊红宏丽艳雪燕秋亚嘉浩子家鹏宇泽天思振雨梦佳欣婷慧诗静依"
    "梓博皓逸铭奕沐语可一若芷紫华军平生民林祥清义初贵富兵英珍芳梅香莲娥元姣连群勇强辉斌波峰龙飞超娟霞玲萍琴花杰凯豪鑫康莹敏琪玲洁"
    "颖雯丹琳倩妮轩涵然辰睿航阳晨煜怡萱彤妍瑶馨桐冉玥诺晴雅"
)
_NATIONS = [
    "汉",
    "汉",
    "汉",
    "汉",
    "汉",
    "汉",
    "壮",
    "满",
    "回",
    "苗",
    "维吾尔",
    "土家",
    "彝",
    "蒙古",
    "藏",
    "布依",
]


@dataclass(frozen=True, slots=True)
class Card:
    """What is printed on a card. `rare`: the name has a character that the recogniser's dictionary does not hold."""

    name: str
    sex: str
    nation: str
    born: date
    address: str
    number: str
    rare: bool = False


def card(chance: random.Random, *, rare: str = "", uncommon: str = "") -> Card:
    """An invented person's card. `rare`: characters of which the name gets one that cannot be read; `uncommon`: of
    which every tenth other name gets one."""
    surname = chance.choice(_DOUBLE) if chance.random() < 0.02 else chance.choice(_SURNAMES)
    given = [chance.choice(_GIVEN) for _ in range(1 if chance.random() < 0.2 else 2)]
    if rare:
        given[chance.randrange(len(given))] = chance.choice(rare)
    elif uncommon and chance.random() < 0.1:
        given[chance.randrange(len(given))] = chance.choice(uncommon)
    hmt = chance.random() < 0.1
    area, place = chance.choice(list((HMT if hmt else AREAS).items()))
    born = date(1945, 1, 1) + timedelta(days=chance.randrange(26_000))
    sequence = chance.choice(("996", "997", "998", "999"))
    body = f"{area}{born:%Y%m%d}{sequence}"
    check = CHECKS[sum(int(d) * w for d, w in zip(body, WEIGHTS, strict=True)) % 11]
    return Card(
        name=surname + "".join(given),
        sex="男" if int(sequence) % 2 else "女",
        nation="" if hmt else chance.choice(_NATIONS),
        born=born,
        address=place + _rest(chance),
        number=body + check,
        rare=bool(rare),
    )


def _rest(chance: random.Random) -> str:
    if chance.random() < 0.5:
        return (
            f"{chance.choice(_ROADS)}{chance.choice(('路', '街', '大道'))}{chance.randrange(1, 900)}号"
            f"{chance.randrange(1, 40)}幢{chance.randrange(1, 5)}单元{chance.randrange(101, 2904)}室"
        )
    return (
        f"{chance.choice(_VILLAGES)}镇{chance.choice(_VILLAGES)}村"
        f"{chance.choice('一二三四五六七八九十')}组{chance.randrange(1, 200)}号"
    )


def photograph(card: Card, chance: random.Random) -> bytes:
    """The card as a phone photographs it: JPEG."""
    return taken(drawn(card, chance), chance)


@cache
def font(path: str, face: int, size: int) -> ImageFont.FreeTypeFont:
    """A font of this machine."""
    return ImageFont.truetype(str(FONTS / path), size, index=face)


def drawn(card: Card, chance: random.Random) -> Image.Image:
    """The card itself, without faults."""
    picture = _paper(chance)
    draw = ImageDraw.Draw(picture)
    label, ink = (40, 110, 170), (25, 25, 30)

    def labels(x: int, y: int, text: str) -> None:
        draw.text((x, y), text, font=font(*SANS, 30), fill=label)

    def words(x: int, y: int, text: str, size: int = 36) -> None:
        for character in text:
            face = _face_of(character, size)
            draw.text((x, y), character, font=face, fill=ink)
            x += round(face.getlength(character))

    labels(60, 62, "姓名")
    words(170, 54, card.name, 42)
    labels(60, 140, "性别")
    words(170, 136, card.sex)
    if card.nation:
        labels(290, 140, "民族")
        words(390, 136, card.nation)
    labels(60, 216, "出生")
    x = 170
    for value, unit in ((card.born.year, "年"), (card.born.month, "月"), (card.born.day, "日")):
        words(x, 212, str(value))
        x += round(font(*SANS, 36).getlength(str(value))) + 16
        labels(x, 216, unit)
        x += 50
    labels(60, 296, "住址")
    for n in range(0, len(card.address), 11):
        words(170, 292 + 50 * (n // 11), card.address[n : n + 11])
    labels(60, 540, "公民身份号码")
    x = 330
    for digit in card.number:
        draw.text((x, 532), digit, font=font(*DIGITS, 44), fill=ink)
        x += 32
    return picture


def _face_of(character: str, size: int) -> ImageFont.FreeTypeFont:
    for path, face in (SANS, *RARE):
        if ord(character) in _characters(path):
            return font(path, face, size)
    raise ValueError(f"no font has U+{ord(character):04X}")


@cache
def _characters(path: str) -> frozenset[int]:
    return frozenset(c for first, last in covered_by(FONTS / path) for c in range(first, last + 1))


def printable(character: str) -> bool:
    """Whether a font of this machine draws it."""
    return any(ord(character) in _characters(path) for path, _ in (SANS, *RARE))


def _paper(chance: random.Random) -> Image.Image:
    """Pale waves of two colours, and a grey head where the portrait is."""
    width, height = SIZE
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    wave = np.sin(x / 9 + 4 * np.sin(y / 60 + chance.random() * 6)) * 5
    wave += np.sin(y / 7 + 3 * np.sin(x / 80)) * 4
    base = np.stack([222 + x / width * 18, 234 - x / width * 6, 240 - y / height * 14], axis=2)
    picture = Image.fromarray(np.clip(base + wave[:, :, None], 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((640, 90, 930, 470), fill=(214, 220, 226))
    skin, hair = (198, 168, 148), (40, 36, 34)
    draw.ellipse((690, 340, 880, 560), fill=(60, 70, 96))
    draw.rectangle((640, 470, 930, 600), fill=picture.getpixel((20, 500)))
    draw.ellipse((710, 130, 860, 340), fill=hair)
    draw.ellipse((722, 165, 848, 350), fill=skin)
    return picture


def taken(picture: Image.Image, chance: random.Random) -> bytes:
    """The card on a table before a phone's camera."""
    width = chance.randrange(1280, 2000)
    height = width * 3 // 4
    table = _table(width, height, chance)
    corners = _corners(width, height, chance)
    mask = Image.new("L", picture.size, 255)
    turned, place = (
        one.transform(
            (width, height),
            Image.Transform.PERSPECTIVE,
            _perspective(corners, picture.size),
            Image.Resampling.BICUBIC,
        )
        for one in (picture, mask)
    )
    table.paste(turned, (0, 0), place)
    return _through_the_lens(table, corners, chance)


def _table(width: int, height: int, chance: random.Random) -> Image.Image:
    colour = [chance.randrange(50, 190) for _ in range(3)]
    grain = np.random.default_rng(chance.randrange(2**32)).normal(0, 12, (height // 4, width // 4))
    flat = np.clip(np.array(colour)[None, None, :] + grain[:, :, None], 0, 255).astype(np.uint8)
    return Image.fromarray(flat).resize((width, height), Image.Resampling.BICUBIC)


def _corners(width: int, height: int, chance: random.Random) -> list[tuple[float, float]]:
    """Where the four corners of the card come to lie: turned up to 10 degrees, each corner moved a little."""
    wide = width * chance.uniform(0.68, 0.86)
    tall = wide * SIZE[1] / SIZE[0]
    angle = np.radians(chance.uniform(-10, 10))
    cx, cy = width / 2 + chance.uniform(-20, 20), height / 2 + chance.uniform(-20, 20)
    slant = 0.025 * wide
    out = []
    for sx, sy in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        dx = sx * wide / 2 + chance.uniform(-slant, slant)
        dy = sy * tall / 2 + chance.uniform(-slant, slant)
        out.append(
            (
                cx + dx * np.cos(angle) - dy * np.sin(angle),
                cy + dx * np.sin(angle) + dy * np.cos(angle),
            )
        )
    return out


def _perspective(corners: list[tuple[float, float]], size: tuple[int, int]) -> list[float]:
    """The coefficients that bring the rectangle of `size` to `corners`."""
    width, height = size
    rows, sides = [], []
    for (x, y), (u, v) in zip(
        corners, ((0, 0), (width, 0), (width, height), (0, height)), strict=True
    ):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        sides += [u, v]
    return [float(c) for c in np.linalg.solve(np.array(rows), np.array(sides))]


def _through_the_lens(
    picture: Image.Image, corners: list[tuple[float, float]], chance: random.Random
) -> bytes:
    picture = picture.filter(ImageFilter.GaussianBlur(chance.uniform(0, 1.6)))
    pixels = np.asarray(picture, dtype=np.float32)
    height, width = pixels.shape[:2]
    pixels = (pixels - 128) * chance.uniform(0.7, 1.1) + 128 + chance.uniform(-30, 25)
    if chance.random() < 0.5:
        pixels += _glare(width, height, corners, chance)[:, :, None]
    noise = np.random.default_rng(chance.randrange(2**32))
    pixels += noise.normal(0, chance.uniform(1, 9), pixels.shape)
    out = io.BytesIO()
    Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).save(
        out, "JPEG", quality=chance.randrange(45, 93)
    )
    return out.getvalue()


def _glare(
    width: int, height: int, corners: list[tuple[float, float]], chance: random.Random
) -> np.ndarray:
    """A lamp's reflection somewhere on the card."""
    cx = chance.uniform(corners[0][0], corners[1][0])
    cy = chance.uniform(corners[0][1], corners[3][1])
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    reach = width * chance.uniform(0.04, 0.14)
    lamp = ((x - cx) / reach) ** 2 + ((y - cy) / (reach * chance.uniform(0.5, 1.2))) ** 2
    return np.exp(-lamp) * chance.uniform(60, 170)
