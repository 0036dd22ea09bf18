"""Every column that keeps a person's number is in the registry that merges follow, and what is
registered moves and returns."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models

from anju.domains.people import api as people
from anju.domains.people.api import OnMerge
from anju.domains.people.models import Person
from anju.domains.register import api as register
from anju.foundation.clock import now
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.db.statements import rows
from tests.factories.people import somebody
from tests.factories.register import PLATFORM, Street, moved_in

OTHERWISE = {"exchange_change.other_id", "exchange_transfer.requester_id"}
"""Columns that name a person under another name."""
WITHOUT_PERSONS = {
    "groups_item": {"options", "tally", "winners"},
    "groups_mediation": {"signed"},
    "groups_voter": {"units"},
    "casework_enrolment_round": {"cutoffs", "refused"},
    "casework_enrolment": {"passed"},
    "casework_enrolment_event": {"detail"},
    "register_batch": {"mapping", "counts", "made_homes"},
    "register_sendermapping": {"mapping"},
    "register_rule": {"value"},
    "permits_application": {"proofs", "shown", "due_rule", "pauses", "moves"},
    "permits_missing_notice": {"items"},
    "permits_entitlement": {"satisfied", "missing"},
    "permits_production_batch": {"counts"},
    "permits_question": {"answer"},
    "permits_paper": {"checks"},
    "permits_stage": {"checks"},
    "permits_permit_event": {"detail"},
    "events_dead_letter": {"payload"},
    "notices_notice": {"context"},
    "exports_export": {"scopes", "failure_params"},
    "housing_listing": {"doubts"},
    "assessment_sample_audit": {"frames"},
    "assessment_quality_fault": {"facts"},
    "assessment_quality_run": {"seconds"},
    "fieldwork_campaign": {"phases", "items"},
    "fieldwork_station": {"hours"},
    "regions_boundary": {"shape"},
    "regions_grid_edit": {"steps"},
    "housing_form": {"content"},
    "statistics_published_table": {"content"},
    "housing_letter": {"content"},
    "housing_inspection": {"answers"},
    "exchange_message": {"errors"},
    "exchange_cooperation": {"own_signature", "peer_signature"},
    "exchange_mapping_version": {"content"},
    "exchange_change": {"detail"},
    "exchange_form": {"content"},
    "exchange_source_database": {"columns", "digests", "fault_params"},
    "exchange_delivery": {"counts", "params"},
    "exchange_return_comparison": {"counts"},
    "exchange_extract": {"manifest"},
    "exchange_catalogue_version": {"content"},
    "casework_catalogue": {"refused"},
    "linkage_parameter_set": {"figures", "filled"},
    "linkage_pair": {"reasons"},
    "casework_case": {"routed"},
    "casework_event": {"detail"},
    "casework_rescue_step": {"detail"},
}
"""JSON columns that hold no number of a person (an undelivered event is an event, and its listeners resolve; a file
that failed names the permission and region, the import or the part of it that could not be read; doubts of a vacancy
are codes; a change names fields and states; of a database its columns, digests of parts of its table and what failed
are kept; a form and the answers to it are of a building; a
campaign names days, shares and what to look at; a station's hours are times of day; a training keeps counts,
a pair the names of facts and levels with their bits; an entry of a catalogue is metadata)."""


def named_columns():
    """Columns that can hold a person's number: references to a person, `…person_id`, and JSON."""
    for model in apps.get_models():
        if not model.__module__.startswith("anju."):
            continue
        for field in model._meta.concrete_fields:
            refers = isinstance(field, models.ForeignKey) and field.related_model is Person
            json = isinstance(field, models.JSONField) and field.column not in WITHOUT_PERSONS.get(
                model._meta.db_table, ()
            )
            if refers or json or str(field.column).endswith("person_id"):
                yield f"{model._meta.db_table}.{field.column}"


def test_every_column_that_names_a_person_is_registered():
    registered = {r.key for r in people.references()}
    named = {*named_columns(), *OTHERWISE}
    assert named - registered == set()
    assert registered - named == set()


@pytest.mark.django_db
def test_what_is_registered_as_moved_names_nobody_merged_away_and_returns():
    street = Street.built()
    other = moved_in(somebody("单文静", 71, born=None), street.far[0])
    with acting(PLATFORM), as_intake_role():
        rows(
            "INSERT INTO permits_proof (person_id, code, region, period, source, reference, recorded_at, recorded_by)"
            " VALUES (%s, 'insurance', '430181', daterange('2026-01-01', NULL), 'hr', '1', now(), '') RETURNING id",
            [other],
        )
    columns = [r for r in people.references() if r.on_merge is OnMerge.MOVED]

    def naming(person):
        with acting(PLATFORM), as_intake_role():
            return {
                r.key: n
                for r in columns
                if (
                    n := rows(f"SELECT count(*) FROM {r.table} WHERE {r.column} = %s", [person])[0][
                        0
                    ]
                )
            }

    before = naming(other)
    assert {"people_document.person_id", "permits_proof.person_id"} <= set(before)
    with acting(PLATFORM):
        entry = register.merge_people(
            street.resident, other, actor=PLATFORM, reason="同一人", at=now()
        )
    assert set(naming(other)) <= {"people_contact.person_id"}
    with acting(PLATFORM):
        register.unmerge_people(entry, actor=PLATFORM, at=now())
    assert naming(other) == before
