"""Pictures of written names: which are kept, and their content for printing."""

from __future__ import annotations

from collections.abc import Collection

from anju.domains.people.data import NamePictureView
from anju.foundation.crypto.blobs import decrypt_bytes
from anju.foundation.db.statements import rows
from anju.foundation.errors import NotFound

_CONTEXT = "people.name_picture"


def context_of(person_id: int, name: str) -> str:
    """What the ciphertext is bound to: its column, its person and the name it stands for."""
    return f"{_CONTEXT} {person_id} {name}"


def name_pictures(person_id: int) -> tuple[NamePictureView, ...]:
    """The pictures kept for a person, that of the present name first; those out of sight are not there."""
    found = rows(
        """SELECT t.id, t.person_id, t.name, t.name = p.name, t.width, t.height, t.stored_label, t.stored_at
        FROM people_name_picture t JOIN people_person p ON p.id = t.person_id
        WHERE t.person_id = %s AND t.ended_at IS NULL ORDER BY t.name = p.name DESC, t.id""",
        [person_id],
        often=True,
    )
    return tuple(NamePictureView(*row) for row in found)


def pictures_of_names(names: Collection[tuple[int, str]]) -> dict[tuple[int, str], bytes]:
    """JPEGs that stand for exactly these (person, name); of a record that was merged away, the picture of the one that
    stands for it. Those without one, or out of sight, are left out. To record the reading is the caller's duty."""
    if not names:
        return {}
    found = rows(
        """SELECT i.person, i.name, t.person_id, t.cipher
        FROM unnest(%s::bigint[], %s::text[]) AS i(person, name) JOIN people_name_picture t
            ON t.person_id = anju_stands_for(i.person) AND t.name = i.name AND t.ended_at IS NULL""",
        [[person for person, _ in names], [name for _, name in names]],
    )
    return {
        (person, name): decrypt_bytes(cipher, context_of(holder, name))
        for person, name, holder, cipher in found
    }


def name_picture_content(picture_id: int) -> tuple[int, bytes]:
    """(person, JPEG) of one picture. `NotFound` ``name_picture_unknown`` for one that is out of sight
    or was removed. To record the reading is the caller's duty."""
    found = rows(
        "SELECT person_id, name, cipher FROM people_name_picture WHERE id = %s AND ended_at IS NULL",
        [picture_id],
    )
    if not found:
        raise NotFound("name_picture_unknown")
    person, name, cipher = found[0]
    return int(person), decrypt_bytes(cipher, context_of(person, name))
