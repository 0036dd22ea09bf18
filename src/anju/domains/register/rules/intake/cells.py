"""What stands in a cell besides the value it was meant for: several things in one, words of errors, letters for digits."""

from __future__ import annotations

import re

import polars as pl

from anju.domains.register.data.cell_words import SEXES
from anju.domains.register.data.title_words import CLOSED, OPEN, YES_CLOSES
from anju.domains.register.rules.intake import normalise
from anju.domains.register.rules.intake.titles import plain

_NUMBER = r"(^|[^0-9A-Za-z])([1-9]\d{5}(?:18|19|20)\d{2}[01]\d[0-3]\d{4}[\dXx]|[1-9]\d{14})([^0-9A-Za-z]|$)"
_PHONE = r"(^|\D)(?:\+?86[\s-]*)?(1[3-9]\d[\s-]?\d{4}[\s-]?\d{4})(\D|$)"
_AROUND = "$1 $3"
"""What stands around such a number stays: 吕艳辉4301… is 吕艳辉."""
_LABELS = r"(?:身份证号码?|身份证|证件号码?|手机号码?|手机|联系电话|电话|姓名|tel|phone)\s*[::]?"
_APART = r"\s*[、,,;;/\n|&+]\s*|\s+(?:和|及|与)\s+"
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
    rest = wide.str.replace_all(_NUMBER, _AROUND)
    phone = rest.str.extract(_PHONE, 2).str.replace_all(r"[\s-]", "")
    rest = rest.str.replace_all(_PHONE, _AROUND).str.replace_all(f"(?i){_LABELS}", " ")
    bare = rest.str.replace_all(r"\(\s*\)|\[\s*\]", " ").str.strip_chars(" \t\r\n/、,,;;::-—_|()")
    return bare.zip_with(rich, texts), number.zip_with(rich, nothing), phone.zip_with(rich, nothing)


def two_numbers(numbers: pl.Series) -> pl.Series:
    """Whether a cell holds two numbers: two people, of whom a row can only enter one."""
    return numbers.str.replace_all(r"[ \t-]", "").str.contains(r"^\d{17}[\dXx]\D*\d{17}[\dXx]").fill_null(value=False)


def kept_apart(names: pl.Series) -> pl.Series:
    """Two names of two or more characters in one cell stay apart (、), so that they are doubted and not read as one."""
    two = names.str.strip_chars().str.contains(
        rf"^\p{{Han}}[\p{{Han}}·]{{1,8}}(?:\s*\([^)]*\))?(?:{_APART})\p{{Han}}[\p{{Han}}·]{{1,8}}").fill_null(value=False)
    return names.str.strip_chars().str.replace_all(_APART, "、").zip_with(two, names) if two.any() else names


def number_faults(texts: pl.Series, kinds: pl.Series, problems: pl.Series) -> pl.Series:
    """The true fault of a number that was refused: masked, letters among digits, another kind of document."""
    wrong = problems.is_in(["id_length", "id_area", "id_birth_date", "id_checksum"]).fill_null(value=False)
    if not (wrong | texts.str.contains(r"[*＊●#?]").fill_null(value=False)).any():
        return problems
    bare = texts.str.replace_all(r"[\s'’‘\"-]", "")
    masked = bare.str.contains(r"^\d{1,10}[*＊●#?xX]{3,}[\dXx]{0,6}$").fill_null(value=False)
    letters = bare.str.contains(r"^[0-9OoIlLSsBZz|]{14,17}[0-9XxOoIlSsBZz]$").fill_null(value=False) & bare.str.contains(
        r"^.{0,16}[OoIlLSsBZz|]").fill_null(value=False)
    other = bare.str.contains(r"^[A-Za-z]{1,3}[A-Za-z0-9]{5,10}$").fill_null(value=False) & problems.eq(
        "id_length").fill_null(value=False) & kinds.eq("111").fill_null(value=False)
    return problems.to_frame("p").select(
        pl.when(masked).then(pl.lit("id_masked")).when(letters & wrong).then(pl.lit("id_letters"))
        .when(other).then(pl.lit("id_kind_unclear")).otherwise("p")).to_series()


def sex_words(title: str | None) -> dict[str, str]:
    """The codes that a title itself explains (性别(男是0，女是1)), before the usual ones."""
    text = plain(title)
    pairs = [(w, c) for w, c in re.findall(r"([男女])\s*[是为=::用]?\s*(\d)", text)]
    pairs = pairs if len(pairs) == 2 else [(w, c) for c, w in re.findall(r"(\d)\s*[是为=::、.]?\s*([男女])", text)]
    if len(pairs) != 2 or len({c for _, c in pairs}) != 2:
        return {}
    return {c: "1" if w == "男" else "2" for w, c in pairs}


def sexes(texts: pl.Series, title: str | None) -> pl.Series:
    """GB/T 2261.1 codes, by the title's own legend where it has one."""
    own = sex_words(title)
    return normalise.looked_up(texts, SEXES | own)


def closings(texts: pl.Series, title: str | None) -> tuple[pl.Series, pl.Series]:
    """(True: gone, False: there, null: not said; whether the word is not known) for a column of states."""
    words = normalise.once_each(normalise.clean, texts).str.to_lowercase().str.replace_all(r"[\s()]", "")
    table = {plain(w): False for w in OPEN} | {plain(w): True for w in CLOSED}
    asks_gone = any(w in plain(title) for w in YES_CLOSES)
    table |= dict.fromkeys(("是", "y", "yes", "1", "√"), asks_gone)
    table |= dict.fromkeys(("否", "n", "no", "0", "×"), not asks_gone)
    if "是" not in plain(title):
        table = {w: v for w, v in table.items() if w not in ("1", "0")}
    found = words.replace_strict(table, default=None, return_dtype=pl.Boolean)
    begins = words.str.contains(r"^(?:[\d年月日号./-]+)?(?:已|于|主动|被|自行|协商)?(?:" + "|".join(
        w for w in CLOSED if len(w) > 1 and not w.isascii()) + ")").fill_null(value=False)
    if begins.any():
        found = found.fill_null(pl.Series([True if b else None for b in begins.to_list()], dtype=pl.Boolean))
    return found, words.is_not_null() & found.is_null()


def unknown_words(texts: pl.Series, codes: pl.Series) -> pl.Series:
    """Cells with a word that no table knows: it is shown, not dropped without a word."""
    return normalise.once_each(normalise.clean, texts).is_not_null() & codes.is_null()
