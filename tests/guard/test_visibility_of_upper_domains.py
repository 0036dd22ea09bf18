"""Row-level security and a naive oracle say the same of who sees the rows of the domains above the register."""

from __future__ import annotations

import random

import pytest

from anju.foundation.db.scope import acting
from anju.foundation.db.statements import rows
from tests.guard.actors import draw
from tests.guard.town import PLATFORM
from tests.guard.upper import Upper

ACTORS = 620
WITHOUT_SECRETS = {
    "casework_catalogue": "published",
    "casework_enrolment_round": "published",
    "casework_enrolment_school": "published",
    "casework_service": "published",
    "casework_stock_point": "where free supplies are given; names nobody",
    "casework_stock_item": "counts without persons",
    "casework_stock_lot": "counts without persons",
    "casework_stock_move": "counts without persons",
    "casework_rescue_station": "where help is found at any hour; names nobody",
    "casework_rescue_bed": "rooms and beds; names nobody",
    "groups_group": "published; names nobody",
    "groups_activity": "published; names nobody",
    "employers_employer": "public facts",
    "exchange_agreement": "between places; names nobody",
    "exchange_cooperation": "between places; names nobody",
    "exchange_cooperation_step": "between places; names nobody",
    "exchange_cooperation_report": "between places; names nobody",
    "exchange_agreement_use": "counts",
    "exchange_answer_agreement": "between departments; names nobody",
    "exchange_answer_use": "counts without persons",
    "exchange_bridge": "the other end of a bridge; names nobody",
    "exchange_bridge_file": "numbers and digests of files",
    "exchange_bridge_key": "public keys; the secret is ciphertext",
    "exchange_catalogue_entry": "published",
    "exchange_catalogue_version": "published",
    "exchange_connector": "which sources are in use",
    "exchange_stamp": "hashes and tokens",
    "exchange_stamp_key": "a certificate; the key is ciphertext",
    "exchange_change_agreement": "between departments; names nobody",
    "exchange_change_use": "counts",
    "exchange_webhook": "an address; the token is ciphertext",
    "exchange_webhook_attempt": "ids and outcomes of requests; names nobody",
    "exchange_extract": "what was ordered; names nobody",
    "exchange_extract_part": "ciphertext without names, read by who ordered it",
    "exchange_gateway_secret": "ciphertext",
    "exchange_refusal": "counts",
    "exchange_return_comparison": "counts",
    "exchange_form": "descriptions of forms",
    "exchange_source_database": "names of tables and columns",
    "exchange_log": "digests of messages",
    "exchange_mapping_version": "columns of sources",
    "exchange_nonce": "used once",
    "exchange_own_key": "public key; the secret is ciphertext",
    "exchange_own_place": "public",
    "exchange_peer": "public",
    "exchange_peer_key": "public",
    "exchange_stream": "a pseudonym; written and read while messages are queued, by no page",
    "assessment_quality_change": "numbers of records that wait for a run; read and written by no page",
    "assessment_quality_run": "counts",
    "assessment_sample_audit": "public facts",
    "fieldwork_campaign": "public facts",
    "fieldwork_device": "phones of staff; its key as a digest",
    "fieldwork_station": "public facts",
    "health_clinic": "published",
    "health_lot": "lots of vaccine; names nobody",
    "health_stock_move": "movements of stock; names nobody",
    "housing_duty_round": "which months were made",
    "housing_form": "published",
    "housing_letter": "published",
    "housing_listing_key": "open offers, for everybody",
    "employers_service_day": "announced to everybody",
}
"""Tables of these domains that everybody may read, and why."""


@pytest.fixture(scope="module")
def upper(town, fresh_database):
    import psycopg

    with psycopg.connect(fresh_database.owner_url, autocommit=True) as owner:
        return Upper(town, owner)


def admitted(tables) -> dict[str, set[int]]:
    """Ids that a bare SELECT returns, of the rows that were drawn."""
    sql = " UNION ALL ".join(
        f"SELECT '{t}', coalesce(array_agg(id) FILTER (WHERE id > 900000), '{{}}') FROM {t}"
        for t in tables
    )
    return {t: set(ids) for t, ids in rows(sql)}


def test_every_table_of_these_domains_is_known(upper, owner):
    found = {
        r[0]
        for r in owner.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace "
            "AND relname ~ '^(employers|housing|fieldwork|assessment|exchange|casework|groups|health)_'"
        ).fetchall()
    }
    assert found == set(upper.truth) | set(WITHOUT_SECRETS)


def test_rows_and_oracle_agree(town, upper, django_db_blocker):
    chance, seen, everything = random.Random(3), 0, 0
    tables = sorted(upper.truth)
    with django_db_blocker.unblock():
        with acting(PLATFORM):
            assert admitted(tables) == {t: set(upper.truth[t]) for t in tables}
        for _ in range(ACTORS):
            actor, known = draw(chance, town)
            expected = upper.expected(known)
            with acting(actor):
                found = admitted(tables)
            differ = {t: found[t] ^ expected[t] for t in tables if found[t] != expected[t]}
            assert not differ, (actor, known, differ)
            seen += sum(map(len, found.values()))
            everything += sum(len(upper.truth[t]) for t in tables)
    assert 0 < seen < everything
