"""What other domains learn of people, and what may be merged or drawn: frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from anju.foundation.actor import Actor
from anju.foundation.days import age_on


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document as pages show it: the number masked."""

    id: int
    kind: str
    issuer: str
    masked: str
    live: bool
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """A person as somebody outside names them: a document, a name, and birth date and sex where these are given."""

    kind: str
    issuer: str
    number: str
    name: str
    birth_date: date | None = None
    sex: str = ""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds the document somebody named (None: nobody), whether everything said of them agrees with the record, and
    the birth date on file."""

    person_id: int | None
    agrees: bool
    birth_date: date | None


@dataclass(frozen=True, slots=True)
class Relative:
    """A member of the household, or a guardian, as seen from one person.

    `relation` is the GB/T 4761 code of what they are to that person; where that does not follow it is their relation to
    the head of the household, and `to_head` says so.
    """

    person_id: int
    name: str
    relation: str
    birth_date: date | None
    role: str
    to_head: bool = False


@dataclass(frozen=True, slots=True)
class PersonView:
    """One person with documents and phone masked."""

    id: int
    name: str
    sex: str
    birth_date: date | None
    nationality: str
    origin: str
    hukou_text: str
    education: str
    marital: str
    phone_masked: str
    documents: tuple[DocumentView, ...]
    recorded_at: datetime
    merged_ids: tuple[int, ...] = ()
    merged_into: int | None = None

    def age_on(self, day: date) -> int | None:
        """Full years on that day."""
        return None if self.birth_date is None else age_on(self.birth_date, day)


@dataclass(frozen=True, slots=True)
class Found:
    """One line of a search result."""

    person_id: int
    name: str
    sex: str
    birth_date: date | None
    region: str
    current: bool
    doc_masked: str
    matched: str


@dataclass(frozen=True, slots=True)
class Findings:
    """A page of results and an honest count: `count` is exact unless `capped`, then "more than"."""

    found: tuple[Found, ...]
    count: int
    capped: bool


@dataclass(frozen=True, slots=True)
class MergeView:
    """One entry of the merge journal. `undone_at`: when it was taken back."""

    id: int
    kept_id: int
    other_id: int
    reason: str
    by_user: int | None
    at: datetime
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class Likely:
    """Two records that may be one person."""

    one_id: int
    other_id: int
    name: str
    birth_date: date | None


@dataclass(frozen=True, slots=True)
class MergeFacts:
    """What a record, with all records it stands for, says of who somebody is. `numberings` are the
    kinds of numbers among the documents in force (`rules.merging`)."""

    birth_dates: frozenset[date]
    nationalities: frozenset[str]
    numberings: frozenset[str]


@dataclass(frozen=True, slots=True)
class MergeRequestView:
    """A merge that two persons decide. `contradictions` as found when it was asked for; `decision` is
    empty while it waits, else approve or refuse."""

    id: int
    kept_id: int
    other_id: int
    contradictions: tuple[str, ...]
    reason: str
    asked_by: int
    asked_label: str
    asked_at: datetime
    decision: str
    decided_label: str
    decided_at: datetime | None
    note: str


@dataclass(frozen=True, slots=True)
class NamePictureView:
    """A picture kept for a person, without its content. `used`: it is of the name that the record bears now."""

    id: int
    person_id: int
    name: str
    used: bool
    width: int
    height: int
    stored_label: str
    stored_at: datetime


class OnMerge(StrEnum):
    """What becomes of a number that names the record that is merged away.

    `MOVED`: the merge writes the kept record's number into the row, and its undo writes the old one back.
    `HANDLED`: a function of the owning domain does so inside the merge (`people.handle_merge`).
    `FOLLOWED`: a listener of the owning domain does so after the merge is committed.
    `RESOLVED`: the row stays as it was written; whoever acts on it asks `people.lock` or `people.canonical` first.
    `DERIVED`: computed anew by the merge. `TRACE`: says what happened, and so never changes.
    """

    MOVED = "moved"
    HANDLED = "handled"
    FOLLOWED = "followed"
    RESOLVED = "resolved"
    DERIVED = "derived"
    TRACE = "trace"


@dataclass(frozen=True, slots=True)
class PersonReference:
    """One column that names persons. `only_if`: SQL over the row ``t`` with ``%(kept)s`` and
    ``%(other)s`` that says which rows may move (those that would break a constraint stay). `row`: the
    column that identifies a row; the same as `column` where a table holds one row a person. `note`
    says why, or who sees to it."""

    table: str
    column: str
    on_merge: OnMerge
    note: str = ""
    only_if: str = "true"
    row: str = "id"

    @property
    def key(self) -> str:
        """Its name in the merge journal."""
        return f"{self.table}.{self.column}"


@dataclass(frozen=True, slots=True)
class Merging:
    """A merge, or its undo, under way. `since`: when the two became one."""

    kept_id: int
    other_id: int
    actor: Actor
    at: datetime
    since: datetime
