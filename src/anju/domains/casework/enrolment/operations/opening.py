"""Opening a round and bringing its schools and points."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction

from anju.domains.casework.enrolment.data import (
    GRADES,
    Known,
    Round,
    RoundKind,
    RoundState,
)
from anju.domains.casework.enrolment.models import EnrolmentRound, EnrolmentRow, SchoolRow
from anju.domains.casework.enrolment.operations.enrolment_rights import RUN, locked_round
from anju.domains.casework.enrolment.operations.qualifying import proved_now
from anju.domains.casework.enrolment.operations.recording import sound
from anju.domains.casework.enrolment.queries import law
from anju.domains.casework.enrolment.queries.enrolments import kept_facts, unpacked
from anju.domains.casework.enrolment.queries.rounds import round_of
from anju.domains.casework.enrolment.rules.school_table import (
    areas_named,
    read_points,
    read_schools,
)
from anju.domains.regions import api as regions
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.db.scope import as_intake_role
from anju.foundation.errors import Conflict, Refused
from anju.foundation.request_keys import require_key
from anju.foundation.sheets.reader import read_cells

MOST_BYTES = 4 * 1024 * 1024
LONGEST_ROUND = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class RoundDraft:
    """A round before it is opened. `region`: the district, as a code prefix of six digits or more."""

    region: str
    kind: RoundKind
    year: int
    grades: tuple[int, ...]
    title: str
    apply_from: date
    apply_to: date
    results_on: date
    reply_by: date
    term_begins: date
    seed_source: str


def open_round(draft: RoundDraft, *, key: str, actor: Actor, at: datetime) -> int:
    """Announce a round to everybody; its id. The same `key` again changes nothing.

    By who holds `enrol.run` there. Raises `Refused` ``round_region``, ``round_grades``, ``round_days``,
    ``round_year``, ``round_over``, ``round_term``, ``round_title``, ``round_seed_source``; `NotFound`
    ``enrolment_no_rule``.
    """
    require_key(key)
    if len(draft.region) < 6 or not draft.region.isdecimal():
        raise Refused("round_region")
    actor.require(RUN, region=draft.region)
    _require_sound(draft, local_date(at))
    rule = law.admission(draft.region, draft.apply_from)
    with transaction.atomic():
        row, made = EnrolmentRound.objects.get_or_create(
            by_user=actor.user_id,
            key=key,
            defaults={
                **asdict(draft),
                "kind": draft.kind.value,
                "grades": sorted(set(draft.grades)),
                "title": sound(draft.title, needed=True),
                "seed_source": sound(draft.seed_source, needed=True),
                "state": RoundState.OPEN.value,
                "admission": rule.code,
                "by_label": actor.label[:100],
                "opened_at": at,
            },
        )
        if made:
            _record(row, "casework.round_opened", actor, at)
    return int(row.pk)


def _require_sound(draft: RoundDraft, today: date) -> None:
    if not draft.grades or any(g not in GRADES for g in draft.grades):
        raise Refused("round_grades")
    if draft.kind is RoundKind.ENTRY and not set(draft.grades) <= {1, 7}:
        raise Refused("round_grades")
    in_order = draft.apply_from <= draft.apply_to < draft.results_on <= draft.reply_by
    if not in_order or draft.reply_by - draft.apply_from > LONGEST_ROUND:
        raise Refused("round_days")
    if draft.apply_to < today:
        raise Refused("round_over", day=draft.apply_to.isoformat())
    if not draft.results_on < draft.term_begins <= draft.results_on + LONGEST_ROUND:
        raise Refused("round_term")
    if abs(draft.year - draft.apply_from.year) > 1:
        raise Refused("round_year")
    if not 0 < len(draft.title.strip()) <= 80:
        raise Refused("round_title", most=80)
    if not 0 < len(draft.seed_source.strip()) <= 300:
        raise Refused("round_seed_source", most=300)


def import_schools(
    round_id: int, data: bytes, file_name: str, *, actor: Actor, at: datetime
) -> Round:
    """Take the schools of a round with their places; they take the place of those before. Lines that are wrong are left
    out and kept with the reason. The same table again changes nothing.

    By who holds `enrol.run` there, before places are allocated. Raises `NotFound` ``round_unknown``, `Conflict`
    ``round_allocated``, `Refused` ``school_too_large``, ``school_titles``, ``school_too_long``, ``school_nothing``,
    ``school_named`` when families have named a school that is left out, and what `read_cells` raises.
    """
    cells = _cells(data, file_name)
    with transaction.atomic():
        row = locked_round(round_id)
        actor.require(RUN, region=row.region)
        if row.state != RoundState.OPEN.value:
            raise Conflict("round_allocated")
        digest = hashlib.sha256(repr(cells).encode()).hexdigest()
        if row.digest == digest:
            return round_of(row)
        good, refused = read_schools(
            cells,
            within=row.region,
            grades=row.grades,
            regions=set(regions.names(sorted(areas_named(cells)))),
        )
        if not good:
            first = refused[0] if refused else None
            raise Refused(
                "school_nothing",
                line=first.line if first else 1,
                fault=first.fault if first else "school_empty",
                column=first.column if first else "",
            )
        _require_named(round_id, {s.code for s in good})
        SchoolRow.objects.filter(round_id=round_id).delete()
        SchoolRow.objects.bulk_create(
            SchoolRow(
                round_id=round_id,
                code=s.code,
                grade=grade,
                name=s.name,
                region=s.region,
                address=s.address,
                places=places,
                areas=list(s.areas),
            )
            for s in good
            for grade, places in s.places.items()
        )
        row.digest, row.version = digest, row.version + 1
        row.refused = [asdict(r) for r in refused]
        row.save()
        _record(row, "casework.schools", actor, at, schools=len(good), refused=len(refused))
    return round_of(row)


def _require_named(round_id: int, codes: set[str]) -> None:
    """A school that a family has named stays in the list."""
    with as_intake_role():
        rows = EnrolmentRow.objects.filter(round_id=round_id).exclude(state="withdrawn")
        named = {code for choices in rows.values_list("choices", flat=True) for code in choices}
    if missing := sorted(named - codes):
        raise Refused("school_named", codes=missing[:5])


def import_points(
    round_id: int, data: bytes, file_name: str, *, actor: Actor, at: datetime
) -> tuple[int, list[tuple[int, str]]]:
    """Take the points that the office for people who moved in has confirmed, by number of application: (how many
    applications, lines left out as (line, number)). Who is proved by them is admitted at once.

    By who holds `enrol.run` there, before places are allocated. Raises `Conflict` ``round_allocated``, `Refused`
    ``school_too_large``, ``school_titles``.
    """
    good, wrong = read_points(_cells(data, file_name))
    with transaction.atomic():
        held = locked_round(round_id)
        actor.require(RUN, region=held.region)
        if held.state != RoundState.OPEN.value:
            raise Conflict("round_allocated")
        with as_intake_role():
            rows = list(
                EnrolmentRow.objects.select_for_update().filter(
                    round_id=round_id,
                    number__in=list(good),
                    state__in=["filed", "returned", "qualified"],
                )
            )
            for row, facts in zip(rows, kept_facts(rows), strict=True):
                row.round = held
                _with_points(row, facts["known"], good[row.number], actor, at)
    known = {r.number for r in rows}
    wrong += [(0, number) for number in good if number not in known]
    return len(rows), wrong


def _with_points(
    row: EnrolmentRow,
    kept: Sequence[dict[str, object]],
    values: dict[str, Decimal],
    actor: Actor,
    at: datetime,
) -> None:
    known = [k for k in unpacked(kept) if k.fact not in values]
    known += [Known(fact, "points_list", value=value) for fact, value in values.items()]
    digest = hashlib.sha256(repr(sorted(values.items())).encode()).hexdigest()[:16]
    proved_now(row, known, key=f"points:{digest}", actor=actor, at=at)


def _cells(data: bytes, file_name: str) -> list[list[str | None]]:
    if len(data) > MOST_BYTES:
        raise Refused("school_too_large", mb=MOST_BYTES >> 20)
    book = read_cells(data, file_name)
    return [list(line) for sheet in book.sheets[:1] for line in sheet.cells.iter_rows()]


def _record(row: EnrolmentRound, action: str, actor: Actor, at: datetime, **detail: int) -> None:
    audit.record_write(
        actor,
        action=action,
        subject_kind="enrolment_round",
        subject_id=row.pk,
        at=at,
        detail={"region": row.region, **detail},
    )
