"""Applications as the API gives and takes them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from ninja import Field, Schema

from anju.domains.permits.api import applications as permits
from anju.domains.permits.api.applications import QueueLine


class Line(Schema):
    """One application of a list. `paused_at`: since when the time limit is paused."""

    id: int
    number: str
    person: int
    channel: str
    state: str
    region: str
    stage: str | None
    accepted_at: datetime | None
    due_at: datetime | None
    paused_at: datetime | None

    @classmethod
    def of(cls, line: QueueLine) -> Line:
        """A domain value as the API gives it."""
        return cls(
            id=line.id,
            number=line.number,
            person=line.person_id,
            channel=line.channel.value,
            region=line.region,
            state=line.state.value,
            stage=line.stage.value if line.stage else None,
            accepted_at=line.accepted_at,
            due_at=line.due_at,
            paused_at=line.paused_at,
        )


class Applications(Schema):
    """A page of applications."""

    items: list[Line]
    total: int
    counts: dict[str, int]


class StageDecision(Schema):
    """A decision at one stage."""

    stage: str
    decision: str
    reasons: list[str]
    note: str
    by: str
    at: datetime


class Item(Schema):
    """One missing thing of the notice."""

    code: str
    article: str
    papers: list[str]
    note: str
    settled_at: datetime | None


class Application(Schema):
    """One application. `version` is to be named with a decision."""

    id: int
    number: str
    person: int
    state: str
    region: str
    station: str
    stages: list[str]
    stage: str | None
    version: int
    accepted_at: datetime | None
    due_at: datetime | None
    rule: str = Field(description="Where the deadline is written.")
    paused_at: datetime | None
    permit: int | None
    decisions: list[StageDecision]
    missing: list[Item]
    object_until: datetime | None


class Need(Schema):
    """One thing an application needs; `met_by` is empty while it is missing."""

    code: str
    article: str
    papers: list[str]
    met_by: str
    due: date | None


class Outlook(Schema):
    """What a first application would need. `barred`: something is missing that no supporting document can prove."""

    needs: list[Need]
    barred: bool
    not_before: date | None
    application: int | None
    permit: int | None


class Start(Schema):
    """Whom to begin an application for."""

    person: int


class Begun(Schema):
    """An application begun, or the one under way."""

    id: int
    number: str
    state: str


class Submission(Schema):
    """What only the applicant can say. `ethnicity`: GB/T 3304, printed on the card and used for nothing else."""

    ethnicity: str = Field("", max_length=2)
    identity_shown: bool = False


class Decision(Schema):
    """A decision at the stage that is due."""

    decision: Literal["agree", "refuse"]
    version: int
    reasons: list[str] = []
    note: str = Field("", max_length=500)


class Decided(Schema):
    """What became of it."""

    state: str
    stage: str | None
    waits_for_second: bool
    permit: int | None


class Reason(Schema):
    """Why, in words."""

    note: str = Field("", max_length=300)


def application_schema(found: permits.Application) -> Application:
    """An application as the API gives it: no proxy's number, no supporting document."""
    view = found.view
    return Application(
        id=view.id,
        number=view.number,
        person=view.person_id,
        state=view.state.value,
        region=view.region,
        station=view.station,
        stages=[s.value for s in view.stages],
        stage=view.stage.value if view.stage else None,
        version=view.version,
        accepted_at=view.accepted_at,
        due_at=view.due_at,
        rule=view.due_source,
        paused_at=view.paused_at,
        permit=view.permit_id,
        object_until=found.object_until,
        decisions=[
            StageDecision(
                stage=d.stage.value,
                decision=d.decision.value,
                reasons=list(d.reasons),
                note=d.note,
                by=d.by_label,
                at=d.at,
            )
            for d in found.decisions
        ],
        missing=[
            Item(
                code=i.code,
                article=i.article,
                papers=list(i.documents),
                note=i.note,
                settled_at=i.settled_at,
            )
            for i in (found.notice.items if found.notice else ())
        ],
    )


def outlook_schema(outlook: permits.Outlook) -> Outlook:
    """An outlook as the API gives it."""
    return Outlook(
        needs=[
            Need(
                code=n.code,
                article=n.article,
                papers=[str(p) for p in n.documents],
                met_by=n.met_by,
                due=n.due,
            )
            for n in outlook.needs
        ],
        barred=outlook.barred,
        not_before=outlook.not_before,
        application=outlook.open_id,
        permit=outlook.permit_id,
    )
