"""Who may sign in to the demo: one account for each role, told to whoever started it.

Passwords and authenticator secrets are drawn anew for each installation; nothing in the code opens one.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

import polars as pl

from anju.demo import numbers
from anju.demo.divisions import TOWN
from anju.demo.load.base_data import FOUNDER, Account, BaseData, staff_account, unless_there
from anju.demo.town import Town
from anju.demo.workplaces import PLANT
from anju.domains.access import api as access
from anju.domains.people import api as people
from anju.foundation.db.scope import acting

SHOWN = (
    "counter01",
    "street01",
    "district",
    "city",
    "police",
    "leader",
    "grid01",
    "sysadmin",
    "secadmin",
    "auditor",
    "rescue",
    "rescuehead",
    "nurse",
    "midwife",
    "cdc",
    "education",
    "school",
    "checker",
)
CLIENT = "api-demo"
NEWCOMER = 99_000_001
"""The place, in the numbering of invented phones, of the new resident whom the register does not know."""
STAFF_PAGE, PHONE_PAGE, API_PAGE = "/account/login/", "/account/phone/", "/api/v1/"
_TOTP = "第二步的动态码见 /outbox/ · second step: the code shown at /outbox/"
_CODE = "验证码见 /outbox/ · the code appears at /outbox/"
_LETTERS = "abcdefghjkmnpqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class SignIn:
    """One line of the table: the role in two languages, who it is, how to sign in and where.

    `password` is empty for phones, whose code appears in the outbox; for the API it is the bearer token, shown here
    once and stored nowhere else in clear.
    """

    role: str
    zh: str
    en: str
    name: str
    user: str
    password: str
    page: str
    note: str

    def as_dict(self) -> dict[str, str]:
        """For the file of sign-ins."""
        return asdict(self)


def sign_ins(town: Town, base: BaseData, *, at: datetime) -> list[SignIn]:
    """Make the shown accounts ready; earlier passwords of theirs end. Inside a transaction of its own."""
    with acting(FOUNDER):
        return [
            *staff_sign_ins(base.staff, at),
            _landlord(town, base),
            _personnel(town, base),
            _resident(town, at),
            _newcomer(town, at),
            _applicant(town, at),
            _client(at),
        ]


def _line(
    role: str,
    name: str,
    user: str,
    password: str,
    page: str,
    note: str,
    *,
    zh: str = "",
    en: str = "",
) -> SignIn:
    known = access.ROLES[role]
    return SignIn(role, zh or known.zh, en or known.en, name, user, password, page, note)


def staff_sign_ins(staff: Mapping[str, Account], at: datetime) -> list[SignIn]:
    """The shown accounts of staff with new passwords; those that this town has not are left out."""
    lines = []
    for username in SHOWN:
        if username not in staff:
            continue
        account = staff[username]
        password = "-".join(
            (
                "".join(secrets.choice(_LETTERS) for _ in range(5)),
                f"{secrets.randbelow(100_000):05d}",
            )
        )
        access.set_password(FOUNDER, user_id=account.user_id, password=password, at=at)
        access.enrol_totp(
            username=username,
            secret=base64.b32encode(secrets.token_bytes(20)).decode(),
            shown_in_demo=True,
        )
        grants = access.user_value(FOUNDER, user_id=account.user_id).grants
        lines.append(_line(grants[0].role, account.label, username, password, STAFF_PAGE, _TOTP))
    return lines


def _landlord(town: Town, base: BaseData) -> SignIn:
    key = town.staff.filter(pl.col("role") == "landlord")["party"][0].removeprefix("holder:")
    account = base.holders[key]
    return _line(
        "landlord", account.label, account.phone, "", PHONE_PAGE, _CODE, zh="房东", en="Landlord"
    )


def _personnel(town: Town, base: BaseData) -> SignIn:
    account = base.employers[PLANT]
    return _line(
        "employer",
        account.label,
        account.phone,
        "",
        PHONE_PAGE,
        _CODE,
        en="Employer's personnel clerk",
    )


def _resident(town: Town, at: datetime) -> SignIn:
    """A head of a household whose account was linked to the record by the landlord's invitation; holds a permit."""
    return _linked(town, "resident", at, zh="居民(持有居住证)", en="Resident, holds a permit")


def _applicant(town: Town, at: datetime) -> SignIn:
    """Another one, eligible for a permit, who has not applied."""
    return _linked(
        town, "applicant", at, zh="居民(可申领居住证)", en="Resident, may apply for a permit"
    )


def _linked(town: Town, username: str, at: datetime, *, zh: str, en: str) -> SignIn:
    number = town.staff.filter(pl.col("username") == username)["party"][0].removeprefix("person:")
    name, phone = town.people.filter(pl.col("doc_number") == number).select("name", "phone").row(0)
    person = people.by_citizen_numbers([number])[number]
    user = access.public_user(phone=phone, at=at)
    with unless_there():
        access.link_to_person(FOUNDER, user_id=user.id, person_id=person, how="invitation", at=at)
    return _line("resident", name, phone, "", PHONE_PAGE, _CODE, zh=zh, en=en)


def _newcomer(town: Town, at: datetime) -> SignIn:
    phone = numbers.phones(pl.Series([NEWCOMER]), town.seed)[0]
    access.public_user(phone=phone, at=at)
    return _line(
        "resident", "", phone, "", PHONE_PAGE, _CODE, zh="居民(新来)", en="Resident, just arrived"
    )


def _client(at: datetime) -> SignIn:
    user = staff_account(CLIENT, "演示部门系统 demo client", at, kind="client")
    with unless_there():
        access.grant(FOUNDER, user_id=user.id, role="client", region=TOWN, at=at, reason="演示镇")
    for old in access.token_values(FOUNDER, user_id=user.id):
        if old.revoked_at is None:
            access.revoke_token(FOUNDER, token_id=old.id, at=at)
    issued = access.issue_token(FOUNDER, user_id=user.id, name="demo", at=at, days=366)
    return _line(
        "client", user.display_name, CLIENT, issued.secret, API_PAGE, "Authorization: Bearer …"
    )
