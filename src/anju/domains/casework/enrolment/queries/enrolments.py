"""Reads of applications, as far as the transaction sees them: one with its history, a family's own, the office's list,
the school's list."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q

from anju.domains.casework.enrolment.data import (
    HOLDING,
    LIVE,
    Enrolment,
    EnrolmentDocument,
    EnrolmentEvent,
    EnrolmentRecord,
    EnrolmentState,
    EnrolmentStep,
    Fit,
    Known,
    Passed,
    Round,
    RoundState,
)
from anju.domains.casework.enrolment.models import (
    EnrolmentDocumentRow,
    EnrolmentEventRow,
    EnrolmentRow,
)
from anju.domains.casework.enrolment.queries import law
from anju.domains.casework.enrolment.queries.rounds import round_of
from anju.domains.casework.enrolment.rules.proving import fit
from anju.foundation.actor import Actor
from anju.foundation.crypto import decrypt_many, encrypt, row_of
from anju.foundation.crypto.binding import BoundColumn
from anju.foundation.db.scope import subtree
from anju.foundation.errors import NotFound

SEE, SCHOOL, PAGE = "enrol.see", "enrol.school", 50
FACTS, TEXT, FILE, FILE_NAME = (
    "casework.enrolment",
    "casework.enrolment_event",
    "casework.enrolment_file",
    "casework.enrolment_file_name",
)
BOUND = (
    BoundColumn("casework_enrolment", "facts_cipher", "id", (FACTS,)),
    BoundColumn("casework_enrolment_event", "text_cipher", "id", (TEXT,)),
    BoundColumn("casework_enrolment_document", "cipher", "id", (FILE,), file=True),
    BoundColumn("casework_enrolment_document", "name_cipher", "id", (FILE_NAME,)),
)
LISTS = (
    "waits",
    "returned",
    "qualified",
    "refused",
    "placed",
    "waiting",
    "accepted",
    "over",
    "all",
)
"""Lists of the office: to be reviewed, waiting for the family, admitted to the allocation, not admitted, with a place
that is not confirmed, on the waiting list, confirmed, ended, all."""


def sealed(number: int, facts: Mapping[str, Any]) -> bytes:
    """What was known at filing, as it is kept for the row of this number."""
    return encrypt(json.dumps(facts, ensure_ascii=False, default=str), FACTS, row=row_of(number))


def packed(known: Sequence[Known]) -> list[dict[str, Any]]:
    """Facts as they are kept."""
    return [
        {
            "fact": k.fact,
            "source": k.source,
            "periods": [[str(a), str(b) if b else ""] for a, b in k.periods],
            "value": None if k.value is None else str(k.value),
        }
        for k in known
    ]


def unpacked(kept: Sequence[Mapping[str, Any]]) -> tuple[Known, ...]:
    """The same back."""
    return tuple(
        Known(
            k["fact"],
            k["source"],
            tuple(
                (date.fromisoformat(a), date.fromisoformat(b) if b else None)
                for a, b in k["periods"]
            ),
            None if k["value"] is None else Decimal(k["value"]),
        )
        for k in kept
    )


def kept_facts(rows: Sequence[EnrolmentRow]) -> list[dict[str, Any]]:
    """What was known of each at filing or review."""
    texts = decrypt_many([r.facts_cipher for r in rows], FACTS, rows=[row_of(r.pk) for r in rows])
    return [json.loads(text) for text in texts]


def lines_of(rows: Sequence[EnrolmentRow], *, office: bool = False) -> list[Enrolment]:
    """Rows as values; what was computed but not published yet is left out, except for the `office`."""
    return [
        _line(row, facts, office or row.round.state == RoundState.PUBLISHED.value)
        for row, facts in zip(rows, kept_facts(rows), strict=True)
    ]


def _line(row: EnrolmentRow, facts: Mapping[str, Any], known: bool) -> Enrolment:
    return Enrolment(
        row.pk,
        row.number,
        row.family,
        row.round_id,
        row.child_id,
        row.guardian_id,
        row.region,
        row.grade,
        tuple(row.choices),
        row.same_school,
        row.arrange,
        EnrolmentState(row.state),
        row.route,
        row.points,
        row.draw if known else "",
        row.school if known else "",
        row.choice if known else 0,
        tuple(Passed(*p) for p in row.passed) if known else (),
        row.split and known,
        row.vaccination,
        row.vaccination_on,
        facts["name"],
        date.fromisoformat(facts["born"]) if facts["born"] else None,
        facts["guardian"],
        facts["home"],
        unpacked(facts["known"]),
        row.filed_at,
        row.version,
    )


def _rows() -> Any:  # noqa: ANN401 - a query set
    return EnrolmentRow.objects.select_related("round")


def enrolment(enrolment_id: int, *, actor: Actor, at: datetime) -> EnrolmentRecord:
    """One application. `NotFound` ``enrolment_unknown``: absent, out of sight, or staff who see none. Six queries."""
    row = _rows().filter(id=enrolment_id).first()
    if row is None or not _may_see(row, actor):
        raise NotFound("enrolment_unknown")
    (line,) = lines_of([row], office=actor.kind != "public")
    held = round_of(row.round)
    return EnrolmentRecord(
        line,
        held,
        fit_of(line, held),
        tuple(_events(row)),
        tuple(_documents(row.pk)),
        _ahead(row) if held.state is RoundState.PUBLISHED else 0,
    )


def fit_of(line: Enrolment, held: Round) -> Fit:
    """How a child stands to the rule of the round."""
    rule = law.admission(held.region, held.apply_from)
    return fit(rule, line.known, year=held.year, last_day=held.apply_to)


def _may_see(row: EnrolmentRow, actor: Actor) -> bool:
    """Row-level security lets in family, helper, place, education office, school; of staff only who may see these."""
    if actor.kind == "public":
        return True
    school = row.school_region and EnrolmentState(row.state) in HOLDING
    return (
        actor.may(SEE, region=row.region)
        or actor.may(SEE, region=row.office)
        or bool(school and actor.may(SCHOOL, region=row.school_region))
    )


def _events(row: EnrolmentRow) -> list[EnrolmentEvent]:
    rows = list(EnrolmentEventRow.objects.filter(enrolment=row).order_by("id"))
    kept = [r for r in rows if r.text_cipher is not None]
    texts = dict(
        zip(
            [r.pk for r in kept],
            decrypt_many([r.text_cipher for r in kept], TEXT, rows=[row_of(r.pk) for r in kept]),
            strict=True,
        )
    )
    return [
        EnrolmentEvent(EnrolmentStep(r.step), r.at, r.by_label, texts.get(r.pk, ""), r.detail)
        for r in rows
    ]


def _documents(enrolment_id: int) -> list[EnrolmentDocument]:
    rows = list(
        EnrolmentDocumentRow.objects.filter(enrolment_id=enrolment_id)
        .defer("cipher")
        .order_by("id")
    )
    names = decrypt_many(
        [r.name_cipher for r in rows], FILE_NAME, rows=[row_of(r.pk) for r in rows]
    )
    return [
        EnrolmentDocument(r.pk, r.fact, name, r.content_type, r.size, r.at)
        for r, name in zip(rows, names, strict=True)
    ]


def _ahead(row: EnrolmentRow) -> int:
    """Families that wait for the same first choice and whose turn was before."""
    if row.state != EnrolmentState.WAITING.value or not row.choices:
        return 0
    before = Q(points__gt=row.points) | Q(points=row.points, draw__lt=row.draw)
    waiting = EnrolmentRow.objects.filter(
        before, round_id=row.round_id, grade=row.grade, state=EnrolmentState.WAITING.value
    )
    return int(waiting.filter(choices__0=row.choices[0]).values("family").distinct().count())


def enrolments_of(person_id: int) -> list[Enrolment]:
    """Applications in which a person is child or guardian, or whose child they guard and the transaction sees; the
    latest first. One query."""
    own = Q(child_id=person_id) | Q(guardian_id=person_id)
    return lines_of(_rows().filter(own).order_by("-id")[:100])


def enrolments_seen(child_ids: Sequence[int]) -> list[Enrolment]:
    """Applications of these children, the latest first. One query."""
    return lines_of(_rows().filter(child_id__in=list(child_ids)).order_by("-id")[:100])


def enrolment_queue(
    actor: Actor, round_id: int, *, show: str = "waits", words: str = "", page: int = 1
) -> tuple[list[Enrolment], dict[str, int]]:
    """A page of the applications of a round that the actor's office sees, as they came, and how many each list has.
    `words`: the beginning of a number. Two queries."""
    found = _in_sight(actor).filter(
        round_id=round_id, number__startswith=words.strip().upper()[:30]
    )
    lists = _lists()
    counts = found.aggregate(**{f"n_{name}": Count("id", filter=q) for name, q in lists.items()})
    rows = found.filter(lists.get(show, lists["waits"])).order_by("id")
    shown = list(rows[(page - 1) * PAGE : page * PAGE])
    return lines_of(shown, office=True), {k.removeprefix("n_"): n for k, n in counts.items()}


def enrolment_lines(actor: Actor, round_id: int, *, show: str, most: int) -> list[Enrolment]:
    """The same as a whole, for a file."""
    found = _in_sight(actor).filter(round_id=round_id).filter(_lists().get(show, Q()))
    return lines_of(list(found.order_by("id")[:most]), office=True)


def school_list(actor: Actor, round_id: int, *, most: int) -> list[Enrolment]:
    """Children who hold a place in the actor's schools, by school and grade. One query."""
    area = _within("school_region", actor.regions(SCHOOL)) & Q(
        round__state=RoundState.PUBLISHED.value, state__in=[s.value for s in HOLDING]
    )
    rows = _rows().filter(area, round_id=round_id).exclude(school_region="")
    return lines_of(list(rows.order_by("school", "grade", "number")[:most]))


def _lists() -> dict[str, Q]:
    states = {name: Q(state=name) for name in LISTS if name in set(EnrolmentState)}
    live = [s.value for s in LIVE]
    return {
        "waits": Q(state=EnrolmentState.FILED.value),
        **states,
        "over": ~Q(state__in=live) & ~Q(state=EnrolmentState.REFUSED.value),
        "all": Q(),
    }


def _in_sight(actor: Actor) -> Any:  # noqa: ANN401 - a query set
    regions = actor.regions(SEE)
    return _rows().filter(_within("office", regions) | _within("region", regions))


def _within(column: str, regions: Sequence[str]) -> Q:
    area = Q(pk__in=[])
    for region in regions:
        low, high = subtree(region)
        area |= Q(**{f"{column}__gte": low, f"{column}__lt": high})
    return area
