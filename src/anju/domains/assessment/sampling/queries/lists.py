"""Lists of units: what a checker may still check, what differs, what is appealed, what was found."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Exists, OuterRef

from anju.domains.assessment.sampling.data.values import AuditState, AuditView, Stage, UnitView
from anju.domains.assessment.sampling.models import SampleFinding, SampleUnit
from anju.domains.assessment.sampling.queries.audits import CHECK, RUN, audit
from anju.domains.assessment.sampling.queries.units import to_check, units_of, views
from anju.foundation.actor import Actor
from anju.foundation.errors import NotAllowed, NotFound

PAGE = 50


def own_list(
    view: AuditView, actor: Actor, *, page: int = 1, size: int = PAGE
) -> tuple[list[UnitView], int]:
    """The units that the actor may still check, by place, and how many there are. Three queries."""
    if view.state is AuditState.CLOSED or not actor.may(CHECK):
        return [], 0
    again = view.state is AuditState.AGAIN
    wanted = to_check(view.id, actor.user_id or 0, again=again)
    found = wanted.order_by("region", "about")[(page - 1) * size : page * size]
    return views(found), wanted.count()


def unit(unit_id: int, actor: Actor) -> tuple[UnitView, AuditView]:
    """One unit and its audit, for who checks or runs it; after closing also for the office of the place. The finding of
    the first checker is not shown to whoever may check a second time. `NotFound` ``sample_unit_unknown``."""
    row = SampleUnit.objects.filter(id=unit_id).first()
    if row is None:
        raise NotFound("sample_unit_unknown")
    view = audit(row.audit_id, actor)
    if not may_see(row.region, view, actor):
        raise NotFound("sample_unit_unknown")
    return views([row])[0], view


def may_see(region: str, view: AuditView, actor: Actor) -> bool:
    """Units of an open audit are seen by who runs or checks it alone: the office whose records are checked does not
    know which."""
    if actor.may(RUN, region=region) or actor.may(CHECK, region=region):
        return True
    return view.state is AuditState.CLOSED and actor.may("person.see", region=region)


def units(view: AuditView, actor: Actor) -> list[UnitView]:
    """All units of an audit in the actor's sight, part by part. Two queries. `NotAllowed` while it is open, for who
    does not run it."""
    if view.state is not AuditState.CLOSED and not actor.may(RUN, region=view.plan.region):
        raise NotAllowed("not_allowed", permission=RUN, region=view.plan.region, party="")
    return [u for u in units_of(view.id) if may_see(u.region, view, actor)]


def differing(view: AuditView) -> list[UnitView]:
    """The units of which two checkers say different things and nobody has decided, as the transaction sees."""
    return [u for u in _again(view) if u.differ and u.of(Stage.DECIDED) is None]


def _again(view: AuditView) -> Sequence[UnitView]:
    return views(SampleUnit.objects.filter(audit_id=view.id, again=True).order_by("part", "place"))


def appeals(view: AuditView) -> list[UnitView]:
    """The units with an appeal that nobody has decided, as far as the transaction sees."""
    decided = SampleFinding.objects.filter(unit=OuterRef("pk"), stage=Stage.APPEAL)
    found = SampleUnit.objects.filter(audit_id=view.id, appealed_at__isnull=False)
    return views(found.exclude(Exists(decided)).order_by("appealed_at"))
