"""What stands in a cell besides the value it was meant for: several things in one, words of errors,
letters for digits."""

from __future__ import annotations

import re

import polars as pl

from anju.domains.register.imports.rules.titles import plain
from anju.domains.register.intake.data.cell_vocabulary import (
    CLOSED,
    CLOSING_SOON,
    OPEN,
    RELATIONS,
    SEXES,
    YES_CLOSES,
)
from anju.domains.register.intake.rules import normalise

_NUMBER = r"(^|[^0-9A-Za-z])([1-9]\d{5}(?:18|19|20)\d{2}[01]\d[0-3]\d{4}[\dXx]|[1-9]\d{14})([^0-9A-Za-z]|$)"
_PHONE = r"(^|\D)(?:\+?86[\s-]*)?(1[3-9]\d[\s-]?\d{4}[\s-]?\d{4})(\D|$)"
_WITHOUT_NUMBER = "$1 $3"
"""What stands around such a number stays: 吕艳辉4301… is 吕艳辉."""
_LABELS = r"(?:身份证号码?|身份证|证件号码?|手机号码?|手机|联系电话|电话|姓名|tel|phone)\s*[::]?"
_DAY_SHAPED = r"^\s*(?:(?:19|20)\d\d[-/]\d{1,2}[-/]\d{1,2}(?:[ T]00:00(?::00)?)?|\d{1,2}月\d{1,2}日|\d{1,2}-(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)\s*$"  # noqa: E501
_KIN = sorted((w for w in RELATIONS if len(w) > 1), key=len, reverse=True)
_BEFORE_NAME = rf"^(?:({'|'.join(_KIN)})(?:\s*[::]\s*|[\s、,-]+)|([夫妻子女父母])\s*[::]\s*)\p{{Han}}[\p{{Han}}· ]+"
_BEHIND_NAME = rf"^\p{{Han}}[\p{{Han}}· ]+[((]\s*({'|'.join(_KIN)}|[夫妻子女父母])\s*[))]\s*$"
_SEPARATOR = r"\s*[、,,;;/\n|&+]\s*|\s+(?:和|及|与)\s+"
FORMULA = r"^=[\s$]*[A-Za-z_.]+[\d(!$:]"
"""A formula, where a value should stand. (Text in quotation marks behind an equals sign is text.)"""


def person_parts(texts: pl.Series) -> tuple[pl.Series, pl.Series, pl.Series]:
    """(name, number, phone) of cells that hold a name and perhaps more: 郑明海13980000000, 张三(4301…), 姓名:张三."""
    rich = texts.str.contains(r"\d{8}").fill_null(value=False)
    nothing = pl.Series(texts.name, [None], dtype=pl.String).new_from_index(0, texts.len())
    if not rich.any():
        return texts, nothing, nothing
    wide = texts.str.normalize("NFKC")
    number = wide.str.extract(_NUMBER, 2).str.to_uppercase()
    rest = wide.str.replace_all(_NUMBER, _WITHOUT_NUMBER)
    phone = rest.str.extract(_PHONE, 2).str.replace_all(r"[\s-]", "")
    rest = rest.str.replace_all(_PHONE, _WITHOUT_NUMBER).str.replace_all(f"(?i){_LABELS}", " ")
    bare = rest.str.replace_all(r"\(\s*\)|\[\s*\]", " ").str.strip_chars(" \t\r\n/、,,;;::-—_|()")
    return bare.zip_with(rich, texts), number.zip_with(rich, nothing), phone.zip_with(rich, nothing)


def relation_next_to(names: pl.Series) -> tuple[pl.Series, pl.Series]:
    """(names, GB/T 4761 codes of relations that stood beside them): 妻子：李四, 李四(妻子)."""
    if not names.str.contains(r"[:\uff1a(\uff08\s、,-]").any():
        return names, pl.Series([None], dtype=pl.String).new_from_index(0, names.len())
    wide = names.str.normalize("NFKC")
    before = wide.str.extract(_BEFORE_NAME, 1).fill_null(wide.str.extract(_BEFORE_NAME, 2))
    relation = before.fill_null(wide.str.extract(_BEHIND_NAME, 1))
    if relation.null_count() == relation.len():
        return names, relation
    bare = wide.str.replace(r"^\p{Han}+(?:\s*[::]\s*|[\s、,-]+)", "")
    return bare.zip_with(before.is_not_null(), names), normalise.relations(relation)


def turned_into_days(columns: list[pl.Series]) -> pl.Series:
    """Rows in which a spreadsheet has made a day of a room's or a house's number (1-2 became January 2)."""
    found = pl.Series([False], dtype=pl.Boolean).new_from_index(0, columns[0].len())
    for column in columns:
        if column.null_count() < column.len() and (hits := column.str.contains(_DAY_SHAPED)).any():
            found = found | hits.fill_null(value=False)
    return found


def month_cut_short(texts: pl.Series) -> pl.Series:
    """2026.1 may be a number that was 2026.10, unless the column shows that its zeros stay."""
    cut = texts.str.contains(r"^\d{4}\.1$").fill_null(value=False)
    kept = bool(texts.str.contains(r"^\d{4}\.(?:10|0[1-9])$").any()) if cut.any() else True
    return pl.Series([False], dtype=pl.Boolean).new_from_index(0, texts.len()) if kept else cut


def year_and_digit(texts: pl.Series) -> pl.Series:
    """20261 is a year and a month to its writer, and a day of 1955 to a spreadsheet: nobody knows."""
    return texts.str.contains(r"^20[0-4]\d[1-9]$").fill_null(value=False)


def on_floor(rooms: pl.Series, floors: pl.Series) -> pl.Series:
    """Rooms with the floor of a column of its own: 5 and 01 → 501; a room that begins with its floor
    says it already."""
    level = normalise.clean(floors).str.extract(r"^第?(-?\d{1,3})(?:\.0)?\s*(?:楼|层|F|f)?$", 1)
    if level.null_count() == level.len():
        return rooms
    frame = pl.DataFrame([rooms.alias("r"), level.alias("f")])
    small = pl.col("r").str.contains(r"^\d{1,2}$") & ~pl.col("f").str.starts_with("-")
    relation = pl.col("r").str.starts_with(pl.col("f")) | pl.col("r").str.contains(
        r"^\D*\d{3,}|[楼层]"
    )
    return frame.select(
        pl.when(pl.col("f").is_null() | relation.fill_null(value=False))
        .then("r")
        .when(small)
        .then(pl.col("f") + pl.col("r").str.zfill(2))
        .otherwise(pl.col("f") + "层" + pl.col("r").fill_null(""))
    ).to_series()


def two_numbers(numbers: pl.Series) -> pl.Series:
    """Whether a cell holds two numbers: two people, of whom a row can only enter one."""
    return (
        numbers.str.replace_all(r"[ \t-]", "")
        .str.contains(r"^\d{17}[\dXx]\D*\d{17}[\dXx]")
        .fill_null(value=False)
    )


def separated_names(names: pl.Series) -> pl.Series:
    """Two names of two or more characters in one cell stay apart (、), so that they are doubted and not read as one."""
    two = (
        names.str.strip_chars()
        .str.contains(
            rf"^\p{{Han}}[\p{{Han}}·]{{1,8}}(?:\s*\([^)]*\))?(?:{_SEPARATOR})\p{{Han}}[\p{{Han}}·]{{1,8}}"
        )
        .fill_null(value=False)
    )
    return (
        names.str.strip_chars().str.replace_all(_SEPARATOR, "、").zip_with(two, names)
        if two.any()
        else names
    )


def sex_words(title: str | None) -> dict[str, str]:
    """The codes that a title itself explains (性别(男是0，女是1)), before the usual ones."""
    text = plain(title)
    pairs = [(w, c) for w, c in re.findall(r"([男女])\s*[是为=::用]?\s*(\d)", text)]
    pairs = (
        pairs
        if len(pairs) == 2
        else [(w, c) for c, w in re.findall(r"(\d)\s*[是为=::、.]?\s*([男女])", text)]
    )
    if len(pairs) != 2 or len({c for _, c in pairs}) != 2:
        return {}
    return {c: "1" if w == "男" else "2" for w, c in pairs}


def sexes(texts: pl.Series, title: str | None) -> pl.Series:
    """GB/T 2261.1 codes, by the title's own legend where it has one."""
    own = sex_words(title)
    return normalise.looked_up(texts, SEXES | own)


def closings(texts: pl.Series, title: str | None) -> tuple[pl.Series, pl.Series]:
    """(True: gone, False: there, null: not said; whether the word is not known) for a column of states."""
    words = (
        normalise.once_each(normalise.clean, texts)
        .str.to_lowercase()
        .str.replace_all(r"[\s()]", "")
    )
    table = {plain(w): False for w in OPEN} | {plain(w): True for w in CLOSED}
    asks_gone = any(w in plain(title) for w in YES_CLOSES)
    table |= dict.fromkeys(("是", "y", "yes", "1", "√"), asks_gone)
    table |= dict.fromkeys(("否", "n", "no", "0", "×"), not asks_gone)
    if "是" not in plain(title):
        table = {w: v for w, v in table.items() if w not in ("1", "0")}
    table |= {
        plain(n + w): False
        for n in ("未", "没", "没有", "尚未", "还未", "暂未", "非")
        for w in CLOSED
        if len(w) > 1
    }
    found = words.replace_strict(table, default=None, return_dtype=pl.Boolean)
    if found.null_count() > words.null_count():  # 在职/Active
        bare = words.str.replace_all(r"[a-z]+|[/|,;、.·-]+", "")
        found = found.fill_null(bare.replace_strict(table, default=None, return_dtype=pl.Boolean))
    begins = words.str.contains(
        r"^(?:[\d年月日号./-]+)?(?:已|于|主动|被|自行|协商)?(?:"
        + "|".join(w for w in CLOSED if len(w) > 1 and not w.isascii())
        + ")"
    ).fill_null(value=False)
    begins = begins & ~words.str.contains(CLOSING_SOON).fill_null(value=False)
    if begins.any():
        found = found.fill_null(
            pl.Series([True if b else None for b in begins.to_list()], dtype=pl.Boolean)
        )
    return found, words.is_not_null() & found.is_null()


def unknown_words(texts: pl.Series, codes: pl.Series) -> pl.Series:
    """Cells with a word that no table knows: it is shown, not dropped without a word."""
    return normalise.once_each(normalise.clean, texts).is_not_null() & codes.is_null()
