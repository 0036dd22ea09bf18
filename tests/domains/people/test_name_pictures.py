"""Pictures of written names: whose they are, for which name they stand, who may keep them, where they go in a merge."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anju.domains.people import api as people
from anju.domains.people.rules.name_pictures import HIGHEST, name_picture
from anju.domains.register import api as register
from anju.foundation.actor import Actor, Grant
from anju.foundation.clock import now
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.db.statements import rows, run
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from anju.foundation.files import cleaned, opened
from tests.factories.name_pictures import blank, written_name
from tests.factories.people import somebody
from tests.factories.register import OTHER_STREET, PLATFORM, STREET, Street, moved_in

RARE = "\ue123小文"


@pytest.fixture(scope="module")
def street(once) -> Street:
    return once(Street.built)


def staff(region: str, *permissions: str) -> Actor:
    return Actor(
        "staff",
        31,
        "窗口31",
        (Grant("counter", frozenset({"person.see", *permissions}), region=region),),
        channel="web",
        purpose="register",
        request_id="n",
    )


CLERK = staff(STREET, "person.edit")


def keep(
    person: int, *, name: str | None = None, actor: Actor = CLERK, data: bytes | None = None
) -> int:
    with acting(actor):
        known = people.persons([person])
        return register.keep_name_picture(
            person,
            name=name or (known[person].name if known else "某"),
            actor=actor,
            at=now(),
            data=data if data is not None else written_name(),
        )


def printed(person: int, name: str, actor: Actor = PLATFORM) -> bytes | None:
    with acting(actor):
        return people.pictures_of_names([(person, name)]).get((person, name))


def correct(person: int, name: str) -> None:
    with acting(PLATFORM):
        register.correct_person(
            person, changes={"name": name}, reason="出示证件", actor=PLATFORM, at=now()
        )


@settings(max_examples=40)
@given(
    st.integers(60, 900),
    st.integers(45, 500),
    st.integers(0, 90),
    st.integers(180, 255),
    st.integers(0, 80),
)
def test_a_picture_is_cut_to_its_strokes_and_keeps_their_shape(width, height, ink, paper, border):
    shape = width / height
    if not 0.7 < shape < 20:
        return
    data = cleaned(written_name(width, height, ink=ink, paper=paper, border=border), pdf=False)[0]
    kept, wide, high = name_picture(data)
    found = opened(kept)
    assert found.size == (wide, high)
    assert high <= HIGHEST
    assert wide / high == pytest.approx((width / height + 0.16) / 1.16, rel=0.08)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (blank(), "name_picture_unclear"),
        (written_name(ink=200, paper=210), "name_picture_unclear"),
        (written_name(100, 20), "name_picture_small"),
        (written_name(60, 400), "name_picture_shape"),
        (written_name(1500, 45), "name_picture_shape"),
    ],
)
def test_what_would_not_print_as_a_name_is_refused_with_its_reason(data, code):
    with pytest.raises(Refused, match=code):
        name_picture(cleaned(data, pdf=False)[0])


@pytest.mark.django_db
def test_a_picture_stands_for_exactly_the_name_it_was_made_for(street):
    correct(street.resident, RARE)
    keep(street.resident)
    assert printed(street.resident, RARE).startswith(b"\xff\xd8")
    assert printed(street.resident, "单文静") is None
    correct(street.resident, "单文静")
    assert printed(street.resident, "单文静") is None
    with acting(CLERK):
        (kept,) = people.name_pictures(street.resident)
    assert (kept.name, kept.used) == (RARE, False)
    second = keep(street.resident)
    with acting(CLERK):
        assert [(k.id, k.used) for k in people.name_pictures(street.resident)] == [
            (second, True),
            (kept.id, False),
        ]


@pytest.mark.django_db
def test_a_replaced_or_removed_picture_is_gone_and_every_change_leaves_its_audit_row(street):
    first = keep(street.resident)
    second = keep(street.resident, data=written_name(500, 100))
    with acting(CLERK):
        register.remove_name_picture(street.resident, second, actor=CLERK, at=now())
        with pytest.raises(NotFound, match="name_picture_unknown"):
            register.remove_name_picture(street.resident, first, actor=CLERK, at=now())
    assert printed(street.resident, "单文静") is None
    with acting(PLATFORM):
        assert rows("SELECT id, cipher IS NULL FROM people_name_picture ORDER BY id") == [
            (first, True),
            (second, True),
        ]
        written = rows(
            "SELECT action, subject_id, detail FROM audit_entry WHERE person_id = %s AND action LIKE %s ORDER BY id",
            [street.resident, "people.name_picture%"],
        )
    assert [(action, int(subject), json.loads(detail)) for action, subject, detail in written] == [
        ("people.name_picture", first, {"replaced": []}),
        ("people.name_picture", second, {"replaced": [first]}),
        ("people.name_picture_removed", second, {}),
    ]


@pytest.mark.django_db
def test_who_may_not_correct_a_person_keeps_and_removes_no_picture(street):
    made = keep(street.resident)
    with pytest.raises(NotAllowed, match="not_allowed"):
        keep(street.resident, actor=staff(STREET))
    with pytest.raises(NotFound, match="person_unknown"):
        keep(street.resident, actor=staff(OTHER_STREET, "person.edit"))
    with acting(staff(STREET)), pytest.raises(NotAllowed, match="not_allowed"):
        register.remove_name_picture(street.resident, made, actor=staff(STREET), at=now())
    stranger = staff(OTHER_STREET, "person.edit")
    with acting(stranger), pytest.raises(NotFound, match="name_picture_unknown"):
        register.remove_name_picture(street.resident, made, actor=stranger, at=now())
    assert printed(street.resident, "单文静", stranger) is None


@pytest.mark.django_db
def test_a_name_that_was_corrected_while_the_form_was_open_takes_no_picture(street):
    with pytest.raises(Conflict, match="record_changed_since"):
        keep(street.resident, name="单文境")


@pytest.mark.django_db
def test_a_ciphertext_opens_for_its_own_person_and_name_alone(street):
    keep(street.resident)
    for person, name in ((street.worker, "单文静"), (street.resident, "欧阳志强")):
        with acting(PLATFORM), as_intake_role():
            run("UPDATE people_name_picture SET person_id = %s, name = %s", [person, name])
        with pytest.raises(ValueError, match="altered"):
            printed(person, name)


@pytest.mark.django_db
@pytest.mark.parametrize("both", [True, False])
def test_a_merge_uses_the_kept_records_picture_and_its_undo_gives_each_their_own_back(street, both):
    other = moved_in(somebody("单文静", 71, born=None), street.rooms[1])
    theirs = keep(other)
    own = keep(street.resident, data=written_name(600, 90)) if both else 0
    before = printed(street.resident, "单文静"), printed(other, "单文静")
    with acting(PLATFORM):
        entry = register.merge_people(
            street.resident, other, actor=PLATFORM, reason="同一人", at=now()
        )
    assert printed(street.resident, "单文静") == (before[0] if both else before[1])
    assert printed(other, "单文静") == printed(street.resident, "单文静")
    with acting(CLERK):
        assert [k.id for k in people.name_pictures(street.resident)] == [own or theirs]
    with acting(PLATFORM):
        register.unmerge_people(entry, actor=PLATFORM, at=now())
    assert (printed(street.resident, "单文静"), printed(other, "单文静")) == before


@pytest.mark.django_db
def test_a_picture_of_another_name_moves_in_a_merge_and_stands_for_that_name_still(street):
    other = moved_in(somebody("单文婧", 72, born=None), street.rooms[1])
    keep(other, data=written_name(600, 90))
    keep(street.resident)
    theirs = printed(other, "单文婧")
    with acting(PLATFORM):
        register.merge_people(street.resident, other, actor=PLATFORM, reason="同一人", at=now())
    assert printed(street.resident, "单文婧") == theirs
    assert printed(street.resident, "单文静") not in (None, theirs)
