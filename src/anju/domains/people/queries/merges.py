"""The merge journal, and pairs of records that may be one person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from anju.domains.people.data.merges import Likely, MergeView
from anju.domains.people.models import Merge
from anju.foundation.db.scope import subtree
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
    return MergeView(row.id, row.kept_id, row.other_id, row.reason, row.by_user, row.at, row.undone_at)


def standing_merges(person_ids: Sequence[int]) -> list[tuple[int, int, dict[str, Any]]]:
    """Merges of these records that have not been taken back: kept, other, what was moved."""
    ids = list(person_ids)
    return [(m.kept_id, m.other_id, m.moved) for m in Merge.objects.filter(
        Q(kept_id__in=ids) | Q(other_id__in=ids), undone_at=None).order_by("id")]


def likely_duplicates(regions: Sequence[str], *, limit: int = 50) -> list[Likely]:
    """Pairs of the same name and birth date, not of two different sexes and not both with a citizen number."""
    bounds = [subtree(r) for r in regions]
    if not bounds:
        return []
    place = " OR ".join(["(s.scope >= %s AND s.scope < %s)"] * len(bounds))
    found = rows(f"""SELECT a.id, b.id, a.name, a.birth_date FROM people_person a
        JOIN people_person b ON b.name = a.name AND b.birth_date = a.birth_date AND b.id > a.id
          AND (a.sex = b.sex OR a.sex IN ('0', '9') OR b.sex IN ('0', '9'))
        WHERE a.merged_into_id IS NULL AND b.merged_into_id IS NULL AND a.withdrawn_at IS NULL
          AND b.withdrawn_at IS NULL AND a.id IN (SELECT s.person_id FROM people_scope s WHERE {place})
          AND NOT (EXISTS (SELECT FROM people_document d WHERE d.person_id = a.id AND d.live
                           AND d.kind IN ('111', '112', '113', 'HMT'))
               AND EXISTS (SELECT FROM people_document d WHERE d.person_id = b.id AND d.live
                           AND d.kind IN ('111', '112', '113', 'HMT')))
        ORDER BY a.name, a.id LIMIT %s""", [*(b for pair in bounds for b in pair), limit])  # noqa: S608
    return [Likely(*r) for r in found]
