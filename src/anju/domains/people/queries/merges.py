"""The merge journal, and pairs of records that may be one person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from anju.domains.people.data import Likely, MergeFacts, MergeRequestView, MergeView
from anju.domains.people.models import Merge, MergeRequest
from anju.domains.people.rules.merging import contradictions, numbering
from anju.foundation.db.scope import as_intake_role, subtree
from anju.foundation.db.statements import rows


def merges(*, limit: int = 50) -> list[MergeView]:
    """Merges of people the transaction may see, newest first."""
    found = Merge.objects.order_by("-id")[:limit]
    return [_view(m) for m in found]


def merge_entry(merge_id: int) -> MergeView | None:
    """One entry, as far as the transaction may see it."""
    found = Merge.objects.filter(id=merge_id).first()
    return _view(found) if found else None


def _view(row: Merge) -> MergeView:
    return MergeView(
        row.id, row.kept_id, row.other_id, row.reason, row.by_user, row.at, row.undone_at
    )


def standing_merges(person_ids: Sequence[int]) -> list[tuple[int, int, dict[str, Any]]]:
    """Merges of these records that have not been taken back: kept, other, what was moved."""
    ids = list(person_ids)
    return [
        (m.kept_id, m.other_id, m.moved)
        for m in Merge.objects.filter(
            Q(kept_id__in=ids) | Q(other_id__in=ids), undone_at=None
        ).order_by("id")
    ]


_FACTS = """SELECT i.id,
        (SELECT array_agg(DISTINCT p.birth_date) FROM people_person p
         WHERE p.id = ANY(i.records) AND p.birth_date IS NOT NULL),
        (SELECT array_agg(DISTINCT p.nationality) FROM people_person p
         WHERE p.id = ANY(i.records) AND p.nationality <> ''),
        (SELECT array_agg(DISTINCT d.kind) FROM people_document d WHERE d.person_id = ANY(i.records) AND d.live)
    FROM (SELECT u.id, anju_records_of(u.id) AS records FROM unnest(%s::bigint[]) AS u(id)) i"""


def merge_contradictions(one_id: int, other_id: int) -> tuple[str, ...]:
    """In what two records contradict each other (`rules.merging`), counting what the records merged
    into them say: a chain of merges hides nothing. Call it inside a transaction."""
    with as_intake_role():
        facts = {
            i: MergeFacts(
                frozenset(born or ()),
                frozenset(nations or ()),
                frozenset(map(numbering, kinds or ())),
            )
            for i, born, nations, kinds in rows(_FACTS, [[one_id, other_id]])
        }
    return contradictions(facts[one_id], facts[other_id])


def waiting_merges(*, limit: int = 50) -> list[MergeRequestView]:
    """Merges that wait for a second person, of people the transaction may see, oldest first."""
    return [
        request_view(r) for r in MergeRequest.objects.filter(decision="").order_by("id")[:limit]
    ]


def waiting_merge(one_id: int, other_id: int) -> MergeRequestView | None:
    """The request to merge these two, in whichever order, that waits."""
    pair = [one_id, other_id]
    found = MergeRequest.objects.filter(decision="", kept_id__in=pair, other_id__in=pair).first()
    return request_view(found) if found else None


def merge_request(request_id: int) -> MergeRequestView | None:
    """One request, as far as the transaction may see it."""
    found = MergeRequest.objects.filter(id=request_id).first()
    return request_view(found) if found else None


def request_view(row: MergeRequest) -> MergeRequestView:
    """A stored request as a value."""
    return MergeRequestView(
        row.id,
        row.kept_id,
        row.other_id,
        tuple(row.contradictions),
        row.reason,
        row.asked_by,
        row.asked_label,
        row.asked_at,
        row.decision,
        row.decided_label,
        row.decided_at,
        row.note,
    )


def likely_duplicates(regions: Sequence[str], *, limit: int = 50) -> list[Likely]:
    """Pairs of the same name and birth date, not of two different sexes and not both with a citizen number."""
    bounds = [subtree(r) for r in regions]
    if not bounds:
        return []
    place = " OR ".join(["(s.scope >= %s AND s.scope < %s)"] * len(bounds))
    found = rows(
        f"""SELECT a.id, b.id, a.name, a.birth_date FROM people_person a
        JOIN people_person b ON b.name = a.name AND b.birth_date = a.birth_date AND b.id > a.id
          AND (a.sex = b.sex OR a.sex IN ('0', '9') OR b.sex IN ('0', '9'))
        WHERE a.merged_into_id IS NULL AND b.merged_into_id IS NULL AND a.withdrawn_at IS NULL
          AND b.withdrawn_at IS NULL AND a.id IN (SELECT s.person_id FROM people_scope s WHERE {place})
          AND NOT (EXISTS (SELECT FROM people_document d WHERE d.person_id = a.id AND d.live
                           AND d.kind IN ('111', '112', '113', 'HMT'))
               AND EXISTS (SELECT FROM people_document d WHERE d.person_id = b.id AND d.live
                           AND d.kind IN ('111', '112', '113', 'HMT')))
        ORDER BY a.name, a.id LIMIT %s""",  # noqa: S608
        [*(b for pair in bounds for b in pair), limit],
    )
    return [Likely(*r) for r in found]
