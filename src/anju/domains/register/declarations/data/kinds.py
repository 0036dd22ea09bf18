"""The kinds of declarations, one entry a kind: what it needs, which checks apply, what it does to the
ledgers, which files bring it, and its words. Intake, files, the API and the pages read this table."""

from __future__ import annotations

from dataclasses import dataclass

STAY, JOB, ABSENCE = "stay", "job", "absence"
"""The ledgers."""
HOME, EMPLOYER, REGION = "home", "employer", "region"
"""What a kind may not be without: the declaration is refused as ``home_missing`` and so on."""
CHECK_FIRST_DAY, CHECK_WORKING_AGE = "first_day", "working_age"
CHECK_ADULT, CHECK_CAPACITY = "adult", "capacity"
"""Checks of what is possible but unlikely (`intake.rules.plausibility`): a first day far
ahead, an age below that of workers, a child without an adult, a full home."""

Words = tuple[str, str]
"""Chinese, English."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a declaration does to one ledger: it opens a line (or changes the one that is there), or
    closes it. `needs`: the column without which it does nothing there. `implied`: the day it names is
    that of another matter (the day of hiring is not the day of moving in)."""

    ledger: str
    opens: bool
    needs: str = ""
    implied: bool = False


@dataclass(frozen=True, slots=True)
class DeclarationKind:
    """One kind of declaration.

    `label`: its name on pages and in lists. `people`: the people of a list that declares it.
    `entered`: the caption of their count. `needs`: what it is refused without. `checks`: which
    doubts are raised. `files`: the forms of files that bring it. `household`: a head named in it
    is the head of the household the person joins. `skips_resubmissions`: a row of a long list that repeats what its
    sender declared before is answered without being processed (`intake.operations.resubmitted_rows`).
    """

    label: Words
    people: Words
    entered: Words
    effects: tuple[Effect, ...]
    needs: str = ""
    checks: frozenset[str] = frozenset()
    files: tuple[str, ...] = ()
    household: bool = False
    skips_resubmissions: bool = False

    @property
    def opens(self) -> bool:
        """It begins something; the others end something, and change nothing of a person's record."""
        return any(e.opens for e in self.effects)

    @property
    def ledgers(self) -> tuple[str, ...]:
        """The ledgers it may change."""
        return tuple(e.ledger for e in self.effects)


KINDS: dict[str, DeclarationKind] = {
    "arrive": DeclarationKind(
        ("入住", "Moved in"),
        ("在住人员", "people who live there"),
        ("其中入住", "of these moved in"),
        (Effect(STAY, opens=True, needs="home_id"),),
        needs=HOME,
        checks=frozenset({CHECK_FIRST_DAY, CHECK_ADULT, CHECK_CAPACITY}),
        files=("rental-tenants", "inflow"),
        household=True,
        skips_resubmissions=True,
    ),
    "leave": DeclarationKind(
        ("搬离", "Moved out"),
        ("已搬离人员", "people who moved out"),
        ("其中搬离", "of these moved out"),
        (Effect(STAY, opens=False),),
        files=("rental-tenants", "inflow"),
    ),
    "hire": DeclarationKind(
        ("入职", "Hired"),
        ("在职人员", "people who work there"),
        ("其中入职或在职", "of these at work"),
        (
            Effect(STAY, opens=True, needs="home_id", implied=True),
            Effect(JOB, opens=True, needs="employer_id"),
        ),
        needs=EMPLOYER,
        checks=frozenset({CHECK_FIRST_DAY, CHECK_WORKING_AGE}),
        files=("employer-roster",),
        skips_resubmissions=True,
    ),
    "dismiss": DeclarationKind(
        ("离职", "Left the job"),
        ("离职人员", "people who left their job"),
        ("其中离职", "of these jobs ended"),
        (Effect(JOB, opens=False, needs="employer_id"),),
        needs=EMPLOYER,
        files=("employer-roster",),
    ),
    "outflow": DeclarationKind(
        ("外出", "Went elsewhere"),
        ("外出人员", "people who went away"),
        ("其中外出", "of these went away"),
        (Effect(ABSENCE, opens=True),),
        needs=REGION,
        files=("outflow",),
    ),
}

OPENING = tuple(code for code, k in KINDS.items() if k.opens)
CLOSING = tuple(code for code, k in KINDS.items() if not k.opens)
OPENED_BY_FILE = {form: code for code in OPENING for form in KINDS[code].files}
"""Form of a file → what its rows declare."""
CLOSED_BY_FILE = {form: code for code in CLOSING for form in KINDS[code].files}
"""The same for rows of people who left."""
FORMS = tuple(OPENED_BY_FILE)
"""The forms of files that may be imported."""
JOINING = tuple(code for code, k in KINDS.items() if k.household)
IMPLIED_STAYS = tuple(
    code for code, k in KINDS.items() if any(e.ledger == STAY and e.implied for e in k.effects)
)


def kinds_with(check: str) -> tuple[str, ...]:
    """The kinds to which this check applies."""
    return tuple(code for code, k in KINDS.items() if check in k.checks)


def kinds_on(ledger: str, *, opens: bool) -> dict[str, str]:
    """The kinds that open (or close) lines of this ledger → the column without which they do not."""
    return {
        code: e.needs
        for code, k in KINDS.items()
        for e in k.effects
        if (e.ledger, e.opens) == (ledger, opens)
    }


def closes(kind: str) -> bool:
    """True for a kind of declaration that ends something."""
    return kind in CLOSING


def changes_presence(kind: str) -> bool:
    """True unless declarations of this kind leave it as it is where somebody lives or works here.
    Corrections, which are no kind that is declared, may change it."""
    return kind not in KINDS or set(KINDS[kind].ledgers) != {ABSENCE}
