"""Rules of membership: kinds from the files of law, what a group may be for, texts."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from anju.domains.groups.membership.data import BarredPurpose, GroupKind, Joins, Unit
from anju.foundation.characters import visible, visible_lines
from anju.foundation.errors import Refused
from anju.foundation.free_text import require_no_identity_number
from anju.foundation.law.reading import Part


def read_kind(part: Part, *, region: str) -> GroupKind:
    """An entry of the section ``group_kinds``. `Refused` ``law_file_invalid``."""
    since = part.since()
    about = part.part("about")
    quorum = part("quorum")
    if not (isinstance(quorum, list) and len(quorum) == 2 and all(type(n) is int for n in quorum)):
        raise part.wrong("two whole numbers", "quorum")
    if not 0 <= quorum[0] <= quorum[1] or quorum[1] < 1:
        raise part.wrong("a part of the whole", "quorum")
    try:
        joins, unit = Joins(part.text("joins")), Unit(part.text("unit"))
    except ValueError as error:
        raise part.wrong("an unknown word", "joins") from error
    kind = GroupKind(
        code=part.text("code"),
        region=region,
        words=part.words(),
        about=about.words(),
        joins=joins,
        unit=unit,
        mediates=part("mediates") is True,
        registers=part("registers") is True,
        term_months=part.whole("term_months") or 0,
        notice_days=part.whole("notice_days") or 0,
        quorum=(quorum[0], quorum[1]),
        quorum_more=part("quorum_more") is True,
        proxies=part.whole("proxies") or 0,
        source=part.pair("source"),
        confidence=part.confidence(),
        valid_from=since,
        valid_to=part.until(since),
    )
    about.done()
    part.done()
    return kind


def read_barred(part: Part, *, region: str) -> BarredPurpose:
    """An entry of the section ``barred_purposes``. `Refused` ``law_file_invalid``."""
    since = part.since()
    barred = BarredPurpose(
        code=part.text("code"),
        region=region,
        words=part.words(),
        signs=tuple(folded(s) for s in part.texts("words")),
        source=part.pair("source"),
        valid_from=since,
        valid_to=part.until(since),
    )
    part.done()
    return barred


def folded(text: str) -> str:
    """For comparing: one width, one case, no blanks."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def require_purpose(barred: Iterable[BarredPurpose], *texts: str) -> None:
    """Raise `Refused` ``group_purpose_barred`` (`word`, `why`) where one of these texts speaks of what no group is
    entered for."""
    found = [folded(t) for t in texts]
    for one in barred:
        for sign in one.signs:
            if any(sign in text for text in found):
                raise Refused("group_purpose_barred", word=sign, why=one.code)


def sound(text: str, most: int, *, lines: bool = False) -> str:
    """A text without what is not to be seen. `Refused` ``group_long`` (`most`), ``identity_number_in_text``."""
    found = (visible_lines(text) if lines else visible(text)).strip()
    if len(found) > most:
        raise Refused("group_long", most=most)
    require_no_identity_number(found)
    return found
