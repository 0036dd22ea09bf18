"""Words for why two records are probably one person: facts, how far they agree, and what a pair weighs."""

from __future__ import annotations

from anju.interfaces.texts.labels import Table

FACTS: Table = {
    "name": ("姓名", "Name"),
    "sex": ("性别", "Sex"),
    "birth_date": ("出生日期", "Date of birth"),
    "number": ("公民身份号码", "Citizen number"),
    "other": ("其他证件号码", "Number of another document"),
    "phone": ("手机号", "Phone"),
    "address": ("住址", "Address"),
    "origin": ("户籍地", "Registered origin"),
}
LEVELS: Table = {
    "same": ("相同", "the same"),
    "looks_alike": ("字形相近", "characters that look alike"),
    "sounds_alike": ("读音相同", "sounds the same"),
    "sounds_alike_in_dialect": ("方音相近", "sounds alike in a dialect"),
    "order_changed": ("字序不同", "the same in another order"),
    "nearly_same": ("几乎相同", "nearly the same"),
    "character_missing": ("多或少一个字", "one character more or less"),
    "similar": ("相似", "similar"),
    "one_character_differs": ("一个字不同", "one character differs"),
    "surname_same": ("只有姓相同", "only the surname is the same"),
    "digits_swapped_or_mistyped": ("数字颠倒或错一位", "digits swapped or one mistyped"),
    "year_differs": ("只有年份不同", "only the year differs"),
    "two_digits_differ": ("差两位", "two digits differ"),
    "same_year": ("只有年份相同", "only the year is the same"),
    "digits_swapped": ("两位颠倒", "two digits swapped"),
    "neighbouring_key": ("按错相邻的键", "a neighbouring key"),
    "one_digit_differs": ("差一位", "one digit differs"),
    "two_valid_numbers": ("两个都有效的不同号码", "two different valid numbers"),
    "different": ("不同", "different"),
}
LIKELIHOODS: tuple[tuple[float, tuple[str, str]], ...] = (
    (0.99, ("几乎可以肯定是同一人", "almost certainly the same person")),
    (0.9, ("很可能是同一人", "very probably the same person")),
    (0.5, ("可能是同一人", "probably the same person")),
    (0.1, ("不大可能是同一人", "probably two people")),
    (0.0, ("几乎可以肯定是两个人", "almost certainly two people")),
)
"""From which probability on what is said."""
