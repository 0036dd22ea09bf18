"""Search keys of names made anew after the rules of reading changed. Not a migration: it may take minutes and goes on
where it was interrupted."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from anju.domains.people.operations.scopes import rebuild_findings
from anju.domains.people.rules.readings import readings
from anju.domains.people.rules.scripts import search_key
from anju.foundation.db.statements import joined, rows, run

VERSION = "readings 2026-11"
"""Change it with `rules.readings` or `rules.scripts`. The column's comment says by which version its keys were made."""
CHUNK = 20_000
_COMMENT = """SELECT col_description(attrelid, attnum) FROM pg_attribute
    WHERE attrelid = 'people_person'::regclass AND attname = 'search_name'"""


def spelled_by_this_version() -> bool:
    """Were all search keys made by the rules of this version? One query of the catalogue."""
    return bool(rows(_COMMENT) == [(VERSION,)])


def spell_anew(progress: Callable[[str, int, int], None]) -> int:
    """Make the keys of every name that is read otherwise now, in transactions of `CHUNK` people; returns how many.

    Outside a transaction, by who sees everybody. `progress` hears ("people", done, of how many).
    """
    total = int(rows("SELECT count(*) FROM people_person")[0][0])
    last = done = changed = 0
    while found := rows(
        """SELECT id, name, pinyin, initials, other_reading, search_name FROM people_person
            WHERE id > %s ORDER BY id LIMIT %s""",
        [last, CHUNK],
    ):
        last, done = found[-1][0], done + len(found)
        fresh = [(i, *readings(name), search_key(name)) for i, name, *_ in found]
        differing = [new for new, old in zip(fresh, found, strict=True) if new[1:] != old[2:]]
        with transaction.atomic():
            _write(differing)
        changed += len(differing)
        progress("people", done, total)
    return changed


def note_spelling() -> None:
    """Note that all keys are of this version. As the owner of the tables."""
    run(f"COMMENT ON COLUMN people_person.search_name IS '{VERSION}'")


def _write(people: list[tuple[int, str, str, str, str]]) -> None:
    if not people:
        return
    ids, pinyin, initials, other, search = (list(column) for column in zip(*people, strict=True))
    source, values = joined(
        {
            "id": ("bigint", ids),
            "p": ("text", pinyin),
            "i": ("text", initials),
            "o": ("text", other),
            "s": ("text", search),
        }
    )
    run(
        f"""UPDATE people_person t SET pinyin = n.p, initials = n.i, other_reading = n.o, search_name = n.s
        FROM {source} AS n(id, p, i, o, s) WHERE t.id = n.id""",  # noqa: S608
        values,
    )
    rebuild_findings(ids)
