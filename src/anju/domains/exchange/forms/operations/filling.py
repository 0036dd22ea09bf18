"""Filling a form about the person in front: facts with their sources, marked cells seen to, then finished."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256

from django.db.models import QuerySet

from anju.domains.exchange.forms.data.forms import (
    FILL,
    KEPT_DAYS,
    MOST_PERSONS,
    Cell,
    Description,
    Filled,
    Form,
    Layout,
    Presence,
)
from anju.domains.exchange.forms.models import FilledForm
from anju.domains.exchange.forms.queries.facts import facts_of
from anju.domains.exchange.forms.queries.forms import CELLS, cells_text, form, values
from anju.domains.exchange.forms.rules.filling import cells
from anju.domains.people import api as people
from anju.domains.register import api as register
from anju.foundation.actor import Actor, system
from anju.foundation.audit import api as audit
from anju.foundation.characters import visible
from anju.foundation.clock import local_date
from anju.foundation.crypto import encrypt, encrypt_many, row_of
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused

_FIELDS = {
    "person.doc_type": "documents",
    "person.doc_number": "document.number",
    "person.hukou": "hukou_text",
    "home": "stay",
    "job": "jobs",
    "permit": "permit",
    "declared": "declarations",
}
FILLED, SHOWN, TAKEN = "exchange.form_filled", "exchange.form_shown", "exchange.form_taken"
LISTED = "exchange.form_file"


def fill(
    form_id: int,
    person_id: int,
    *,
    presence: Presence,
    mandate: str = "",
    key: str,
    actor: Actor,
    at: datetime,
) -> int:
    """Fill a form about somebody who is here, or whose mandate is; the same `key` again is what was filled. Its id.

    `NotFound` ``office_form_unknown``, ``person_unknown``; `Refused` ``form_not_in_force``, ``form_presence``,
    ``form_mandate``, ``form_is_list``; `NotAllowed` without ``person.reveal`` and the form's purpose."""
    found = _fillable(form_id, at)
    if found.description.layout != Layout.ONE:
        raise Refused("form_is_list")
    person = people.canonical(person_id)
    reader = _require_may(found, [person], presence, actor)
    if presence == Presence.MANDATE and not visible(mandate).strip():
        raise Refused("form_mandate")
    own = f"{found.id}:{person}:{key}"[:80]
    if (earlier := FilledForm.objects.filter(key=own).first()) is not None:
        return int(earlier.pk)
    (made,) = _store(found, [person], [own], presence, mandate, "", reader, at)
    return made


def fill_list(
    form_id: int, employer_id: int, *, mandate: str, key: str, actor: Actor, at: datetime
) -> str:
    """Fill a list for an employer that asks for it: a row for everybody who works there today. Its number.

    `Refused` ``form_is_no_list``, ``form_mandate``, ``form_list_empty``, ``form_list_long`` (`most`), and as `fill`."""
    found = _fillable(form_id, at)
    if found.description.layout != Layout.LIST:
        raise Refused("form_is_no_list")
    if not visible(mandate).strip():
        raise Refused("form_mandate")
    batch = sha256(f"{found.id}:{employer_id}:{key}".encode()).hexdigest()[:32]
    if FilledForm.objects.filter(batch=batch).exists():
        return batch
    day = local_date(at)
    jobs = register.workers(employer_id, as_of=day, limit=MOST_PERSONS + 1)
    persons = sorted(people.persons(sorted({j.person_id for j in jobs})))
    if not persons:
        raise Refused("form_list_empty")
    if len(persons) > MOST_PERSONS:
        raise Refused("form_list_long", most=MOST_PERSONS)
    reader = _require_may(found, persons, Presence.EMPLOYER, actor)
    keys = [f"{batch}:{n}" for n in range(len(persons))]
    _store(found, persons, keys, Presence.EMPLOYER, mandate, batch, reader, at)
    return batch


def new_key() -> str:
    """A key for a form that is to be filled once."""
    return secrets.token_hex(16)


def _fillable(form_id: int, at: datetime) -> Form:
    found = form(form_id)
    if not found.holds_on(local_date(at)):
        raise Refused("form_not_in_force")
    return found


def _require_may(found: Form, persons: Sequence[int], presence: Presence, actor: Actor) -> Actor:
    """The actor, acting for the purpose of the form."""
    purpose = found.description.purpose
    if presence == Presence.SELF:
        if actor.person_id is None or list(persons) != [people.canonical(actor.person_id)]:
            raise NotFound("person_unknown")
        if not found.description.by_residents:
            raise Refused("form_presence")
        return replace(actor, purpose=purpose)
    if actor.kind not in ("staff", "system"):
        raise NotAllowed("not_allowed", permission=FILL)
    actor.require(FILL)
    if set(persons) - people.visible_to(actor, persons, FILL):
        raise NotFound("person_unknown")
    _require_purpose(actor, purpose)
    return replace(actor, purpose=purpose)


def _require_purpose(actor: Actor, purpose: str) -> None:
    held = {p for grant in actor.grants if FILL in grant.permissions for p in grant.purposes}
    if actor.kind != "system" and purpose not in held:
        raise NotAllowed("purpose_not_held", purpose=purpose)


def _store(
    found: Form,
    persons: Sequence[int],
    keys: Sequence[str],
    presence: Presence,
    mandate: str,
    batch: str,
    actor: Actor,
    at: datetime,
) -> list[int]:
    described, day = found.description, local_date(at)
    wanted = {f.fact for f in described.fields if f.fact}
    facts = facts_of(persons, wanted, day)
    if missing := set(persons) - facts.keys():
        raise NotFound("person_unknown", count=len(missing))
    texts = [cells_text(cells(described.fields, facts[p])) for p in persons]
    ciphers = encrypt_many(texts, CELLS, rows=[row_of(k) for k in keys])
    state = "done" if batch else "draft"
    made = FilledForm.objects.bulk_create(
        FilledForm(
            form_id=found.id,
            key=key,
            person_id=person,
            region=found.region,
            batch=batch,
            state=state,
            presence=presence.value,
            mandate=visible(mandate).strip()[:60],
            cells_cipher=cipher,
            made_by=actor.user_id,
            made_label=actor.label[:100],
            made_at=at,
            done_at=at if batch else None,
        )
        for person, key, cipher in zip(persons, keys, ciphers, strict=True)
    )
    _read(actor, persons, described, FILLED, at)
    audit.record_writes(
        actor,
        action=FILLED,
        subject_kind="exchange_filled_form",
        subject_ids=[m.pk for m in made],
        person_ids=list(persons),
        details=[{"form": str(found.id), "presence": presence.value}] * len(made),
        at=at,
    )
    return [int(m.pk) for m in made]


def _read(
    actor: Actor, persons: Sequence[int], described: Description, action: str, at: datetime
) -> None:
    fields = sorted({_field_of(f.fact) for f in described.fields if f.fact} - {""})
    audit.record_read(
        actor,
        person_ids=persons,
        fields=["filled_form", *fields],
        action=action,
        at=at,
        reveal=True,
    )


def _field_of(fact: str) -> str:
    """What of a record a fact is, as the access log names it."""
    group, _, name = fact.partition(".")
    return _FIELDS.get(fact) or _FIELDS.get(group) or (name if group == "person" else "")


def shown(
    filled_id: int, *, actor: Actor, at: datetime, taken: bool = False
) -> tuple[Filled, Form]:
    """A filled form for showing or taking out, recorded as a reading. `NotFound` ``filled_unknown``."""
    row = _row(FilledForm.objects.all(), filled_id, actor)
    found = form(row.form_id)
    reader = replace(actor, purpose=found.description.purpose)
    _read(reader, [row.person_id], found.description, TAKEN if taken else SHOWN, at)
    return values([row])[0], found


def list_shown(batch: str, *, actor: Actor, at: datetime) -> tuple[list[Filled], Form]:
    """An employer's list for taking out, recorded for everybody on it. `NotFound` ``filled_unknown``."""
    rows = list(
        FilledForm.objects.filter(batch=batch)
        .exclude(batch="")
        .select_related("form")
        .order_by("id")
    )
    actor.require(FILL)
    persons = [r.person_id for r in rows]
    if not rows or set(persons) - people.visible_to(actor, persons, FILL):
        raise NotFound("filled_unknown")
    found = form(rows[0].form_id)
    _require_purpose(actor, found.description.purpose)
    reader = replace(actor, purpose=found.description.purpose)
    _read(reader, persons, found.description, LISTED, at)
    return values(rows), found


def enter(
    filled_id: int, texts: Mapping[str, str], *, actor: Actor, at: datetime, finish: bool = False
) -> None:
    """Write into the marked cells (`texts`: cell → text) and, with `finish`, close the form.

    A cell that was not marked stays as the register has it. `NotFound` ``filled_unknown``; `Conflict` ``filled_done``;
    `Refused` ``form_cell_long`` (`label`), ``form_cells_missing`` (`labels`)."""
    row = _row(FilledForm.objects.select_for_update(of=("self",)), filled_id, actor)
    if row.state != "draft" or row.cells_cipher is None:
        raise Conflict("filled_done")
    written = tuple(_entered(c, texts, actor) for c in values([row])[0].cells)
    if finish and (missing := [c.label for c in written if c.required and not c.value]):
        raise Refused("form_cells_missing", labels=missing)
    if finish:
        row.state, row.done_at = "done", at
    row.cells_cipher = encrypt(cells_text(written), CELLS, row=row_of(row.key))
    row.save(update_fields=["cells_cipher", "state", "done_at"])
    changed = [c.cell for c in written if c.entered_by]
    audit.record_write(
        actor,
        action="exchange.form_finished" if finish else "exchange.form_entered",
        subject_kind="exchange_filled_form",
        subject_id=row.pk,
        person_id=row.person_id,
        at=at,
        detail={"cells": ",".join(changed)[:200]},
    )


def _entered(cell: Cell, texts: Mapping[str, str], actor: Actor) -> Cell:
    text = visible(texts.get(cell.cell, cell.value)).strip()
    if not cell.open or text == cell.value:
        return cell
    if len(text) > cell.most:
        raise Refused("form_cell_long", label=cell.label, most=cell.most)
    return replace(
        cell, value=text, source="entered", day=None, reference="", entered_by=actor.label[:60]
    )


def withdraw(filled_id: int, *, actor: Actor, at: datetime) -> None:
    """Take a filled form back: its content goes at once. A second time changes nothing. `NotFound`
    ``filled_unknown``."""
    row = _row(FilledForm.objects.select_for_update(of=("self",)), filled_id, actor)
    if row.state == "withdrawn":
        return
    row.state, row.cells_cipher = "withdrawn", None
    row.save(update_fields=["state", "cells_cipher"])
    audit.record_write(
        actor,
        action="exchange.form_withdrawn",
        subject_kind="exchange_filled_form",
        subject_id=row.pk,
        person_id=row.person_id,
        at=at,
    )


def forget_filled(*, at: datetime) -> int:
    """Let the content of forms go whose days are over; how many."""
    before = at - timedelta(days=KEPT_DAYS)
    rows = FilledForm.objects.filter(made_at__lt=before).exclude(cells_cipher=None)
    return rows.update(cells_cipher=None)


def waiting_for(actor: Actor) -> list[int]:
    """Numbers of finished forms for the account of an office's system that it has not fetched yet, oldest first."""
    if actor.user_id is None:
        return []
    with acting(system("exchange.forms", channel="exchange")):
        rows = FilledForm.objects.filter(form__content__recipient=actor.user_id, state="done")
        rows = rows.filter(fetched_at=None).exclude(cells_cipher=None).order_by("id")
        return list(rows.values_list("pk", flat=True)[:MOST_PERSONS])


def fetched(filled_id: int, *, actor: Actor, at: datetime) -> tuple[Filled, Form]:
    """A finished form for the system of the office whose form it is. `NotFound` ``filled_unknown`` for others' and for
    drafts, alike."""
    with acting(system("exchange.forms", channel="exchange")):
        rows = FilledForm.objects.select_for_update(of=("self",)).select_related("form")
        row = rows.filter(pk=filled_id, state="done").exclude(cells_cipher=None).first()
        to = int(row.form.content.get("recipient", 0)) if row else 0
        if row is None or not to or to != actor.user_id:
            raise NotFound("filled_unknown")
        found = form(row.form_id)
        reader = replace(actor, purpose=found.description.purpose)
        _read(reader, [row.person_id], found.description, TAKEN, at)
        row.fetched_at = at
        row.save(update_fields=["fetched_at"])
        return values([row])[0], found


def _row(rows: QuerySet[FilledForm], filled_id: int, actor: Actor) -> FilledForm:
    """A row in sight: of oneself, or of somebody for whom the actor may fill forms."""
    row = rows.filter(pk=filled_id).select_related("form").first()
    if row is None:
        raise NotFound("filled_unknown")
    own = actor.person_id is not None and row.person_id == people.canonical(actor.person_id)
    if not own and row.person_id not in people.visible_to(actor, [row.person_id], FILL):
        raise NotFound("filled_unknown")
    if not own:
        _require_purpose(actor, str(row.form.content["purpose"]))
    return row
