"""Records that are probably somebody on the form, although no document says so: the clerk says whether it is them.

Nothing here keeps anybody from being registered: "another person" registers as typed.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.http import QueryDict

from anju.domains.linkage.api import records as linkage
from anju.domains.people import api as people
from anju.domains.people.api import PersonView
from anju.domains.places import api as places
from anju.foundation.audit import api as audit
from anju.interfaces.web.office.counter import form_labels
from anju.interfaces.web.office.counter.reading import Filled
from anju.interfaces.web.office.reasons import Waterfall, waterfall
from anju.interfaces.web.session import ActorRequest

SAME, ANOTHER = "same", "another"
_READ = ("name", "doc_number", "phone")
"""What an answer is about; birth date and sex are filled in from the number while the page is open."""


@dataclass(frozen=True, slots=True)
class Question:
    """A row and a record that is probably meant. `field`: of the answer, which counts for the values it was given for;
    `answer`: "" while there is none."""

    row: int
    who: str
    person: PersonView
    waterfall: Waterfall
    field: str
    answer: str


def questions(request: ActorRequest, filled: Filled) -> list[Question]:
    """What the clerk is asked about the rows that name nobody on record. Records out of the clerk's sight are not
    among them."""
    home = places.home_by_code(filled.stay["home_code"]) if filled.stay["home_code"] else None
    address = home.text if home else form_labels.declared_address(filled.stay)
    found = [
        (n, probable)
        for n in range(len(filled.rows))
        if filled.rows[n]["name"] and filled.about(n) is None
        for probable in linkage.probable_records(
            linkage.declared_record(
                {**filled.rows[n], "origin": filled.rows[n]["hukou"][:6]}, address=address
            )
        )
    ]
    if not found:
        return []
    known = people.persons([p.person_id for _, p in found])
    audit.record_read(
        request.actor,
        person_ids=sorted(known),
        fields=["name", "documents", "phone", "candidates"],
        action="counter.probable",
        at=request.at,
    )
    return [
        _question(filled, n, known[p.person_id], p.explained, request.POST)
        for n, p in found
        if p.person_id in known
    ]


def _question(
    filled: Filled, n: int, person: PersonView, why: linkage.Explained, post: QueryDict
) -> Question:
    row = filled.rows[n]
    values = "\n".join([*(row[f] for f in _READ), "" if row["doc_number"] else row["birth_date"]])
    shown = hashlib.sha256(values.encode()).hexdigest()[:12]
    field = f"is-{row['prefix']}-{person.id}-{shown}"
    given = post.get(field, "")
    return Question(
        n,
        row["name"][:40],
        person,
        waterfall(why.weight, why.reasons, why.household),
        field,
        given if given in (SAME, ANOTHER) else "",
    )


def choose(filled: Filled, asked: list[Question]) -> bool:
    """Let rows stand for the records that the clerk says they are; whether there was one."""
    same = [q for q in asked if q.answer == SAME]
    for q in same:
        row = filled.rows[q.row]
        row |= {"person": str(q.person.id), "doc_number": "", "name": q.person.name}
        filled.known[q.person.id] = q.person
    return bool(same)
