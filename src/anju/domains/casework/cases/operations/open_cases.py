"""Of one person there is one open case in a matter about a subject."""

from __future__ import annotations

from anju.domains.casework.cases.data import LIVE
from anju.domains.casework.cases.models import Case
from anju.foundation.errors import Conflict


def open_like(row: Case) -> Case | None:
    """Another open case of the person in the same matter about the same subject."""
    same = Case.objects.filter(
        person_id=row.person_id,
        matter=row.matter,
        subject=row.subject,
        state__in=[s.value for s in LIVE],
    )
    return same.exclude(pk=row.pk).first()


def require_only(row: Case) -> None:
    """Raise `Conflict` ``case_open`` (`number`, `id`) where there is another open case like this one."""
    same = open_like(row)
    if same is not None:
        raise Conflict("case_open", number=same.number, id=same.pk)
