"""Questions, answers, what an answer rests on, and what an agreement allows: frozen values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from anju.foundation.errors import AnjuError

MOST_QUESTIONS = 100
"""Of one request."""
YES, NO = "yes", "no"
"""The two answers. There is no third: unknown, another name, elsewhere and not so are all `NO`."""


COUNT = "count"
"""What stands for a question that was answered by a count."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question about one person, who is named by a document and a name, and by birth date and sex where these are
    given. `id` is the asker's own, unique in the request. The rest: parameters, as the service needs them."""

    id: str
    service: str
    kind: str
    issuer: str
    number: str
    name: str
    birth_date: date | None = None
    sex: str = ""
    division: str = ""
    divisions: tuple[str, ...] = ()
    home: str = ""
    on: date | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """`value`: yes or no, and nothing else."""

    id: str
    value: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: under which agreement, and its questions."""

    agreement: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a request came to: its answers, or why it was refused whole."""

    answers: Sequence[Answer] = ()
    refusal: AnjuError | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What an answer rests on. `agrees`: everything said of the person is on file, and they are not shielded. `region`:
    of the stay on the day asked about, "" without one; `home`: the code of its door plate; `permit`: region of a valid
    permit."""

    agrees: bool
    born: date | None
    region: str
    home: str
    permit: str


@dataclass(frozen=True, slots=True)
class AgreementTerms:
    """Who may ask what: an account of a department's system or a place on a link, these services, for these purposes,
    about people in this division, on these days, so many questions a day and so many answered no. `columns` of bulk
    extracts, on the legal `basis`."""

    id: int
    number: str
    name: str
    user_id: int | None
    peer: str
    services: tuple[str, ...]
    purposes: tuple[str, ...]
    region: str
    first: date
    last: date
    per_day: int
    negatives_per_day: int
    state: str
    proposed_by: int | None
    proposed_label: str
    accepted_label: str
    columns: tuple[str, ...] = ()
    basis: str = ""

    def holds_on(self, day: date) -> bool:
        """In force on that day."""
        return self.state == "active" and self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Use:
    """How often something was asked of one day: by whom, under which agreement, which service for which purpose, and
    what came of it (yes, no, or the code of a refusal)."""

    day: date
    asker: str
    agreement: str
    service: str
    purpose: str
    outcome: str
    count: int
