"""Forms: proposed with their template by one person, put in force by another, ended."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max

from anju.domains.exchange.forms.data.forms import MANAGE, Description
from anju.domains.exchange.forms.models import OfficeForm
from anju.domains.exchange.forms.rules.describing import require_sound, stored
from anju.domains.exchange.forms.rules.workbook import require_fits
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.errors import Conflict, NotFound
from anju.foundation.free_text import require_no_identity_number
from anju.foundation.independence import require_independent


def propose_form(
    made: Description, template: bytes, *, region: str, actor: Actor, at: datetime
) -> int:
    """Write down the next version of a form for a region; it is filled once somebody else has accepted it. The same
    again is the version there is. Its id.

    `NotAllowed` outside the actor's area; `Refused` as `require_sound` and `require_fits`,
    ``identity_number_in_text``."""
    actor.require(MANAGE, region=region)
    require_sound(made)
    require_fits(made, template)
    require_no_identity_number(made.title, made.office, made.basis, *(f.label for f in made.fields))
    rows = OfficeForm.objects.select_for_update().filter(code=made.code)
    newest = rows.order_by("-version").first()
    content = stored(made)
    if newest is not None and newest.content == content and bytes(newest.template) == template:
        return int(newest.pk)
    number = rows.aggregate(n=Max("version"))["n"] or 0
    row = OfficeForm.objects.create(
        code=made.code,
        version=number + 1,
        region=region,
        content=content,
        template=template,
        proposed_by=actor.user_id,
        proposed_label=actor.label[:100],
        proposed_at=at,
    )
    _record(actor, "exchange.form_proposed", row, at)
    return int(row.pk)


def accept_form(form_id: int, *, actor: Actor, at: datetime) -> None:
    """Put a version in force; the one before it ends. `NotFound` ``office_form_unknown``, `Conflict` ``form_decided``,
    `NotAllowed` ``approver_same_person``, ``approver_made``."""
    row = _locked(form_id, actor)
    if row.state != "proposed":
        raise Conflict("form_decided")
    if actor.kind != "system":
        require_independent(row.proposed_by, actor)
    OfficeForm.objects.filter(code=row.code, state="in_force").update(state="ended", ended_at=at)
    row.state, row.accepted_label, row.accepted_at = "in_force", actor.label[:100], at
    row.save(update_fields=["state", "accepted_label", "accepted_at"])
    _record(actor, "exchange.form_accepted", row, at)


def end_form(form_id: int, *, actor: Actor, at: datetime) -> None:
    """Let a version be filled no more. A second time changes nothing. `NotFound` ``office_form_unknown``."""
    row = _locked(form_id, actor)
    if row.state == "ended":
        return
    row.state, row.ended_at = "ended", at
    row.save(update_fields=["state", "ended_at"])
    _record(actor, "exchange.form_ended", row, at)


def _locked(form_id: int, actor: Actor) -> OfficeForm:
    actor.require(MANAGE)
    row = OfficeForm.objects.select_for_update().filter(pk=form_id).first()
    if row is None or not actor.may(MANAGE, region=row.region):
        raise NotFound("office_form_unknown")
    return row


def _record(actor: Actor, action: str, row: OfficeForm, at: datetime) -> None:
    audit.record_write(actor, action=action, subject_kind="exchange_form", subject_id=row.pk, at=at)
