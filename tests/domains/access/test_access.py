"""Accounts, grants, tokens, codes, against PostgreSQL as the serving role."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from anju.domains.access import api as access
from anju.foundation.actor import NOBODY, system
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from anju.foundation.notices import api as notices

pytestmark = pytest.mark.django_db
PLATFORM = system("test")
PHONE = "13800000998"
OTHER = "13800000997"
WORDS = "Quiet-River-42"


@pytest.fixture
def at():
    return now()


@pytest.fixture
def make(at):
    def _make(username, *grants, kind="staff"):
        user = access.create_user(
            PLATFORM, kind=kind, username=username, password=WORDS, display_name=username, at=at
        )
        for role, region in grants:
            access.grant(PLATFORM, user_id=user.id, role=role, region=region, at=at)
        return user

    return _make


def actor(user, at, **more):
    return access.actor_for(user.id, at=at, **more)


def code_sent_to(phone):
    return re.search(r"(\d{6})", notices.recent(to=phone)[0].text).group(1)


def ask(phone, at, address="10.0.0.1"):
    access.request_code(phone=phone, address=address, at=at)
    return code_sent_to(phone)


def enter(phone, code, at, address="10.0.0.1"):
    return access.sign_in_by_code(phone=phone, code=code, address=address, at=at)


def test_an_actor_costs_one_query(make, at):
    user = make("street.zhao", ("street", "430181124"), ("leader", "4301"))
    with CaptureQueriesContext(connection) as seen:
        found = actor(user, at, channel="web", request_id="r1")
    assert len(seen) == 1
    assert found.regions("person.see") == ("430181124",)
    assert (found.purpose, found.channel, found.request_id) == ("register", "web", "r1")


def test_revoking_works_with_the_next_request(make, at):
    user = make("counter.qian", ("counter", "430181124"))
    (held,) = access.user_value(PLATFORM, user_id=user.id).grants
    access.revoke(PLATFORM, grant_id=held.id, reason="调离", at=at)
    assert actor(user, at).grants == ()
    with pytest.raises(Conflict, match="grant_revoked_already"):
        access.revoke(PLATFORM, grant_id=held.id, reason="调离", at=at)


def test_an_expired_grant_gives_nothing(make, at):
    user = make("grid.sun")
    day = at.date()
    access.grant(
        PLATFORM,
        user_id=user.id,
        role="grid",
        region="43",
        valid_from=day - timedelta(days=9),
        valid_to=day - timedelta(days=2),
        at=at,
    )
    assert actor(user, at).grants == ()


def test_a_closed_account_is_nobody(make, at):
    user = make("grid.li", ("grid", "43"))
    access.set_active(PLATFORM, user_id=user.id, active=False, reason="离职", at=at)
    with pytest.raises(NotAllowed, match="user_inactive"):
        actor(user, at)


def test_granting_outside_the_own_area_is_refused_and_changes_nothing(make, at):
    street = actor(make("street.zhou", ("street", "430181124")), at)
    other = make("grid.wu")
    with pytest.raises(NotAllowed, match="grant_out_of_reach"):
        access.grant(street, user_id=other.id, role="grid", region="430181125", at=at)
    assert access.user_value(PLATFORM, user_id=other.id).grants == ()
    access.grant(street, user_id=other.id, role="grid", region="430181124001", at=at)
    assert actor(other, at).may("person.see", region="430181124001")


def test_the_database_itself_refuses_a_grant_to_oneself(make, at):
    user = make("street.zheng", ("street", "430181124"))
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        acting(actor(user, at)),
        connection.cursor() as cur,
    ):
        cur.execute(
            "INSERT INTO access_grant (user_id, role, region, purposes, valid_from, granted_at, reason, "
            "revoked_why) VALUES (%s, 'city', '', '{}', '2026-01-01', now(), '', '')",
            [user.id],
        )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE access_grant SET region = ''",
        "DELETE FROM access_grant",
        "DELETE FROM access_user",
    ],
)
def test_grants_are_not_rewritten_and_accounts_not_deleted(statement):
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cur,
    ):
        cur.execute(statement)


def test_administrators_of_users_see_only_those_in_their_care(make, at):
    street = actor(make("street.wang", ("street", "430181124")), at)
    inside, outside = (
        make("grid.feng", ("grid", "430181124001")),
        make("grid.chen", ("grid", "440300")),
    )
    found = {user.id for user in access.users(street).users}
    assert inside.id in found
    assert outside.id not in found
    with pytest.raises(NotFound):
        access.user_value(street, user_id=outside.id)
    with pytest.raises(NotAllowed):
        access.users(actor(inside, at))


def test_a_phone_stands_nowhere_in_clear(at):
    user = access.public_user(phone=PHONE, at=at)
    with connection.cursor() as cur:
        cur.execute("SELECT u::text FROM access_user u WHERE id = %s", [user.id])
        row = cur.fetchone()[0]
    assert PHONE not in row
    assert PHONE.encode().hex() not in row
    assert user.phone == "138****0998"


def test_a_code_signs_in_once(at):
    code = ask(PHONE, at)
    user = enter(PHONE, code, at)
    assert user.person_id is None
    with pytest.raises(Refused, match="code_wrong"):
        enter(PHONE, code, at)


def test_a_code_is_good_for_its_own_phone_only(at):
    code = ask(PHONE, at)
    ask(OTHER, at)
    if code != code_sent_to(OTHER):
        with pytest.raises(Refused, match="code_wrong"):
            enter(OTHER, code, at)


def test_a_code_dies_after_five_minutes_and_when_a_newer_one_is_sent(at):
    code = ask(PHONE, at)
    with pytest.raises(Refused, match="code_wrong"):
        enter(PHONE, code, at + timedelta(minutes=5))
    newer = ask(PHONE, at + timedelta(minutes=2))
    if newer != code:
        with pytest.raises(Refused, match="code_wrong"):
            enter(PHONE, code, at + timedelta(minutes=3))


def test_a_code_dies_after_five_wrong_tries(at):
    code = ask(PHONE, at)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for _ in range(5):
        with pytest.raises(Refused, match="code_wrong"):
            enter(PHONE, wrong, at)
    with pytest.raises(Refused, match="code_wrong"):
        enter(PHONE, code, at)


def test_codes_are_sent_no_more_than_one_a_minute_and_six_an_hour(at):
    ask(PHONE, at)
    with pytest.raises(Refused, match="too_many_tries") as refused:
        ask(PHONE, at + timedelta(seconds=30))
    assert refused.value.params["seconds"] == 30
    for minute in range(2, 6):
        ask(PHONE, at + timedelta(minutes=minute))
    with pytest.raises(Refused, match="too_many_tries"):
        ask(PHONE, at + timedelta(minutes=7))
    ask(PHONE, at + timedelta(minutes=61))


def test_asking_for_a_code_does_the_same_work_for_known_and_unknown_phones(at):
    access.public_user(phone=PHONE, at=at)
    counts = []
    for phone in (PHONE, OTHER):
        with CaptureQueriesContext(connection) as seen:
            access.request_code(phone=phone, address="10.0.0.1", at=at)
        counts.append([re.sub(r"'[^']*'|\d+", "?", q["sql"]) for q in seen])
        assert not any("access_user" in sql for sql in counts[-1])
    assert len(counts[0]) == len(counts[1])


def test_a_phone_code_never_ties_an_account_to_a_person(at):
    resident = access.actor_for(enter(PHONE, ask(PHONE, at), at).id, at=at)
    assert resident.person_id is None
    assert not resident.may("person.see")
    for how in ("counter", "invitation", "real_name"):
        with pytest.raises(NotAllowed):
            access.link_to_person(resident, user_id=resident.user_id, person_id=1, how=how, at=at)


def test_the_counter_ties_an_account_and_only_once(make, at):
    user = access.public_user(phone=PHONE, at=at)
    desk = actor(make("counter.han", ("counter", "430181124")), at)
    access.link_to_person(
        desk, user_id=user.id, person_id=41, how="counter", region="430181124001", at=at
    )
    assert access.actor_for(user.id, at=at).parties("person.see") == ("person:41",)
    with pytest.raises(Conflict, match="user_tied_already"):
        access.link_to_person(
            desk, user_id=user.id, person_id=42, how="counter", region="430181124001", at=at
        )
    with pytest.raises(NotAllowed):
        access.unlink(desk, user_id=user.id, reason="换号", region="440300", at=at)


def test_the_register_is_not_asked_before_the_real_name_service_said_yes(at):
    resident = access.actor_for(access.public_user(phone=PHONE, at=at).id, at=at)
    asked = []
    number = "110101199001019969"

    def person_of(given):
        asked.append(given)
        return 41

    with pytest.raises(Refused, match="real_name_no"):
        access.link_by_real_name(resident, name="安小居", number=number, person_of=person_of, at=at)
    assert asked == []
    access.simulate_real_names([("安小居", number, PHONE)])
    assert (
        access.link_by_real_name(resident, name="安小居", number=number, person_of=person_of, at=at)
        == 41
    )
    assert "核验" in notices.recent(to=PHONE)[0].text


def test_a_token_stands_for_its_user_within_its_scopes_until_it_ends(make, at):
    client = make("dept.edu", ("client", "430181"), kind="client")
    issued = access.issue_token(
        PLATFORM, user_id=client.id, name="教育局", scopes=["person.see"], days=1, at=at
    )
    found = access.actor_of_token(issued.secret, at=at)
    assert found.may("person.see", region="430181124")
    assert not found.may("declare")
    with connection.cursor() as cur:
        cur.execute("SELECT t::text FROM access_token t")
        assert issued.secret not in cur.fetchone()[0]
    with pytest.raises(NotAllowed, match="token_invalid"):
        access.actor_of_token(issued.secret, at=at + timedelta(days=1))
    access.revoke_token(PLATFORM, token_id=issued.token.id, at=at)
    with pytest.raises(NotAllowed, match="token_invalid"):
        access.actor_of_token(issued.secret, at=at)


def test_nobody_but_the_platform_reads_messages(at):
    notices.send("test", PHONE, "一条消息", at=at)
    with acting(NOBODY), connection.cursor() as cur:
        cur.execute("SELECT count(*) FROM notices_notice")
        assert cur.fetchone()[0] == 0
        cur.execute("SELECT current_setting('anju.scope')")
        assert cur.fetchone()[0] == "{}"
    assert notices.recent(to=PHONE)[0].text == "一条消息"
