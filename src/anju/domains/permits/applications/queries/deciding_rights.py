"""Whether a page should offer to decide."""

from __future__ import annotations

from anju.domains.permits.applications import rules as stages
from anju.domains.permits.applications.data import Application, ApplicationState
from anju.foundation.actor import Actor


def may_decide(found: Application, actor: Actor) -> str:
    """ "" when the actor may speak now; otherwise the code that says why not (``not_your_desk``, ``stage_same_person``,
    ``four_eyes_same``, ``four_eyes_entered``, ``own_application``, ``application_not_deciding``).
    `decide` asks the same again."""
    view = found.view
    if view.state is not ApplicationState.DECIDING or view.stage is None:
        return "application_not_deciding"
    if not stages.holds(actor.grants, view.stage, region=view.region, station=view.station):
        return "not_your_desk"
    if actor.person_id is not None and actor.person_id in (
        view.person_id,
        view.proxy.person_id if view.proxy else None,
    ):
        return "own_application"
    if any(
        d.by_user == actor.user_id and d.stage is view.stage and d.round == view.round
        for d in found.decisions
    ):
        return "four_eyes_same"
    if any(d.by_user == actor.user_id and d.round == view.round for d in found.decisions):
        return "stage_same_person"
    if view.stage in view.four_eyes and actor.user_id == view.created_by:
        return "four_eyes_entered"
    return ""
