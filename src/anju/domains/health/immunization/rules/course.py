"""A person's way through one series: the doses of the antigen, what they counted for, which target doses are met."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from anju.domains.health.immunization.data.answers import (
    DoseStatus,
    Evaluation,
    Given,
    Person,
    Reason,
)
from anju.domains.health.immunization.data.schedule import Schedule, Series, TargetDose

VALID = DoseStatus.VALID
NOT_VALID = DoseStatus.NOT_VALID
INADVERTENT = Reason.INADVERTENT


class Course:
    """State of one series while doses are evaluated; `target` is the next target dose, None when all are met."""

    __slots__ = (
        "completed",
        "doses",
        "evaluations",
        "history",
        "index",
        "live",
        "met",
        "person",
        "previous",
        "records",
        "schedule",
        "seen",
        "series",
        "today",
    )

    def __init__(
        self,
        schedule: Schedule,
        series: Series,
        person: Person,
        records: Sequence[Given],
        history: Sequence[Given],
        live: Sequence[Given],
        today: int,
        completed: Callable[[frozenset[str]], bool],
    ) -> None:
        self.schedule = schedule
        self.series = series
        self.person = person
        self.records = records
        self.history = history
        self.today = today
        self.completed = completed
        self.doses = series.doses
        self.live = live
        """The doses of the history that may stand in conflict with others."""
        self.evaluations: list[Evaluation] = []
        self.met: list[tuple[TargetDose, Given]] = []
        self.index = 0
        self.previous: Given | None = None
        """The dose from which the next interval counts: valid or not valid, never one given by mistake."""
        self.seen = 0
        """How many records stand before the one being looked at; all of them when forecasting."""

    @property
    def target(self) -> TargetDose | None:
        """The target dose to be met next."""
        return self.doses[self.index] if self.index < len(self.doses) else None

    @property
    def current(self) -> Given | None:
        """The record being looked at, None when forecasting."""
        return self.records[self.seen] if self.seen < len(self.records) else None

    def keep(self, evaluation: Evaluation) -> None:
        """Note what a dose counted for."""
        self.evaluations.append(evaluation)
        status = evaluation[1]
        if (status is VALID or status is NOT_VALID) and evaluation[2] is not INADVERTENT:
            self.previous = evaluation[0]

    def meet(self, dose: TargetDose, given: Given) -> None:
        """The target dose is met; a recurring one is asked for again."""
        self.met.append((dose, given))
        if not dose.recurring:
            self.index += 1

    def met_on(self, number: int) -> int | None:
        """The day on which the target dose of a number was met."""
        for dose, given in reversed(self.met):
            if dose.number == number:
                return given.day
        return None

    def status_of(self, given: Given) -> DoseStatus | None:
        """What a dose counted for in this series, None when it has not been evaluated here."""
        for evaluation in self.evaluations:
            if evaluation.given is given:
                return evaluation.status
        return None
