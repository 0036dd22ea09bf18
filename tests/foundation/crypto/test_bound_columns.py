"""Every stored ciphertext belongs to its row: those of two rows cannot change places, whatever the column."""

from __future__ import annotations

import ast
import hashlib
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

import anju
from anju.domains.access import api as access
from anju.domains.casework.api import cases, enrolment, rescue, respondents
from anju.domains.employers import api as employers
from anju.domains.exchange.api import bridge, changes, extracts, links, picture, returns
from anju.domains.exchange.api.bridge import Verdict
from anju.domains.exchange.stamps.operations.stamping import make_stamp_key
from anju.domains.fieldwork.api import sync, tasks
from anju.domains.health.api import children, doses, plans
from anju.domains.housing.api import listings
from anju.domains.housing.api.premises import Answer
from anju.domains.permits.api import applications as applying
from anju.domains.permits.api import lifecycle
from anju.domains.permits.api.applications import ProxyReason
from anju.domains.permits.applications.data import ProxyInput
from anju.domains.permits.models import Card
from anju.domains.places import api as places
from anju.domains.register import api as register
from anju.foundation.clock import local_date, now
from anju.foundation.cluster import Database, Layout
from anju.foundation.crypto import decrypt, encrypt, use_keyring
from anju.foundation.crypto.blobs import decrypt_bytes, encrypt_bytes
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import rows, run
from anju.foundation.exports import api as exports
from anju.foundation.notices import api as notices
from anju.interfaces.cli.installation import Installation
from anju.interfaces.cli.progress import Progress
from anju.interfaces.cli.setup import binding as step
from tests.domains.casework.cases import town as case_town
from tests.domains.casework.enrolment import schooling
from tests.domains.casework.rescue import town as rescue_town
from tests.domains.groups import town as groups_town
from tests.domains.health.clinic import town as at_clinic
from tests.domains.health.plans import town as plan_town
from tests.domains.housing.premises import visits
from tests.factories import applications, exchange, faults, field, held_permits, samples, staff
from tests.factories.answers import agreed
from tests.factories.bridges import bridged
from tests.factories.changes import agreed as changes_agreed
from tests.factories.deliveries import delivered, doubted
from tests.factories.forms import finished
from tests.factories.people import somebody
from tests.factories.pictures import contradicting
from tests.factories.register import HERE, PLATFORM, RESIDENT, STRANGER, STREET
from tests.factories.returned import returned
from tests.factories.shields import disclosed
from tests.factories.transfers import in_hand_of

COLUMNS = {(c.table, c.cipher, c.path): c for c in step.columns()}
NAMES = [".".join(filter(None, key)) for key in COLUMNS]


@pytest.fixture(scope="module")
def here(fresh_database, tmp_path_factory, django_db_blocker):
    """An installation in which each of the columns holds at least two values."""
    with django_db_blocker.unblock():
        entered()
        yield Installation(
            Layout(tmp_path_factory.mktemp("data")),
            Database(fresh_database.owner_url, fresh_database.app_url),
        )


def entered() -> None:
    settled = applications.Settled.built()
    street, at = settled.street, settled.street.at
    tenants = (settled.one, settled.two)
    with acting(PLATFORM):
        places.add_holder(name="吴房东", kind="person", phone="13700000002", at=at)
        for n in (1, 2):
            employers.add_contact(
                street.firm.id, actor=PLATFORM, name="联系人", phone=f"1350000000{n}", at=at
            )
            notices.send("test", f"1350000000{n}", f"第{n}条", at=at)
            file = f"姓名,身份证号码,入职日期\n高远,{somebody('高远', 700 + n).doc_number[:-1]}Y,2026-03-01\n".encode()
            sender = register.Sender(
                street.firm.party,
                "employer",
                "星火",
                party=street.firm.party,
                region=HERE,
                employer_id=street.firm.id,
            )
            kept = register.receive(
                file, "名单.csv", form="employer-roster", sender=sender, actor=PLATFORM, at=at
            )
            register.correct_rows(kept.id, actor=PLATFORM, at=at, fixes={2: {"name": f"高远{n}"}})
    landlord = staff.actor(staff.public("13700000001", grants=(("landlord", street.holder, HERE),)))
    for person, room in zip(tenants, (2, 3), strict=True):
        with acting(landlord):
            register.invite(
                home_code=street.rooms[room].code,
                actor=landlord,
                at=at,
                link=lambda t: t,
                person_id=person,
            )
        account = staff.actor(staff.public(f"1391111{person:04d}", person_id=person))
        with acting(account):
            register.contest(words=f"不是这样{person}", actor=account, at=at)
        applied_by_another(person, account_of=somebody("代办", 720 + room), at=at)
    for person in (street.resident, street.worker):
        held_permits.active(street, person=person)
        with acting(PLATFORM):
            card = Card.objects.get(person_id=person)
            lifecycle.post_card(
                card.pk, address=f"新屋路{person}号", tracking="SF1", actor=PLATFORM, at=at
            )

    for n in (1, 2):
        file_of_a_list(f"{n}", at=at)
    vacancies(at=at)
    visits.inspected(street, {"ebike": Answer("no", photos=(visits.picture(),) * 2)})
    in_the_field(street)
    with_evidence(street)
    at_a_station()
    with_booklets()
    with_schooling(street)
    groups_town.filled()
    letters(street, landlord)
    notes_of_visits(street)
    for turn, who in enumerate((RESIDENT, STRANGER)):
        delivered(who, turn=turn)
        doubted()
    there = exchange.linked()
    there.send(there.message("enquiry"), there.message("enquiry"))
    with acting(PLATFORM):
        links.rotate_key(actor=PLATFORM, at=at)
        for caller in ("app_1", "app_2"):
            links.set_secret(
                *(exchange.THERE, "md5", caller, "", "a-secret-of-theirs"),
                outgoing=False,
                until=None,
                actor=PLATFORM,
                at=at,
            )
    extracted()
    with_webhooks()
    for person in tenants:
        finished(person)
        in_hand_of(person)
        disclosed(person)
    two_appeals_decided()
    faults.two_found_none()
    seen_to(street.resident, at=at)


def with_webhooks() -> None:
    for n in (1, 2):
        with acting(PLATFORM):
            make_stamp_key(at=now())
        made = changes_agreed(f"HOOK-{n}", url="https://a.example/")
        with acting(PLATFORM):
            changes.set_bearer(made, f"a-secret-of-theirs-{n}", actor=PLATFORM, at=now())


def seen_to(person: int, *, at: datetime) -> None:
    """An item of a bridge answered beside one that came back, contradictions and differences with what was found."""
    _, items = bridged(RESIDENT, person)
    found = [contradicting(person, field=field) for field in ("birth_date", "sex")]
    with acting(PLATFORM):
        bridge.answer([items["checks"]], Verdict.AGREES, actor=PLATFORM, at=at)
        for ticket in found:
            picture.close_ticket(ticket, "ours_stands", "看过证件", actor=PLATFORM, at=at)
    for who in (RESIDENT, STRANGER):
        _, difference = returned(who)
        with acting(PLATFORM):
            returns.close_difference(difference, "ours_stands", "看过证件", actor=PLATFORM, at=at)


def two_appeals_decided() -> None:
    done, office, own_street = samples.closed_audit()
    for unit in samples.appealed(done, own_street, 2):
        samples.decided(unit, office)


def extracted() -> None:
    asker = access.create_user(PLATFORM, kind="client", username="x", display_name="x", at=now())
    agreement = agreed(
        user_id=asker.id,
        services=(),
        purposes=("statistics",),
        columns=("sex",),
        basis="统计法",
    )
    for _ in range(2):
        with acting(PLATFORM):
            number = extracts.order_extract(
                agreement,
                columns=("sex",),
                purpose="statistics",
                region=HERE,
                day=local_date(now()),
                actor=PLATFORM,
                at=now(),
            )
            extracts.approve_extract(number, actor=PLATFORM, at=now())
        extracts.make_extract(number, at=now())


def with_evidence(street) -> None:
    case_ids = [case_town.filed(street), case_town.filed(street, debtor="另一家")]
    worker = case_town.person(street.resident)
    for case_id in case_ids:
        case_town.did(cases.write, case_id, worker, street.at, "请尽快")
        with acting(case_town.clerk()):
            respondents.notify(
                case_id,
                name="某建筑队",
                key=case_town.key(),
                actor=case_town.clerk(),
                at=street.at,
            )
        with acting(worker):
            cases.add_evidence(
                case_id, visits.picture(), "欠条.png", kind="wages", actor=worker, at=street.at
            )


def at_a_station() -> None:
    shelter = rescue_town.Shelter.built()
    for name in ("白无名", "秦无名"):
        stay = shelter.admitted(name=name, needs="想回家")
        shelter.did(rescue.keep, stay, "背包一个")
        (thing,) = shelter.seen(stay).property
        shelter.did(rescue.give_back, stay, thing.id, signed_by=name)


def with_booklets() -> None:
    """Two children with guardians, health, a dose and one that was withdrawn."""
    town = at_clinic.Clinics.built()
    nurse = at_clinic.nurse()
    for name in ("周小满", "李安然"):
        child = at_clinic.opened(
            at_clinic.born(90, town, name=name, guardians=(at_clinic.mother(phone=""),)),
            town.here,
            nurse,
            town,
            different_from=range(1, 100),
        )
        dose = at_clinic.recorded(child, "HepB", town.ago(90), town)
        with acting(nurse):
            children.observe(child, town.here, "immunodeficiency", actor=nurse, at=town.at)
            doses.withdraw_dose(dose, town.here, "看错了", key="w", actor=nurse, at=town.at)
    with_plans(town)


def with_plans(town: at_clinic.Clinics) -> None:
    """Two plans of women, each with a contact and a referral that was answered."""
    for number in (replace(plan_town.MOTHER, number=""), plan_town.MOTHER):
        one = plan_town.opened(town, new=number)
        plan_town.recorded(town, one, "early", signs=("bleeding",), referred_to="医院")
        with acting(plan_town.midwife()):
            (referral,) = plans.plan(one, actor=plan_town.midwife(), at=town.at).referrals
            plans.answer_referral(
                referral.id, town.here, "平稳", actor=plan_town.midwife(), at=town.at
            )


def with_schooling(street) -> None:
    guardian, office = schooling.parent(street.resident), schooling.education()
    for _round in range(2):
        held = schooling.opened(street, [("A", 3, 2)])
        of = schooling.Family(street.resident, [street.child], guardian)
        (one,) = schooling.applied(street, of, held, "A")
        with acting(guardian):
            enrolment.add_document(
                one, visits.picture(), "证明.png", fact="stay", actor=guardian, at=street.at
            )
        version = schooling.seen(one, office, street.at).line.version
        schooling.did(enrolment.not_admit, one, office, street.at, text="暂缺", seen=version)


def letters(street, landlord) -> None:
    with acting(landlord):
        offered = listings.offer_room(
            street.rooms[1].code,
            listings.Terms(Decimal(1500), whole=True),
            actor=landlord,
            at=now(),
        )
    seeker = staff.actor(staff.public("13800000021"))
    for key in ("k1", "k2"):
        with acting(seeker):
            listings.enquire(
                offered, f"能看房吗{key}", key=key, link=lambda t: t, actor=seeker, at=now()
            )


def notes_of_visits(street) -> None:
    worker = staff.actor(staff.staff("notes.grid", ("grid", HERE)))
    for n in (1, 2):
        with acting(worker):
            tasks.record_visit(
                home_code=street.rooms[n].code,
                outcome="met",
                key=f"v{n}",
                actor=worker,
                at=now(),
                note=f"第{n}次",
            )


def vacancies(*, at) -> None:
    lines = "小区,租金,电话,联系人\n安居苑,900,13912345678,王经理\n幸福里,900,13912345679,李经理\n"
    agency = register.Sender("agency", "import", "安居房产", region=HERE)
    with acting(PLATFORM):
        kept = register.receive(
            lines.encode(), "房源.csv", form=listings.FORM, sender=agency, actor=PLATFORM, at=at
        )
        register.apply_import(kept.id, actor=PLATFORM, at=at)


def in_the_field(street) -> None:
    phone = field.Phone.enrolled()
    photos = [field.closed_photo(field.picture(n)) for n in (1, 2)]
    for photo in photos:
        digest = hashlib.sha256(photo).hexdigest()
        phone.visit(street.rooms[1], photos=[{"sha256": digest, "size": len(photo)}])
    phone.send()
    with acting(phone.actor):
        for photo in photos:
            digest = hashlib.sha256(photo).hexdigest()
            sync.add_piece(phone.actor, sha256=digest, offset=0, content=photo, at=now())
    for one in (phone, field.Phone.enrolled()):
        one.bundle()


def file_of_a_list(name: str, *, at) -> None:
    reader = staff.actor(staff.staff(f"reader{name}", ("street", STREET)))
    with acting(reader):
        made, _new = exports.ask(
            reader,
            kind="office.people",
            title="在本地居住的人",
            file_name="people.xlsx",
            asked={"q": name},
            language="zh-hans",
            rights="",
            at=at,
        )
        exports.write(made.id, made.owner_id, 0, f"第{name}份文件".encode())
        exports.finish(made.id, rows=1, size=1, at=at)


def applied_by_another(person: int, account_of, *, at) -> None:
    clerk = applications.COUNTER
    with acting(clerk):
        proxy = ProxyInput(
            reason=ProxyReason.DISABLED,
            relation="70",
            name=account_of.name,
            document="111",
            number=account_of.doc_number,
            person_shown=True,
            proxy_shown=True,
        )
        made = applying.start(person, actor=clerk, at=at, proxy=proxy)
        applying.add_supporting_document(
            made,
            kind=applying.SupportingDocumentKind.PHOTO,
            data=applications.photograph(seed=person),
            actor=clerk,
            at=at,
        )
        applying.add_supporting_document(
            made,
            kind=applying.SupportingDocumentKind.HOME,
            data=applications.page(),
            actor=clerk,
            at=at,
        )
        applying.submit(made, actor=clerk, at=at, answers={"ethnicity": "01"}, identity_shown=True)


def values(key) -> list[tuple[int, bytes, bytes]]:
    """(row, ciphertext, what names the row) of all values of a column."""
    c = COLUMNS[key]
    whole = f"t.{c.cipher}" if c.file else c.value
    found = rows(
        f"SELECT t.id, {whole}, {c.named} FROM {c.table} t WHERE {c.value} IS NOT NULL ORDER BY t.id"
    )
    return [(i, bytes(v), bytes(r)) for i, v, r in found]


def opened(key, value: bytes, row: bytes) -> str | bytes:
    c = COLUMNS[key]
    for last, context in enumerate(c.contexts, 1):
        try:
            return (decrypt_bytes if c.file else decrypt)(value, context, row=row)
        except ValueError:
            if last == len(c.contexts):
                raise
    raise AssertionError


@pytest.mark.parametrize("key", COLUMNS, ids=NAMES)
def test_ciphertexts_of_two_rows_that_changed_places_are_noticed(here, key):
    with here.as_owner():
        stored = values(key)
    rows_ = {row for _, _, row in stored}
    assert len(rows_) > 1, "nothing to change places with"
    for _, value, row in stored:
        assert opened(key, value, row)
        for other in rows_ - {row}:
            with pytest.raises(ValueError, match="altered"):
                opened(key, value, other)


@pytest.mark.parametrize("key", COLUMNS, ids=NAMES)
def test_what_an_earlier_version_wrote_is_read_and_is_bound(here, key):
    c = COLUMNS[key]
    with here.as_owner():
        before = {i: opened(key, value, row) for i, value, row in values(key)}
        for i, value, row in values(key):
            clear = opened(key, value, row)
            context = next(x for x in c.contexts if readable(c, value, x, row))
            earlier = encrypt_bytes(clear, context) if c.file else encrypt(clear, context)
            written = "n.now" if c.file else c.written
            run(
                f"UPDATE {c.table} t SET {c.cipher} = {written} FROM (SELECT %s::bytea AS now) n WHERE t.id = %s",
                [earlier, i],
            )
        run(f"COMMENT ON COLUMN {c.table}.{c.cipher} IS NULL")
        assert {i: opened(key, value, row) for i, value, row in values(key)} == before
    assert step.needed(here)
    step.run(here, Progress())
    assert not step.needed(here)
    with here.as_owner():
        after = values(key)
    assert {value[0] for _, value, _ in after} == {4 if c.file else 3}
    assert {i: opened(key, value, row) for i, value, row in after} == before


def readable(column, value: bytes, context: str, row: bytes) -> bool:
    try:
        (decrypt_bytes if column.file else decrypt)(value, context, row=row)
    except ValueError:
        return False
    return True


def test_a_further_key_takes_over_every_value(here, keyring):
    with here.as_owner():
        before = {
            key: {i: opened(key, value, row) for i, value, row in values(key)} for key in COLUMNS
        }
    step.run(here, Progress())
    assert not step.needed(here)
    later = keyring.rotated()
    use_keyring(later)
    try:
        assert step.needed(here)
        step.run(here, Progress())
        assert not step.needed(here)
        with here.as_owner():
            after = {key: values(key) for key in COLUMNS}
        assert {v[1] for found in after.values() for _, v, _ in found} == {later.newest.version}
        assert {
            key: {i: opened(key, v, row) for i, v, row in found} for key, found in after.items()
        } == before
    finally:
        use_keyring(keyring)


def test_every_column_of_ciphertext_is_registered(here):
    with here.as_owner():
        found = rows("""SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
            WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND a.atttypid = 'bytea'::regtype
              AND a.attname LIKE '%%cipher'""")
    assert {tuple(r) for r in found} - BY_CONTEXT.keys() == {
        (table, cipher) for table, cipher, path in COLUMNS if not path
    }


BY_CONTEXT = {("people_name_picture", "cipher"): "its context names the person and the name"}
SEALING = {
    "encrypt": "row",
    "decrypt": "row",
    "decrypt_many": "rows",
    "decrypt_bytes": "row",
    "encrypt_many": "rows",
    "encrypt_bytes": "row",
}
WITHOUT_ROW = {
    "interfaces/web/account/adapters.py": "allauth hands over the secret of an authenticator without its account",
    "domains/access/queries/demo.py": "reads such a secret",
    "domains/people/operations/name_pictures.py": BY_CONTEXT["people_name_picture", "cipher"],
    "domains/people/queries/name_pictures.py": BY_CONTEXT["people_name_picture", "cipher"],
    "foundation/keystore/backends/file.py": "a file of its own, whose context names the key",
}


def test_nothing_is_encrypted_without_its_row():
    source = Path(anju.__file__).parent
    found = set()
    for path in source.rglob("*.py"):
        name = path.relative_to(source).as_posix()
        if name.startswith("foundation/crypto/"):
            continue
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(call, ast.Call)
                and isinstance(call.func, ast.Name)
                and call.func.id in SEALING
                and SEALING[call.func.id] not in {k.arg for k in call.keywords}
            ):
                found.add(name)
    assert found == WITHOUT_ROW.keys()
