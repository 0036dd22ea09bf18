"""Reading letters of responsibility from files of law, and which one holds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import date

from anju.domains.housing.rentals.data import LetterText
from anju.foundation.law.reading import Part
from anju.foundation.law.validity import narrowest


def read_letter(part: Part, *, region: str) -> LetterText:
    """One entry of the section `letters`. `Refused` ``law_file_invalid`` for what no letter can be."""
    since = part.since()
    paragraphs = part.parts("paragraphs")
    letter = LetterText(
        region,
        part.text("key"),
        part.words(),
        tuple(one.words() for one in paragraphs),
        part.pair("source"),
        part.confidence(),
        since,
        part.until(since),
    )
    if not letter.paragraphs:
        raise part.wrong("a letter has paragraphs", "paragraphs")
    for one in paragraphs:
        one.done()
    part.done()
    return letter


def letter_in_force(
    letters: Iterable[LetterText], key: str, region: str, day: date
) -> LetterText | None:
    """The letter of this key for a home there on that day: of the most specific region, then of the latest day."""
    return narrowest((one for one in letters if one.key == key), region, day)


def digest_of(letter: LetterText) -> str:
    """What tells this text from every other, in twelve letters and digits."""
    content = json.dumps([letter.key, letter.words, letter.paragraphs], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()[:12]
