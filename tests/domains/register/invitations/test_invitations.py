"""An invitation is good once, for the right phone, and ties an account only by the landlord's word."""

from __future__ import annotations

from datetime import datetime, timedelta

import polars as pl
import pytest

from anju.domains.access import api as access
from anju.domains.people import api as people
from anju.domains.register import api as register
from anju.domains.register.models import Invitation
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from anju.foundation.notices.api import recent
from tests.factories import register as town
from tests.factories.people import somebody
from tests.factories.staff import actor, public

pytestmark = pytest.mark.django_db
GUEST = somebody("覃秀英", 71, phone="13911110071")
OTHER = somebody("石大勇", 72, phone="13911110072")


@pytest.fixture(scope="module")
def street(once) -> town.Street:
    return once(town.Street.built)


@pytest.fixture
def landlord(street: town.Street) -> int:
    return public("13700000001", grants=(("landlord", street.holder, town.HERE),))


def said(who=GUEST, **more: object) -> pl.DataFrame:
    row = {"key": "1", "row": 1, **who.item, "start": now().date(), **more}
    return pl.DataFrame([row], schema_overrides={c: register.ITEM_SCHEMA[c] for c in row})


def invited(
    street: town.Street, landlord: int, *, room: int = 1, at: datetime | None = None, **more: object
):
    who = actor(landlord)
    with acting(who):
        return register.invite(
            home_code=street.rooms[room].code, actor=who, at=at or now(), link=lambda t: t, **more
        )


def accepted(token: str, user: int, items: pl.DataFrame | None = None, at: datetime | None = None):
    who = actor(user)
    with acting(who):
        return register.accept_invitation(token, actor=who, at=at or now(), items=items)


def confirmed(street: town.Street, landlord: int, decision: str = "accept", **more: object):
    who = actor(landlord)
    with acting(who):
        (question,) = register.waiting_for(street.holder)
        return register.decide(question.id, decision=decision, actor=who, at=now(), **more)


def sent_token(phone: str) -> str:
    text = recent(to=phone)[0].text
    return text.split("打开 ")[1].split(" ")[0]


def tied(user: int) -> int | None:
    return actor(user).person_id


def test_what_a_guest_fills_in_waits_and_the_landlords_yes_ties_the_account(street, landlord):
    guest = public(GUEST.phone)
    issued = invited(street, landlord)
    answer = accepted(issued.link, guest, said())
    assert [o.status for o in answer.receipt.outcomes] == ["waiting"]
    assert tied(guest) is None
    outcome = confirmed(street, landlord)
    assert outcome.status == "applied"
    assert tied(guest) == outcome.person_id
    assert access.user_value(actor(guest), user_id=guest).tied_how == "invitation"


def test_the_landlords_no_ties_nobody(street, landlord):
    guest = public(GUEST.phone)
    accepted(invited(street, landlord).link, guest, said())
    confirmed(street, landlord, "refuse", note="不是我的租客")
    assert tied(guest) is None
    with acting(actor(landlord)):
        assert Invitation.objects.get().state == "closed"


def test_a_link_is_good_once(street, landlord):
    link = invited(street, landlord).link
    accepted(link, public(GUEST.phone), said())
    with pytest.raises(NotFound, match="invitation_void"):
        accepted(link, public(OTHER.phone), said(OTHER))


def test_a_link_expires(street, landlord):
    link = invited(street, landlord, at=now() - timedelta(days=8)).link
    with pytest.raises(NotFound, match="invitation_void"):
        accepted(link, public(GUEST.phone), said())


def test_an_item_not_in_order_leaves_the_invitation_open(street, landlord):
    guest, link = public(GUEST.phone), invited(street, landlord).link
    with pytest.raises(Refused, match="id_checksum"):
        accepted(link, guest, said(doc_number=GUEST.wrong_number))
    assert accepted(link, guest, said()).receipt.outcomes[0].status == "waiting"


def test_only_the_invited_phone_takes_the_record_of_a_check_in(street, landlord):
    person = town.moved_in(
        GUEST,
        street.rooms[1],
        sender=register.Sender(
            street.holder, "landlord", "周房东", party=street.holder, region=town.HERE
        ),
    )
    issued = invited(street, landlord, person_id=person)
    assert issued.link == ""
    token = sent_token(GUEST.phone)
    stranger, guest = public(OTHER.phone), public(GUEST.phone)
    with pytest.raises(NotFound, match="invitation_void"):
        accepted(token, stranger)
    assert tied(stranger) is None
    assert accepted(token, guest).linked
    assert tied(guest) == person


def test_the_bearer_of_a_link_learns_nothing_about_the_tenant(street, landlord):
    person = town.moved_in(GUEST, street.rooms[1])
    invited(street, landlord, person_id=person)
    shown = register.invitation(sent_token(GUEST.phone), at=now())
    assert (shown.phone_masked, shown.person_id) == ("", None)


def test_a_record_that_had_another_phone_needs_the_counter(street, landlord):
    """Else a landlord who knows a name and a number could open anybody's record with a phone of their own."""
    sender = register.Sender(
        street.holder, "landlord", "周房东", party=street.holder, region=town.HERE
    )
    victim = town.moved_in(GUEST, street.rooms[1])
    attacker = public("13911110099")
    for room, by in ((2, sender), (3, town.COUNTER)):
        town.declared(
            [
                {
                    **GUEST.item,
                    "phone": "13911110099",
                    "kind": "arrive",
                    "home_code": street.rooms[room].code,
                    "start": now().date(),
                }
            ],
            sender=by,
        )
        with acting(town.PLATFORM):
            phone = people.phones([victim])[victim]
        assert phone == ("13911110099" if by is town.COUNTER else GUEST.phone)
    homes = {r.id: r.code for r in street.rooms}
    with acting(town.PLATFORM):
        code = homes[register.stays_of([victim])[-1].home_id]
    who = actor(landlord)
    with acting(who):
        register.invite(home_code=code, actor=who, at=now(), link=lambda t: t, person_id=victim)
    with pytest.raises(Conflict, match="record_needs_counter"):
        accepted(sent_token("13911110099"), attacker)
    assert tied(attacker) is None


def test_somebody_known_before_is_never_opened_by_an_invitation(street, landlord):
    """A record without a phone: the landlord checks the known person in with a phone of their own and
    follows the link."""
    known = town.moved_in(GUEST, street.far[0], now().date() - timedelta(days=30), phone="")
    sender = register.Sender(
        street.holder, "landlord", "周房东", party=street.holder, region=town.HERE
    )
    attacker = public("13911110099")
    assert town.moved_in(GUEST, street.rooms[2], sender=sender, phone="13911110099") == known
    invited(street, landlord, room=2, person_id=known)
    with pytest.raises(Conflict, match="record_needs_counter"):
        accepted(sent_token("13911110099"), attacker)
    assert tied(attacker) is None


def test_filling_in_for_somebody_known_before_opens_no_record_either(street, landlord):
    known = town.moved_in(GUEST, street.far[0], now().date() - timedelta(days=30), phone="")
    attacker = public("13911110099")
    accepted(invited(street, landlord).link, attacker, said())
    assert confirmed(street, landlord).person_id == known
    assert tied(attacker) is None


def test_a_known_number_under_another_name_goes_to_staff_and_ties_nobody(street, landlord):
    guest = public("13911110088")
    accepted(invited(street, landlord).link, guest, said(town.WORKER, name="冒名者"))
    outcome = confirmed(street, landlord)
    assert (outcome.status, outcome.reason) == (
        "waiting",
        "being_checked",
    )  # what staff check is not the landlord's
    assert tied(guest) is None
    with acting(town.PLATFORM):
        assert "same_person" in [r.kind for r in register.waiting_in([town.STREET], at=now())]


def test_landlords_invite_to_their_own_homes_only(street, landlord):
    who = actor(landlord)
    with acting(who), pytest.raises(NotFound, match="home_unknown"):
        register.invite(home_code=street.far[0].code, actor=who, at=now(), link=str)
    with acting(who), pytest.raises(NotAllowed):
        register.invite(home_code=street.dormitory[0].code, actor=who, at=now(), link=str)


def test_somebody_who_does_not_live_there_cannot_be_invited_to_a_record(street, landlord):
    with pytest.raises(NotFound, match="stay_not_open"):
        invited(street, landlord, person_id=street.stranger)


def test_a_revoked_invitation_is_void(street, landlord):
    issued, who = invited(street, landlord), actor(landlord)
    with acting(who):
        register.revoke_invitation(issued.invitation.id, actor=who, at=now())
    with pytest.raises(NotFound):
        register.invitation(issued.link, at=now())


def test_invitations_are_seen_by_their_own_party(street, landlord):
    invited(street, landlord)
    with acting(actor(landlord)):
        assert len(register.invitations_of(street.holder)) == 1
    with acting(actor(public("13911110055"))):
        assert register.invitations_of(street.holder) == []


def test_the_table_keeps_no_token(street, landlord):
    link = invited(street, landlord).link
    with acting(actor(landlord)):
        row = Invitation.objects.get()
    assert link[11:].encode() not in bytes(row.secret_hash)
    assert row.selector == link[:11]


def test_a_declaration_can_be_taken_back_while_it_waits(street, landlord):
    guest = public(GUEST.phone)
    answer = accepted(invited(street, landlord).link, guest, said())
    did = answer.receipt.outcomes[0].declaration_id
    with acting(actor(guest)):
        register.withdraw_own(did, actor=actor(guest), at=now())
        assert register.declared_by(f"user:{guest}")[0]["status"] == "undone"
    with acting(actor(landlord)):
        assert register.waiting_for(street.holder) == []


def test_nobody_takes_back_what_others_declared(street, landlord):
    did = (
        accepted(invited(street, landlord).link, public(GUEST.phone), said())
        .receipt.outcomes[0]
        .declaration_id
    )
    other = actor(public(OTHER.phone))
    with acting(other), pytest.raises(NotFound):
        register.withdraw_own(did, actor=other, at=now())


def test_contesting_asks_staff_and_changes_nothing(street):
    user = public("13911110066", person_id=street.resident)
    who = actor(user)
    with acting(who):
        (stay,) = register.stays_of([street.resident])
        register.contest(words="我上个月就搬走了", stay_id=stay.id, actor=who, at=now())
        with pytest.raises(Conflict, match="contested_already"):
            register.contest(words="再说一次", stay_id=stay.id, actor=who, at=now())
    with acting(town.PLATFORM):
        (question,) = [
            r for r in register.waiting_in([town.STREET], at=now()) if r.kind == "contest"
        ]
        register.decide(
            question.id, decision="accept", note="已更正", actor=town.PLATFORM, at=now()
        )
        assert [s.id for s in register.stays_of([street.resident])] == [stay.id]
