"""What stands between the names of an address: numbers with a word that says what they count, asides, bare numbers."""

from __future__ import annotations

import re

from anju.domains.places.data import (
    ASSISTS,
    CROSSINGS,
    GROUP_ENDS,
    MARK,
    NUMERALS,
    ROAD_TAIL,
    N,
)

_SUB = rf"(?:-{N}|之{N}|/{N})"
ENDING = r"(?![0-9A-Z])"
_BUILDING = (
    "号楼栋|号栋楼|号宿舍楼|号宿舍|宿舍楼|宿舍|号公寓楼|号楼(?![上下道梯顶])|号栋|号幢|号座|栋楼|幢楼|楼栋|栋|幢|座|#楼|#栋|"
    "#(?![0-9](?![0-9]*[-室单]|[0-9]{2}))"
)
_ROOM = (
    "室|房间|房(?![东产管屋])|商铺(?![0-9A-Z])|铺位(?![0-9A-Z])|铺(?![0-9A-Z位])|档口|档位|档|摊位(?![0-9A-Z])|摊(?!位)|"
    "店面(?![0-9A-Z])|柜台|柜|车位|工位|户"
)
_SECOND = (
    rf"院|大院|[甲乙丙丁](?![0-9])|之{N}(?:号)?|内{N}号|-?[附增]{N}(?:-{N})*(?:号)?"
    rf"|-{N}(?:号)?(?![0-9栋幢座室单])"
)

_OWN = "自编号?|临时?|[特新](?=[0-9])"
"""Before a number that the people of the place gave themselves."""
_MARKED = rf"(?:[A-Z]{{0,2}}-?[0-9]+[A-Z]?|[{NUMERALS}]{{2,}})"
_NO_MORE = r"(?!线|桥|坑|井|楼(?![上下道梯顶])|栋|幢|大街|路)"
_BARE_BEFORE = r"(?:负|-|自编号?(?=[0-9]))?"
_NO = r"\.?\s*(?:NO\.?\s*)?"

PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (label, re.compile(pattern))
    for label, pattern in (
        ("others", r"(?<![0-9])(?:电话|手机|TEL)?[:]?1[3-9][0-9]{9}(?![0-9])"),
        (
            "distance",
            r"约?[0-9]+(?:\.[0-9]+)?多?(?:米(?!大街|大道|街|路(?![东西南北])|巷)|公里|千米|KM|M(?![A-Z0-9]))",
        ),
        ("roomno", rf"(?:ROOM|RM|FLAT|APT|SUITE){_NO}[A-Z]?[0-9]+[A-Z]?(?:-[0-9]+)*{ENDING}"),
        ("cellno", rf"UNIT{_NO}[A-Z]?[0-9]+[A-Z]?{ENDING}"),
        ("houseno", rf"(?:BUILDING|BLDG|BLOCK|TOWER){_NO}(?:[0-9]+[A-Z]?|[A-Z]){ENDING}"),
        (
            "floorno",
            rf"(?:[0-9]+(?:ST|ND|RD|TH)?\s*(?:FLOOR|FL)|FLOOR{_NO}[0-9]+|[0-9]+/F){ENDING}",
        ),
        ("roadno", rf"NO\.?\s*[0-9]+(?:-[0-9]+)?[A-Z]?{ENDING}"),
        ("road", r"[A-Z]+(?: [A-Z]+){0,3} (?:ROAD|RD|STREET|AVENUE|AVE|LANE|BOULEVARD)\b"),
        ("road", r"[GSXY]?[0-9]{2,4}(?:国道|省道|县道|乡道)"),
        ("road", rf"{MARK}号?(?:大街|大道|支路|路|公路|环路|马路|巷)(?!口|街道)(?:{ROAD_TAIL})?"),
        ("subpoi", rf"{MARK}号?(?:厂房|车间|仓库|库|门岗|站台|公馆)"),
        ("houseno", rf"{MARK}楼(?={MARK}(?:门|单元))"),
        (
            "houseno",
            rf"(?:第|附|{_OWN}|[甲乙丙丁戊](?=[0-9]))?{MARK}(?:-{MARK})?\s?(?:{_BUILDING})",
        ),
        ("houseno", rf"{MARK}排(?=[0-9{NUMERALS}])"),
        ("houseno", r"[东西南北中](?:栋|幢|座|楼(?=[0-9]{3}))(?=[0-9]|$)"),
        ("houseno", r"[前后左右](?:栋|幢|座|楼)(?![一-鿿]?[路街村])"),
        ("houseno", rf"#[0-9]+[A-Z]?(?:楼|栋|幢)?{ENDING}"),
        ("village_group", rf"第?{N}(?:{GROUP_ENDS}|社(?!区))(?!团)"),
        ("bed", r"-?[0-9]+(?:号床位|号床|床位|床|下铺|上铺)"),
        ("roomno", rf"(?:负|地下|-|{_OWN})?{_MARKED}(?:[-/][A-Z]?[0-9]+[A-Z]?)*号?\s?(?:{_ROOM})"),
        (
            "roomno",
            r"(?:商铺|铺位|铺面|档口|档位|摊位|店面|门面|车位)[A-Z]?[0-9]+(?:-[0-9]+)*号?(?![楼栋路])",
        ),
        ("roomno", r"[东西南北中]户"),
        ("cellno", r"[东西南北中]单元"),
        (
            "cellno",
            rf"(?:第|[甲乙丙丁](?=[0-9]))?{MARK}\s?(?:单元|梯(?!田)|号门|门(?![口面头市外前]))",
        ),
        ("floorno", rf"(?:第|地下|负|-|B)?{N}(?:[-/]{N})*(?:楼|层|F{ENDING})"),
        ("floorno", r"[底顶首]楼|[底顶首]层|半?地下室|地下层|夹层|架空层|B[0-9]" + ENDING),
        ("road", r"[0-9]{1,3}米(?:大街|大道|街|路(?![东西南北])|巷)"),
        ("town", rf"第?{N}团(?:场|部)?(?![结体圆购队组村镇乡路街])"),
        ("community", rf"第?{N}连(?:队|部)?(?![一-鿿]?[路街村浩云山城])"),
        ("lane", rf"{N}{_SUB}?(?:支弄|弄)"),
        (
            "number",
            rf"(?:{_OWN}|[甲乙丙丁](?=[0-9]))?[A-Z]{{0,2}}{N}[A-Z]?{_SUB}*(?:[.,]{N})*\s?号(?:{_SECOND})?{_NO_MORE}",
        ),
        ("number", rf"[附增]{N}(?:-{N})*号"),
        ("subpoi", rf"{MARK}(?:组团|号?街坊)"),
        (
            "subpoi",
            rf"(?:{MARK}|[东西南北中]{{1,2}})(?:区|期|号门|门(?![口面头])|院|苑)(?![一-鿿]?路|乡|镇|街道|村|社区)",
        ),
        ("crossing", CROSSINGS),
        ("assist", ASSISTS),
        (
            "bare",
            rf"{_BARE_BEFORE}(?:[A-Z]{{1,2}}-?)?[0-9]+[A-Z]?(?:[-/](?![0-9]+号?[床铺])[A-Z]?[0-9]+[A-Z]?)*{ENDING}(?![.])",
        ),
    )
)
"""Label → pattern, tried in this order. `number`, `lane`, `crossing` and `bare` get their label from
what stands before."""
