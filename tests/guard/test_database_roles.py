"""What the serving role can and cannot do, whoever holds its password, and how a scope begins and ends."""

from __future__ import annotations

from datetime import UTC, datetime

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction

from anju.foundation.actor import Actor, Grant, system
from anju.foundation.audit import api as audit
from anju.foundation.db.scope import acting, as_intake_role

AT = datetime(2026, 11, 1, tzinfo=UTC)
LEDGER = (
    "register_stay",
    "register_job",
    "register_absence",
    "register_declaration",
    "register_review",
    "people_person",
    "people_document",
    "people_contact",
    "people_scope",
    "people_finding",
    "people_merge",
    "people_membership",
    "people_household",
    "people_guardianship",
    "people_name_picture",
    "linkage_pair",
    "linkage_record_key",
    "linkage_changed_record",
    "linkage_value_share",
    "casework_case",
    "casework_enrolment",
    "casework_mandate",
    "casework_respondent",
    "casework_rescue_stay",
    "casework_rescue_property",
    "groups_member",
    "groups_seat",
    "groups_meeting",
    "groups_item",
    "groups_voter",
    "groups_proxy",
    "groups_ballot",
    "groups_signup",
    "groups_mediation",
    "health_child",
    "health_guardian",
    "health_care",
    "health_observation",
    "health_appointment",
    "health_plan",
    "health_booking",
    "health_referral",
    "health_tally",
    "permits_application",
    "permits_paper",
    "permits_blob",
    "permits_missing_notice",
    "permits_permit",
    "permits_card",
    "permits_delivery",
    "permits_production_batch",
    "permits_status_list",
    "permits_credential",
)
NEVER_PROTECTED = {
    # Public facts, the same for everybody.
    "regions_area",
    "regions_boundary",
    "regions_country",
    "regions_grid_edit",
    "regions_region",
    "register_rule",
    # Addresses, buildings, employers: matters, not people. A door plate is no secret; who lives behind it is protected.
    "places_address",
    "places_alias",
    "places_building",
    "places_home",
    "employers_employer",
    # A sample audit: of which area, how many, the codes of its frame. Its units and findings are protected.
    "assessment_sample_audit",
    # A run of the rules of data quality: when, how many faults in all, how long each rule took.
    "assessment_quality_run",
    # A campaign: which homes of which regions until when. Its doors are tasks, which are protected.
    "fieldwork_campaign",
    # The published catalogue of services: a city's own entries.
    "casework_catalogue",
    "casework_service",
    # Stock of free supplies: counts. No table of it can hold a person; the ledger is append-only.
    "casework_stock_point",
    "casework_stock_item",
    "casework_stock_lot",
    # Rescue stations: where they are, their rooms and beds. Who is there is protected.
    "casework_rescue_station",
    "casework_rescue_bed",
    # Groups of residents: what they are for, how many belong. Who belongs is protected.
    "groups_group",
    "groups_activity",
    # Rounds of enrolment and their schools, published with their places.
    "casework_enrolment_round",
    "casework_enrolment_school",
    # A service station: where residents go, and when it is open. Who works there is protected.
    "fieldwork_station",
    # Links with other places: offices, keys (ciphertext), agreements, random tokens and numbers of an order.
    "exchange_own_place",
    "exchange_own_key",
    "exchange_peer",
    "exchange_peer_key",
    "exchange_agreement",
    "exchange_agreement_use",
    "exchange_cooperation",
    "exchange_cooperation_step",
    "exchange_cooperation_report",
    "exchange_catalogue_entry",
    "exchange_catalogue_version",
    "exchange_gateway_secret",
    "exchange_refusal",
    "exchange_stream",
    "exchange_nonce",
    "exchange_log",
    # Mappings of columns and codes: rules, and test rows of invented people.
    "exchange_mapping_version",
    # Who may ask what, and how often it was asked: nobody who was asked about.
    "exchange_answer_agreement",
    "exchange_answer_use",
    # Time stamps of the log of requests: hashes, tokens, the key as ciphertext.
    "exchange_stamp",
    "exchange_stamp_key",
    # Which changes partners are given, how many, and at which address; the changes themselves are protected.
    "exchange_change_agreement",
    "exchange_change_use",
    "exchange_webhook",
    "exchange_webhook_attempt",
    # What was extracted for whom; rows without names, encrypted until they are fetched.
    "exchange_extract",
    "exchange_extract_part",
    # Bridges of separated networks: two names, public keys, numbers and hashes of files. Items are protected.
    "exchange_bridge",
    "exchange_bridge_key",
    "exchange_bridge_file",
    # Which sources are in use, and when they are looked at.
    "exchange_connector",
    # What is read of departments' databases, and how far.
    "exchange_source_database",
    # Forms of other offices, described; what was filled is protected.
    "exchange_form",
    # Comparisons with what was sent back: a file's name and counts. Rows that differ are protected.
    "exchange_return_comparison",
    # Sign-in: needed before it is known who asks; phones, codes and secrets in them are ciphertext or keyed hashes.
    "access_user",
    "access_token",
    "access_phonecode",
    "access_realnamecheck",
    "access_throttle",
    "access_cache",
    "fieldwork_device",
    "mfa_authenticator",
    "account_emailaddress",
    "account_emailconfirmation",
    "django_session",
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "django_content_type",
    "django_migrations",
    # The queue: names of tasks and row numbers.
    "procrastinate_events",
    "procrastinate_jobs",
    "procrastinate_periodic_defers",
    "procrastinate_workers",
}


def one(sql, *params):
    with connection.cursor() as cur:
        cur.execute(sql, params)
        return cur.fetchone()[0]


def scope():
    return one("SELECT coalesce(current_setting('anju.scope', true), '')")


def clerk(region, user=1):
    grant = Grant(role="counter", permissions=frozenset({"person.see", "declare"}), region=region)
    return Actor(kind="staff", user_id=user, label="clerk", grants=(grant,))


NUMBERS_ONLY = {"anju_stands_for", "anju_records_of", "housing_present_listing"}
"""Functions that walk merges, or changes of a vacancy, for everybody: a number in, numbers out, nothing of a person."""


@pytest.mark.django_db
class TestTheServingRole:
    def test_is_whom_the_tests_connect_as(self):
        assert one("SELECT session_user") == one("SELECT current_user") == "anju_app"

    def test_owns_nothing(self):
        assert one("SELECT count(*) FROM pg_class WHERE relowner = 'anju_app'::regrole") == 0
        assert one("SELECT count(*) FROM pg_proc WHERE proowner = 'anju_app'::regrole") == 0
        assert one("SELECT count(*) FROM pg_database WHERE datdba = 'anju_app'::regrole") == 0

    def test_has_no_power_over_the_server(self):
        assert (
            one(
                "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication FROM pg_roles"
                " WHERE rolname = 'anju_app'"
            )
            is False
        )
        assert (
            one(
                "SELECT rolsuper OR rolbypassrls OR rolcanlogin OR rolcreaterole FROM pg_roles"
                " WHERE rolname = 'anju_door'"
            )
            is False
        )

    def test_does_not_inherit_the_door(self):
        assert (
            one(
                "SELECT bool_or(inherit_option) FROM pg_auth_members WHERE member = 'anju_app'::regrole"
            )
            is False
        )
        assert (
            one(
                "SELECT count(*) FROM pg_auth_members WHERE member = 'anju_app'::regrole"
                " AND roleid <> 'anju_door'::regrole"
            )
            == 0
        )
        assert one("SELECT pg_has_role('anju_app', 'anju_door', 'USAGE')") is False

    @pytest.mark.parametrize(
        "statement",
        [
            "SET ROLE anju_owner",
            "SET SESSION AUTHORIZATION anju_owner",
            "ALTER TABLE people_person DISABLE ROW LEVEL SECURITY",
            "DROP POLICY people_person_see ON people_person",
            "CREATE POLICY mine ON people_person USING (true)",
            "ALTER ROLE anju_app BYPASSRLS",
            "GRANT anju_owner TO anju_app",
            "CREATE TABLE mine (id int)",
            "TRUNCATE people_person",
            "CREATE FUNCTION mine() RETURNS int LANGUAGE sql SECURITY DEFINER RETURN 1",
            "COPY people_person TO PROGRAM 'cat'",
            "SELECT pg_read_file('/etc/passwd')",
            "DELETE FROM audit_entry",
            "UPDATE audit_entry SET actor_label = 'x'",
            "TRUNCATE audit_entry",
            "UPDATE audit_seal SET hash = ''",
            "DELETE FROM audit_seal",
            "INSERT INTO audit_epoch VALUES (1, 5)",
            "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
            "SET session_replication_role = replica",
        ],
    )
    @pytest.mark.parametrize("door", [False, True])
    def test_may_not(self, statement, door):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cur:
            if door:
                cur.execute("SET LOCAL ROLE anju_door")
            cur.execute(statement)

    def test_asking_to_switch_row_security_off_is_an_error_and_not_a_way_round(self):
        with (
            pytest.raises(ProgrammingError, match="row-level security"),
            transaction.atomic(),
            connection.cursor() as cur,
        ):
            cur.execute("SET LOCAL row_security = off")
            cur.execute("SELECT * FROM people_person")

    @pytest.mark.parametrize("table", LEDGER)
    def test_writes_no_table_of_the_ledger_outside_the_door(self, table):
        columns = _required(table)
        values = ", ".join(_sample(kind) for _, kind in columns)
        names = ", ".join(name for name, _ in columns)
        with acting(system("test")):
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                one(f"INSERT INTO {table} ({names}) VALUES ({values}) RETURNING 1")
            with connection.cursor() as cur:
                cur.execute(f"UPDATE {table} SET id = id")
                assert cur.rowcount == 0
                cur.execute(f"DELETE FROM {table}")
                assert cur.rowcount == 0

    def test_every_table_is_protected_or_named_here_with_its_reason(self):
        with connection.cursor() as cur:
            cur.execute(
                "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relrowsecurity"
                " AND relnamespace = 'public'::regnamespace"
            )
            bare = {r[0] for r in cur.fetchall()}
        assert bare <= NEVER_PROTECTED, f"no row-level security: {sorted(bare - NEVER_PROTECTED)}"

    def test_no_view_and_no_function_of_the_owner_walks_round_row_security(self):
        assert (
            one(
                "SELECT count(*) FROM pg_class WHERE relkind IN ('v', 'm')"
                " AND relnamespace = 'public'::regnamespace"
            )
            == 0
        )
        with connection.cursor() as cur:
            cur.execute(
                "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"
                " AND has_function_privilege('anju_app', oid, 'EXECUTE')"
                " AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = pg_proc.oid AND d.deptype = 'e')"
            )
            assert {r[0] for r in cur.fetchall()} <= NUMBERS_ONLY


def _required(table):
    with connection.cursor() as cur:
        cur.execute(
            "SELECT column_name, udt_name FROM information_schema.columns WHERE table_name = %s"
            " AND is_nullable = 'NO' AND column_name <> 'id'",
            [table],
        )
        return cur.fetchall()


def _sample(kind):
    return {
        "date": "'2026-01-01'",
        "timestamptz": "now()",
        "daterange": "'[2026-01-01,)'",
        "bytea": "'x'",
        "bool": "true",
        "jsonb": "'{}'",
        "varchar": "'1'",
        "_varchar": "'{}'",
        "text": "'1'",
    }.get(kind, "1")


@pytest.mark.django_db
class TestAScope:
    def test_without_one_nobody_is_seen(self):
        with connection.cursor() as cur:
            for table in LEDGER:
                cur.execute(f"SELECT count(*) FROM {table}")
                assert cur.fetchone()[0] == 0

    def test_nested_is_put_back(self):
        with acting(clerk("4301", 7)):
            outer = scope()
            with acting(clerk("44", 8)):
                assert scope() == "{[44,45)," + "[user:8,user:8]}"
            assert scope() == outer
            assert one("SELECT current_setting('anju.user')") == "7"

    def test_nested_is_put_back_after_an_error(self):
        with acting(clerk("4301")):
            outer = scope()
            with pytest.raises(ZeroDivisionError), acting(clerk("44")):
                raise ZeroDivisionError
            assert scope() == outer
            with pytest.raises(psycopg.errors.UndefinedTable), acting(clerk("44")):
                connection.connection.execute("SELECT * FROM nowhere")
            assert scope() == outer

    def test_the_door_gives_the_role_back(self):
        with acting(clerk("4301")):
            with as_intake_role():
                assert one("SELECT current_user") == "anju_door"
                with as_intake_role():
                    pass
                assert one("SELECT current_user") == "anju_door"
            assert one("SELECT current_user") == "anju_app"
            with pytest.raises(ZeroDivisionError), as_intake_role():
                raise ZeroDivisionError
            assert one("SELECT current_user") == "anju_app"

    def test_an_error_of_the_database_inside_the_door_is_the_error_one_reads_and_the_role_is_back(
        self,
    ):
        with acting(clerk("4301")):
            with (
                pytest.raises(ProgrammingError, match="nowhere"),
                transaction.atomic(),
                as_intake_role(),
            ):
                one("SELECT * FROM nowhere")
            assert one("SELECT current_user") == "anju_app"

    def test_the_audit_trail_takes_lines_but_gives_none_to_strangers(self):
        with acting(clerk("4301")):
            audit.record_write(
                clerk("4301"), action="test", subject_kind="test", subject_id=1, at=AT, person_id=5
            )
            assert one("SELECT count(*) FROM audit_entry WHERE action = 'test'") == 1
        with acting(clerk("4301", 2)):
            assert one("SELECT count(*) FROM audit_entry WHERE action = 'test'") == 0


def test_no_scope_and_no_role_outlives_its_transaction_on_a_pooled_connection(
    django_db_setup, django_db_blocker
):
    """The next request on the same connection begins with nothing."""
    with django_db_blocker.unblock():
        backend = one("SELECT pg_backend_pid()")
        with acting(system("test")), as_intake_role():
            pass
        assert (scope(), one("SELECT current_user")) == ("", "anju_app")
        with pytest.raises(ZeroDivisionError), acting(system("test")), as_intake_role():
            raise ZeroDivisionError
        assert (scope(), one("SELECT current_user")) == ("", "anju_app")
        assert one("SELECT count(*) FROM people_person") == 0
        assert one("SELECT pg_backend_pid()") == backend
        connection.close()


def test_the_door_does_not_open_outside_a_transaction(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), pytest.raises(RuntimeError), as_intake_role():
        pass
