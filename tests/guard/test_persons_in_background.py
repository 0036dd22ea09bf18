"""Work that runs after the fact or by the clock, and what it does when a person's record was merged meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.domains.permits import handlers as lifecycle
from anju.domains.permits.applications.operations.employer_applications import phones_of
from anju.domains.permits.transitions.data.transitions import TransitionKind
from anju.domains.permits.transitions.operations import TRANSITION_EVENT
from anju.domains.register import api as register
from anju.foundation.db.scope import acting
from anju.foundation.events.api import Event
from anju.foundation.events.registry import listeners
from anju.foundation.notices.models import Notice
from anju.interfaces.jobs import schedule
from anju.interfaces.jobs.app import app, load_tasks
from tests.factories.held_permits import active, held
from tests.factories.people import somebody
from tests.factories.register import PLATFORM, Street, moved_in

pytestmark = pytest.mark.django_db

LISTENERS = {
    "register.tell_asked": "goes by the item and the accounts of its party",
    "register.tell_decided": "goes by the item and the accounts of its sender",
    "permits.entitled": "computes each named record anew; one that was merged has no answer of its own",
    "permits.tell_applicant": "people.all_canonical, for applicant and proxy",
    "permits.join_applications": "is the merge",
    "permits.part_applications": "is the merge taken back",
    "permits.follow": "people.all_canonical",
    "permits.merge_people": "is the merge",
    "permits.unmerge_people": "is the merge taken back",
    "permits.carry_out": "goes by the application, whose person follows a merge",
    "permits.tell_turn": "people.all_canonical in `tell`",
    "permits.credentials": "goes by the permit",
    "fieldwork.enter_visit": "goes by the home",
    "fieldwork.campaign_doors": "goes by the homes",
    "fieldwork.renew_tasks": "goes by the homes, read from the ledger, whose lines follow a merge",
    "linkage.note_changed": "notes each named record; one that was merged is passed over by the round",
    "assessment.note_changed": "notes each named record; of a merged one the run finds nothing",
    "exchange.tell_arrivals": "people.all_canonical",
    "exchange.tell_departures": "people.all_canonical",
    "exchange.bridge_declarations": "people.all_canonical",
    "exchange.picture_tickets": "people.all_canonical",
    "exchange.changes": "notes the record as it was named; people.all_canonical when a change is given",
    "exchange.bridge_permits": "people.canonical of the application's person",
    "casework.tell": "people.all_canonical",
    "casework.respondents": "goes by the case; its notices move with a merge",
    "casework.tell_family": "people.all_canonical",
    "groups.tell_activity": "goes by the activity and the accounts that signed up",
    "groups.placed": "goes by the case, which moves with a merge",
    "groups.tell_mediation": "goes by the mediation and the accounts of its sides",
    "groups.tell_meeting": "goes by the meeting and the accounts on its roll",
    "housing.let": "goes by the declaration and its home",
    "housing.not_let": "goes by the declaration",
    "housing.not_let_after_all": "goes by the declaration",
    "housing.tell_message": "goes by the thread and the accounts of its two sides",
    "housing.tell_viewing": "goes by the thread and the accounts of its two sides",
    "housing.tell_rental": "goes by the lease, whose tenants follow a merge",
    "housing.tell_inspected": "goes by the inspection and the accounts of its place",
    "housing.tell_hazard": "goes by the inspection and the accounts of its place",
    "housing.call_off": "goes by the listing and its appointments",
    "housing.tell_of_new": "goes by the saved search and its account",
}
"""Every listener, and how it finds the record that stands for a person whose number an event names."""

SCHEDULED = {
    "statistics.sums": "names nobody",
    "exchange.due": "names nobody",
    "sources.due": "names nobody",
    "exchange.chain": "names nobody",
    "exchange.webhooks_due": "names nobody",
    "exchange.stamps_due": "names nobody",
    "exchange.changes_forget": "goes by the change",
    "exchange.extracts_due": "names nobody",
    "exchange.extracts_expire": "goes by the extract",
    "exchange.transfers": "goes by the transfer, whose persons follow a merge",
    "exchange.transfers_forget": "goes by the transfer and its days",
    "exchange.forms_expire": "goes by the filled form and its days",
    "exchange.bridge": "goes by the item and its file",
    "exchange.terms": "goes by the move; whom a message is about is what was sent",
    "linkage.round": "names nobody",
    "casework.silences": "goes by the notice, which moves with a merge",
    "register.reached": "reads the ledger, whose lines follow a merge",
    "quality.run": "names nobody",
    "entitled.due": "reads stored answers; of a merged record there is none",
    "entitled.invite": "reads stored answers; of a merged record there is none",
    "entitled.daily": "names nobody",
    "permits.suspend": "goes by the permit; the event resolves the person",
    "permits.expire": "goes by the permit; the event resolves the person",
    "permits.remind": "people.all_canonical in `tell`",
    "permits.forget": "goes by the card",
    "permits.papers": "goes by the paper",
    "permits.lapse": "goes by the application",
    "permits.publish_lists": "names nobody",
    "entitlements.forget": "names nobody",
    "imports.release": "goes by the import",
    "exports.release": "goes by the export",
    "exports.expire": "goes by the export",
    "events.forget_delivered": "names nobody",
    "field.sweep_bundles": "goes by the bundle",
    "health.remind": "people.all_canonical in `contacts_of`",
    "health.remind_of_contacts": "people.all_canonical in `_contacts`",
    "housing.duties": "names nobody",
    "housing.forget": "goes by the thread and the hazard",
    "housing.lease_ends": "goes by the lease, whose tenants follow a merge",
    "housing.expired": "names nobody",
    "employers.late_rosters": "goes by the employer",
    "employers.contracts": "counts by the employer",
    "field.renew_tasks": "goes by the homes, read from the ledger, whose lines follow a merge",
}
TASKS = {
    "statistics.sums": "names nobody; reads the ledger, whose lines follow a merge",
    "sources.look": "matches by document and name when it applies; facts move with a merge",
    "exchange.send": "goes by the message",
    "exchange.stamp": "names nobody",
    "exchange.webhook": "people.all_canonical when a change is given",
    "exchange.extract": "reads the ledger, whose lines follow a merge",
    "exchange.carry_bridge": "goes by the item; what is entered is matched anew",
    "exchange.apply": "matches anew when it applies; a move's person by the register's own record",
    "entitled.everybody": "names nobody",
    "linkage.round": "reads records that stand; merged ones are passed over",
    "quality.run": "reads records that stand; of a merged one it finds nothing",
    "import.read": "goes by the import",
    "import.apply": "matches anew when it applies",
    "housing.duties": "names nobody",
    "housing.expired": "names nobody",
    "export.make": "reads the list anew; the audit trail by the record that was asked for",
}


def test_every_listener_and_every_task_says_how_it_finds_a_merged_person():
    load_tasks()
    import anju.interfaces.jobs.parts  # noqa: F401 - its entries join the schedule

    assert {x.key for x in listeners()} == LISTENERS.keys()
    assert set(schedule._entries) == SCHEDULED.keys()
    assert {n for n in app.tasks if not n.startswith(("builtin", "procrastinate"))} == TASKS.keys()


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


def merged(street, other):
    with acting(PLATFORM):
        register.merge_people(street.resident, other, actor=PLATFORM, reason="同一人", at=street.at)


def test_a_holder_whose_record_was_merged_before_the_message_went_out_is_told(street):
    other = moved_in(somebody("单文静", 730, phone="13900007730"), street.far[0])
    permit = active(street, person=other)
    merged(street, other)
    payload = {
        "kind": TransitionKind.SUSPENDED,
        "person": other,
        "permit": permit,
        "to": "suspended",
    }
    with acting(PLATFORM):
        before = Notice.objects.count()
        lifecycle.notify_holder([Event(1, street.at, TRANSITION_EVENT, payload)])
        assert Notice.objects.count() == before + 1
        assert phones_of(other) == phones_of(street.resident) != []


def test_a_permit_follows_a_move_told_under_a_record_that_was_merged_meanwhile(street):
    permit = active(street)
    other = moved_in(
        somebody("单文静", 730, phone=""), street.rooms[4], street.today - timedelta(days=3)
    )
    merged(street, other)
    assert held(permit).home_id == street.rooms[0].id
    payload = {"declarations": [0], "persons": [other], "kinds": ["arrive"]}
    with acting(PLATFORM):
        lifecycle.follow([Event(1, street.at, "register.applied", payload)])
    assert held(permit).home_id == street.rooms[4].id
