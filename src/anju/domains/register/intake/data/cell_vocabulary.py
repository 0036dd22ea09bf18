"""What people write into cells, and the codes of the standards it stands for: their words are in the code tables."""

from __future__ import annotations

from anju.foundation import codes

SEXES: dict[str, str] = {word: c for word, c in codes.SEX.by_word.items() if c in ("1", "2")} | {
    "1": "1",
    "2": "2",
}
RELATIONS: dict[str, str] = codes.RELATION.by_word
DOCUMENT_TEXTS: tuple[tuple[str, str], ...] = tuple(
    (word, kind)
    for kind in ("112", "HMT", "553", "511", "513", "516", "113", "414", "111")
    for word, code in codes.DOCUMENT.words.items()
    if code == kind
)
"""Parts of names of documents → code, in the order in which they are looked for: the identity card last, since
its word is in the names of others."""
YES = ("有", "是", "y", "yes", "1", "true", "√", "✓", "v", "存在")
NO = ("无", "否", "n", "no", "0", "false", "×", "x", "没有", "没")
CHILD_OF_EITHER_SEX = ("小孩", "孩子", "宝宝", "子女")
"""Words for a son or a daughter: the sex says which."""
