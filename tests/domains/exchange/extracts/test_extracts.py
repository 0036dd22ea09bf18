"""Bulk extracts: never a name or a number, tokens that two recipients cannot join, two persons, once, in a term."""

from __future__ import annotations

import hashlib
import io
from datetime import timedelta

import polars as pl
import pytest

from anju.domains.access import api as access
from anju.domains.exchange.api import answers, extracts
from anju.domains.exchange.api.extracts import ExtractState
from anju.domains.exchange.extracts.models import Extract, ExtractPart
from anju.domains.exchange.models import AnswerAgreement
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from tests.factories.answers import agreed
from tests.factories.permits_held import permit
from tests.factories.register import (
    CHILD,
    HERE,
    PLATFORM,
    RESIDENT,
    STREET,
    Street,
)
from tests.factories.staff import staff

TODAY = local_date(now())
COLUMNS = tuple(extracts.extract_columns())
BASIS = "统计法第七条"


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


def department(name: str) -> int:
    return access.create_user(
        PLATFORM, kind="client", username=name, display_name=name, at=now()
    ).id


@pytest.fixture
def recipient(street) -> int:
    return department("statistics")


def allowed(user: int, number: str = "TQ-1", **more) -> int:
    return agreed(
        number,
        user_id=user,
        services=(),
        purposes=("statistics",),
        columns=COLUMNS,
        basis=BASIS,
        **more,
    )


def ordered(agreement: int, **more) -> int:
    with acting(PLATFORM):
        return extracts.order_extract(
            agreement,
            **{
                "columns": COLUMNS,
                "purpose": "statistics",
                "region": STREET,
                "day": TODAY,
                "actor": PLATFORM,
                "at": now(),
                **more,
            },
        )


def made(agreement: int, **more) -> Extract:
    number = ordered(agreement, **more)
    with acting(PLATFORM):
        extracts.approve_extract(number, actor=PLATFORM, at=now())
    extracts.make_extract(number, at=now())
    with acting(PLATFORM):
        return Extract.objects.get(pk=number)


def fetched(row: Extract, user: int, at=None):
    actor = Actor(kind="client", user_id=user, label="x")
    with acting(actor):
        return extracts.fetch_extract(row.selector, actor=actor, at=at or now())


def frame_of(data: bytes) -> pl.DataFrame:
    return pl.read_parquet(io.BytesIO(data))


def test_an_extract_holds_the_residents_of_the_division_under_tokens_and_nothing_else(
    street, recipient
):
    permit(street.resident)
    row = made(allowed(recipient))
    found, data = fetched(row, recipient)
    frame = frame_of(data)
    assert frame.columns == ["token", *COLUMNS]
    assert frame.height == 3 and frame["token"].n_unique() == 3
    assert set(frame["street"]) == {STREET}
    assert frame["valid_permit"].sum() == 1
    assert all(year % 5 == 0 for year in frame["birth_years"])
    assert all(day.day == 1 for day in frame["since"])
    for secret in (RESIDENT.name, RESIDENT.doc_number, CHILD.name, RESIDENT.phone, HERE):
        assert secret.encode() not in data
    assert frame["token"].is_sorted()
    assert found.manifest["sha256"] == hashlib.sha256(data).hexdigest()
    assert (found.manifest["rows"], found.manifest["bytes"]) == (3, len(data))
    assert (found.manifest["agreement"], found.manifest["basis"], found.manifest["purpose"]) == (
        "TQ-1",
        BASIS,
        "statistics",
    )
    assert [c["name"] for c in found.manifest["columns"]] == frame.columns
    assert all(c["zh"] and c["en"] and c["type"] for c in found.manifest["columns"])


def test_two_recipients_cannot_join_and_one_can_follow_its_own(street, recipient):
    mine, other = allowed(recipient), allowed(department("housing"), "TQ-2")
    first = frame_of(fetched(made(mine), recipient)[1])
    again = frame_of(fetched(made(mine), recipient)[1])
    theirs = made(other)
    user = AnswerAgreement.objects.get(pk=other).user_id
    assert set(first["token"]) == set(again["token"])
    assert not set(first["token"]) & set(frame_of(fetched(theirs, user)[1])["token"])


def test_only_the_columns_that_were_asked_for_leave(street, recipient):
    row = made(allowed(recipient), columns=("origin", "sex"))
    assert frame_of(fetched(row, recipient)[1]).columns == ["token", "sex", "origin"]


def test_who_is_shielded_is_left_out_and_everybody_else_reads_that_a_row_was_given(
    street, recipient
):
    with acting(PLATFORM):
        answers.shield(street.resident, region=STREET, reason="witness", actor=PLATFORM, at=now())
    row = made(allowed(recipient))
    assert row.manifest["rows"] == 2
    with acting(PLATFORM):

        def lines(person):
            return [
                (e.actor_label, e.purpose, e.user_id, e.fields)
                for e in audit.reads_of(person)
                if e.action == extracts.ACTION
            ]

        assert lines(street.child) == [("教育局", "statistics", recipient, COLUMNS)]
        assert lines(street.resident) == [] == lines(street.stranger)


WRONG = {
    "a column that was not agreed": {"columns": ("sex", "name")},
    "no column": {"columns": ()},
    "another purpose": {"purpose": "service"},
    "a wider division": {"region": "430181"},
    "a day to come": {"day": TODAY + timedelta(days=1)},
}


@pytest.mark.parametrize("what", WRONG)
def test_what_was_not_agreed_is_not_ordered(street, recipient, what):
    with pytest.raises(Refused, match="extract_not_agreed"):
        ordered(allowed(recipient), **WRONG[what])


def test_an_agreement_about_questions_alone_or_one_that_is_over_gives_no_extract(street, recipient):
    with pytest.raises(Refused, match="extract_not_agreed"):
        ordered(agreed("F-1", user_id=recipient), purpose="service")
    over = allowed(recipient, "F-2")
    AnswerAgreement.objects.filter(pk=over).update(state="ended")
    with pytest.raises(Refused, match="extract_not_agreed"):
        ordered(over)


def test_columns_are_agreed_with_a_legal_basis_and_with_departments_alone(street, recipient):
    with pytest.raises(Refused, match="agreement_incomplete"):
        agreed("F-3", user_id=recipient, columns=("sex",), purposes=("statistics",))
    with pytest.raises(Refused, match="agreement_incomplete"):
        agreed("F-4", user_id=recipient, columns=("name",), basis=BASIS)


def officer(name: str) -> Actor:
    return access.actor_for(staff(name, ("district", STREET[:6])), at=now(), purpose="service")


def test_a_second_person_approves(street, recipient):
    one, two = officer("ex.one"), officer("ex.two")
    number = ordered(allowed(recipient), actor=one)
    with acting(PLATFORM):
        with pytest.raises(NotAllowed, match="approver_same_person"):
            extracts.approve_extract(number, actor=one, at=now())
        extracts.approve_extract(number, actor=two, at=now())
        with pytest.raises(Conflict, match="extract_decided"):
            extracts.refuse_extract(number, actor=two, at=now())
        assert extracts.due() == [number]


def test_what_was_refused_or_whose_agreement_ended_meanwhile_is_not_made(street, recipient):
    agreement = allowed(recipient)
    refused, late = ordered(agreement), ordered(agreement)
    with acting(PLATFORM):
        extracts.refuse_extract(refused, actor=PLATFORM, at=now())
        extracts.approve_extract(late, actor=PLATFORM, at=now())
        AnswerAgreement.objects.update(state="ended")
    for number in (refused, late):
        extracts.make_extract(number, at=now())
    states = dict(Extract.objects.values_list("pk", "state"))
    assert states == {refused: ExtractState.EXPIRED, late: ExtractState.FAILED}
    assert not ExtractPart.objects.exists()


def test_it_is_downloaded_once_by_its_recipient_and_its_content_is_gone(street, recipient):
    row = made(allowed(recipient))
    with pytest.raises(NotFound, match="extract_unknown"):
        fetched(row, department("nosy"))
    fetched(row, recipient)
    assert not ExtractPart.objects.exists()
    with pytest.raises(Conflict, match="extract_fetched"):
        fetched(row, recipient)


def test_after_its_term_it_is_gone(street, recipient):
    row = made(allowed(recipient))
    later = now() + extracts.TERM + timedelta(minutes=1)
    with pytest.raises(Conflict, match="extract_not_ready"):
        fetched(row, recipient, at=later)
    with acting(PLATFORM):
        assert extracts.expire_extracts(at=now()) == 0
        assert extracts.expire_extracts(at=later) == 1
    assert not ExtractPart.objects.exists()


def test_a_worker_that_died_begins_again(street, recipient, monkeypatch):
    from anju.domains.exchange.extracts.operations import producing

    number = ordered(allowed(recipient))
    with acting(PLATFORM):
        extracts.approve_extract(number, actor=PLATFORM, at=now())

    def dies(*_):
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(producing, "parquet", dies)
        with pytest.raises(RuntimeError):
            extracts.make_extract(number, at=now())
    extracts.make_extract(number, at=now())
    assert Extract.objects.get(pk=number).manifest["rows"] == 3


def test_the_file_comes_over_the_api_with_the_recipients_token(street, recipient, client):
    row = made(allowed(recipient))
    access.grant(PLATFORM, user_id=recipient, role="client", region=STREET, at=now())
    secret = access.issue_token(PLATFORM, user_id=recipient, name="t", at=now()).secret
    headers = {"authorization": f"Bearer {secret}"}
    told = client.get(f"/api/v1/extracts/{row.selector}", headers=headers).json()
    assert (told["state"], told["manifest"]["rows"]) == ("ready", 3)
    answer = client.post(f"/api/v1/extracts/{row.selector}/file", headers=headers)
    assert hashlib.sha256(answer.content).hexdigest() == told["manifest"]["sha256"]
    again = client.post(f"/api/v1/extracts/{row.selector}/file", headers=headers)
    assert (again.status_code, again.json()["code"]) == (409, "extract_fetched")
