"""Columns as they came → columns as the register writes them. Whole columns at a time."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from anju.domains.register.intake.data.cell_vocabulary import (
    DOCUMENT_TEXTS,
    NO,
    RELATIONS,
    SEXES,
    YES,
)
from anju.foundation import codes
from anju.foundation.characters import INVISIBLE, stands_for
from anju.foundation.countries import code_of

_POLICE_WORD = codes.MOVE_REASON.column("police")
_STANDARD_OF = codes.POLICE_REASON.column("standard")
_COMPATIBLE = "[\u00a0\u2000-\u200a\u202f\u205f\u3000\uff01-\uff5e\u2460-\u2473\uf900-\ufaff]"
_ODD = INVISIBLE[:-1] + _COMPATIBLE[1:]
_NOTHING = (
    r"(?i)^(?:[-—_/\\.*?、·]+|无|暂无|没有|空|空白|未知|不详|未填|待补|n/?a|null|none|nan|nil|"
    r"#+|#(?:n/?a|ref!?|value!?|name\??|div/0!?|num!?|null!?|spill!?|calc!?|field!?|getting_data|blocked!?|unknown!?|connect!?)|"
    r"[#]?\s*错误[::]?\s*\d*|err:\d+)$"
)
"""What means that there is nothing, the spreadsheets' words of errors in any case among it."""
_AS_TEXT = r'^=\s*"(.*)"$'
_RADICAL = "[\u2e80-\u2fdf]"
_DESCRIBES = r"[(\[【][^)\]】]*(?:[+＋]|[左右上下]\p{Han})"
"""A bracket that says which parts a character is made of."""
_QUOTES = "'\"`’‘“”´＇"
_LABELLED = r"(?i)^(?:(?:tel|phone|mobile|手机号码?|手机|电话|联系电话|本人)[::]?)?"
_AFTER_NAME = (
    r"^\(?\d{1,3}\)?[.、\s]\s*(\p{Han}[\p{Han}·]+)$|^(\p{Han}{2,4}?)\s*[A-Za-z][A-Za-z ,.'-]+$|"
    r"^[A-Za-z][A-Za-z ,.'-]*[\s(]+(\p{Han}{2}[\p{Han}·]*)\)?$"
)
"""A number in front of a whole name (1.张三), its spelling behind or before it (李四 LI SI, LI SI (李四))."""
_OTHER_SCRIPT = r"[\p{Tibetan}\p{Arabic}\p{Mongolian}\p{Yi}\p{Cyrillic}\p{Hangul}\p{Thai}\p{Lao}]"
_NOT_HAN = r"[^\u3400-\u9fff0-9A-Za-z\s·()]"
_WHOLE_HAN = r"^[^\p{Han}]*(\p{Han}[\p{Han}·•. ]*\p{Han})[^\p{Han}]*$"
"""A name that stands in two scripts, as on cards: the one in Chinese characters is the register's."""
_NOT_THEIRS = (
    "空号|停机|停用|打不通|旧号|妻|丈夫|老公|老婆|父|母|爸|妈|儿子|女儿|兄|弟|姐|妹"
    "|朋友|同事|老板|房东|中介|家属|亲戚"
)
"""Behind the only phone of a cell: it is another person's, or dead."""
_ABROAD = r"^\s*(?:\+|00)[\s(]*(?:[1-79]\d?|8[0-57-9])[\s-]?\d"
"""Of another country: its digits may look like a mobile number of here."""
_EXTENSION = r"^(\(?0\d{2,3}\)?[\s-]?[2-8]\d{6,7})[\s-]+\d{1,5}$"
_DOTS = "[·•・‧∙⋅●･.。．]"


def clean(values: pl.Series, *, blanks: bool = True) -> pl.Series:
    """Full width to half width, invisible characters and outer quotes off; what means "nothing" becomes null."""
    if values.null_count() == values.len():
        return values
    if values.str.contains(_ODD).any():
        values = values.str.replace_all(INVISIBLE, "").str.normalize("NFKC")
    if values.str.starts_with("=").any():
        values = values.str.replace(_AS_TEXT, "$1")
    values = values.str.strip_chars(" \t\r\n" + _QUOTES)
    empty = (values == "") | values.str.contains(_NOTHING) if blanks else values == ""
    return values.set(empty.fill_null(value=False), None) if empty.any() else values


def once_each(work: Callable[[pl.Series], pl.Series], values: pl.Series) -> pl.Series:
    """`work` done on each different value once, where a column repeats itself much."""
    if values.len() < 2000 or values.head(2000).n_unique() > 1200:
        return work(values)
    different = values.unique()
    done = work(different)
    return values.replace_strict(different, done, return_dtype=done.dtype)


def names(values: pl.Series) -> pl.Series:
    """No spaces between Chinese characters, · for every dot of minority and foreign names, no remark
    in brackets behind a whole name. A bracket that describes a character stays, to be looked at (`plausibility`)."""
    values = clean(values)
    if values.str.contains(_RADICAL).any():
        values = values.map_elements(stands_for, return_dtype=pl.String)
    if (
        values.str.contains(_NOT_HAN).any()
        and (two := values.str.contains(_OTHER_SCRIPT) & values.str.contains(_WHOLE_HAN)).any()
    ):
        values = values.str.replace(_WHOLE_HAN, "$1").zip_with(two.fill_null(value=False), values)
    if values.str.contains(r"[A-Za-z]").any():
        values = values.str.replace(_AFTER_NAME, "$1$2$3")
    if values.str.contains(r"[\s(\[【]").any():
        remark = values.str.contains(
            r"^\p{Han}{2}.*?[(\[【][^)\]】]*[)\]】]?\s*$"
        ) & ~values.str.contains(_DESCRIBES)
        values = values.str.replace(r"^(\p{Han}.*?)\s*[(\[【].*$", "$1").zip_with(
            remark.fill_null(value=False), values
        )
        values = (
            values.str.replace_all(r"(\p{Han})\s+", "$1")
            .str.replace_all(r"\s+(\p{Han})", "$1")
            .str.replace_all(r"\s+", " ")
        )
    if values.str.contains("[★☆※▲△]").any():
        values = values.str.strip_chars("★☆※▲△ ")
    if values.str.contains(r"[0-9A-Za-z]").any():
        values = values.str.replace(_AFTER_NAME, "$1$2$3")
    if values.str.contains(_DOTS).any():
        values = values.str.replace_all(rf"(\p{{Han}})\s*{_DOTS}+\s*", "$1·").str.strip_chars("· ")
    return values.set((values == "").fill_null(value=False), None)


def numbers(values: pl.Series) -> pl.Series:
    """Identity numbers: no spaces, dashes or quotes, upper case. A spreadsheet's float stays, to be refused."""
    values = clean(values)
    if values.str.contains(r"[^0-9X]").any():
        floats = values.str.contains(r"^\d(?:\.\d*)?[eE]\+?\d{1,2}$")
        bare = values.str.replace_all("[×✕✖╳ΧχХх]", "X").str.replace_all(r"[\s\-—–_'’‘“”\"`*]", "")
        bare = bare.str.replace(r"^(\d{14,17}[\dXx])[(\[【].*$", "$1")
        bare = bare.str.replace_all(r"^[^0-9A-Za-z]+|[^0-9A-Za-z]+$", "")
        bare = bare.str.replace(r"^(\d{6})[./·](\d{8})[./·](\d{3}[\dXx])$", "$1$2$3")
        bare = bare.str.replace(r"(\d{15,18})\.0+$", "$1").str.to_uppercase()
        values = values.zip_with(floats.fill_null(value=False), bare)
    return values.set((values == "").fill_null(value=False), None)


def phones(values: pl.Series) -> tuple[pl.Series, pl.Series]:
    """(phones, which were unreadable). A mobile has 11 digits; a landline needs its area code and keeps one hyphen.

    Of several in one cell the first mobile is taken, however they are parted."""
    came = clean(values)
    plain = came.str.replace(r"\.0+$", "").str.replace_all(r"[\s\-—–()+._\u2010-\u2015]", "")
    mobile = plain.str.extract(_LABELLED + r"(?:0{0,2}86|0)?(1[3-9]\d{9})(?:\D.*)?$", 1)
    rest = came.is_not_null() & mobile.is_null()
    abroad = came.str.contains(_ABROAD)
    if abroad.any():
        mobile = mobile.set(abroad.fill_null(value=False), None)
        rest = came.is_not_null() & mobile.is_null()
    theirs = came.str.contains(r"\p{Han}").any() and came.str.contains(_NOT_THEIRS) & (
        came.str.count_matches(r"1[3-9]\d{9}") < 2
    )
    if not rest.any() and theirs is False:
        return mobile, rest
    plain = came.str.replace(_EXTENSION, "$1").str.replace_all(r"[\s\-—–()+\u2010-\u2015]", "")
    area = plain.str.extract(
        r"^(?:0{0,2}86)?0?(10|2\d|[3-9]\d{2})[2-8]\d{6,7}(?:(?:转|ext|x).*)?$", 1
    )
    local = plain.str.extract(
        r"^(?:0{0,2}86)?0?(?:10|2\d|[3-9]\d{2})([2-8]\d{6,7})(?:(?:转|ext|x).*)?$", 1
    )
    marked = came.str.contains(r"^\s*\(?(?:\+|0{0,2}86\d{9}|0)").fill_null(value=False)
    land = ("0" + area + "-" + local).set((~marked).fill_null(value=True), None)
    separate = came.str.extract(
        r"(?:^|\D)(?:\+?0{0,2}86[\s-]*)?(1[3-9]\d[\s,-]?\d{4}[\s,-]?\d{4})(?:\D|$)", 1
    )
    glued = plain.str.extract(r"^(?:0{0,2}86)?(1[3-9]\d{9})(?:(?:0{0,2}86)?1[3-9]\d{9})+$", 1)
    found = (
        mobile.fill_null(land).fill_null(separate.str.replace_all(r"[\s,-]", "")).fill_null(glued)
    )
    if theirs is not False:
        found = found.set(theirs.fill_null(value=False), None)
    if abroad.any():
        found = found.set(abroad.fill_null(value=False), None)
    return found, came.is_not_null() & found.is_null()


def texts(values: pl.Series) -> pl.Series:
    """Free text: cleaned, runs of spaces made one, none between Chinese characters."""
    return once_each(_text, values)


def _text(values: pl.Series) -> pl.Series:
    values = clean(values)
    if values.str.contains(r"\s").any():
        values = values.str.replace_all(r"(\p{Han})\s+(\p{Han})", "$1$2").str.replace_all(
            r"\s+", " "
        )
    return values


def joined(columns: list[pl.Series]) -> pl.Series:
    """Several columns read one after the other; null when all are."""
    if len(columns) == 1:
        return columns[0]
    frame = pl.DataFrame([s.rename(str(i)) for i, s in enumerate(columns)])
    text = frame.select(pl.concat_str(pl.all(), separator="", ignore_nulls=True)).to_series()
    return text.set(text == "", None)


def sexes(values: pl.Series) -> pl.Series:
    """GB 2261.1 codes."""
    return looked_up(values, SEXES)


def looked_up(values: pl.Series, table: dict[str, str]) -> pl.Series:
    """Words by a table, in any case; unknown ones null."""
    return (
        once_each(clean, values)
        .str.to_lowercase()
        .replace_strict(table, default=None, return_dtype=pl.String)
    )


def truths(values: pl.Series) -> pl.Series:
    """Yes or no; a number above zero is a yes, other words are null."""
    words = clean(values, blanks=False).str.to_lowercase()
    count = words.str.extract(r"^(\d+)\s*[个名人位]?$", 1).cast(pl.Int64, strict=False)
    table = dict.fromkeys(YES, True) | dict.fromkeys(NO, False)
    return (count > 0).fill_null(words.replace_strict(table, default=None, return_dtype=pl.Boolean))


def reasons(values: pl.Series) -> tuple[pl.Series, pl.Series]:
    """(GB/T 31000 codes, police words)."""
    came = texts(values)
    different = came.drop_nulls().unique().to_list()
    both = {t: read_reason(t) for t in different}
    return (
        _mapped(came, {t: c for t, (c, _) in both.items()}),
        _mapped(came, {t: p for t, (_, p) in both.items()}),
    )


def read_reason(text: str) -> tuple[str, str]:
    """(GB/T 31000 code, word of the police list) for what was written; unknown words give ("99", "其他")."""
    police = codes.POLICE_REASON
    if text in _POLICE_WORD:
        return text, _POLICE_WORD[text]
    if code := codes.MOVE_REASON.by_word.get(text):
        return code, text if text in police.names else _POLICE_WORD[code]
    word = police.by_word.get(text) or next(
        (entry for written, entry in police.words.items() if written in text), "其他"
    )
    return ("09", "其他") if "调动" in text else (_STANDARD_OF[word], word)


def dwellings(values: pl.Series) -> pl.Series:
    """GB/T 31000 codes of dwelling types."""
    came = texts(values)
    return _mapped(came, {t: read_dwelling(t) for t in came.drop_nulls().unique().to_list()})


def read_dwelling(text: str) -> str:
    """GB/T 31000 code of a dwelling type as written; unknown words give "99"."""
    if text in codes.DWELLING.names:
        return text
    return codes.DWELLING.by_word.get(text) or next(
        (code for written, code in codes.DWELLING.words.items() if written in text), "99"
    )


def document_kinds(values: pl.Series) -> pl.Series:
    """GA/T 517 codes of document types as written; unknown ones null, so that the number's shape decides."""
    came = texts(values).str.to_lowercase().str.replace_all(r"[\s_]", "")
    known = {code for _, code in DOCUMENT_TEXTS}
    table = {
        t: t if t in known else next((code for word, code in DOCUMENT_TEXTS if word in t), None)
        for t in came.drop_nulls().unique().to_list()
    }
    return _mapped(came, table)


def countries(values: pl.Series) -> pl.Series:
    """ISO 3166 alpha-3; a three-letter code stays."""
    came = texts(values)
    return _mapped(came, {t: code_of(t) for t in came.drop_nulls().unique().to_list()})


def relations(values: pl.Series) -> pl.Series:
    """GB/T 4761 codes."""
    words, known = once_each(clean, values), RELATIONS | {c: c for c in RELATIONS.values()}
    bare = words.str.replace(
        r"^(?:户主|本人)?[之的其](\p{Han})", "$1"
    )  # 户主之子, 其子; but not 其他儿子
    return looked_up(words, known).fill_null(looked_up(bare, known))


def split_dorm(values: pl.Series) -> tuple[pl.Series, pl.Series, pl.Series]:
    """(building, unit, room) of one text like 9栋-617, 3号楼2单元501, A座1203室, 9-617."""
    came = texts(values)
    building = came.str.extract(r"^(.*?[栋幢座楼])", 1).fill_null(
        came.str.extract(r"^([0-9A-Za-z]{1,4})[-—_/#]", 1)
    )
    unit = came.str.extract(r"([0-9A-Za-z]+)\s*单元", 1)
    room = came.str.extract(
        r"([A-Za-z]?\d{2,5}[A-Za-z]?)\s*(?:室|房|号房|号)?(?:[-\s]*\d{1,2}\s*(?:床|号床|床位|铺))?$",
        1,
    )
    return building.str.replace(r"^(.*?\d)$", "$1栋"), unit, room


def rooms(values: pl.Series) -> pl.Series:
    """Room numbers without the word: 617室 → 617."""
    return (
        texts(values).str.replace(r"(?:室|房间|号房|房|号)$", "").str.replace(r"^(\d+)\.0$", "$1")
    )


def lodged(values: pl.Series) -> pl.Series:
    """A dormitory or room, without the words for living elsewhere (外住) or for living there at all (是)."""
    elsewhere = values.str.contains(
        r"^(?:外住|外宿|不?住宿|不住厂?|不住宿舍|自住|自租|租房|在外租房|走读|厂外|未住宿|家住|回家住?|是|否)$"
        r"|^(?:外住|外宿|自住|自租|租房|在外租房)\s*[:(,]"
    )
    return values.set(elsewhere.fill_null(value=False), None)


def _mapped(values: pl.Series, table: dict[str, str | None] | dict[str, str]) -> pl.Series:
    return (
        values.replace_strict(table, default=None, return_dtype=pl.String)
        if table
        else values.cast(pl.String)
    )
