"""What permits need in tests: photographs drawn here, a street whose resident is entitled, and its desks."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from PIL import Image, ImageDraw, ImageFilter

from anju.domains.employers import api as employers
from anju.domains.permits.api import applications as permits
from anju.domains.permits.api.applications import StageDecision, SupportingDocumentKind
from anju.domains.register.api import Sender
from anju.foundation.actor import Actor, Grant
from anju.foundation.db.scope import acting
from tests.factories import register as town
from tests.factories.people import Somebody, somebody

HERE, STREET = town.HERE, town.STREET
SETTLED = somebody("罗长安", 61, area="510823", born=date(1990, 5, 6), phone="13911110061")
SECOND = somebody("廖新民", 62, area="431102", born=date(1988, 2, 3), phone="13911110062")
FRESH = somebody("唐初来", 63, area="650106", born=date(1999, 7, 8), phone="13911110063")


def photograph(
    *,
    width: int = 716,
    height: int = 882,
    background: tuple[int, int, int] = (245, 246, 248),
    blur: float = 0,
    patterned: bool = False,
    kind: str = "JPEG",
    exif: bytes = b"",
    seed: int = 1,
) -> bytes:
    """A figure before a plain wall: drawn, of nobody."""
    chance = random.Random(seed)
    picture = Image.new("RGB", (width, height), background)
    pen = ImageDraw.Draw(picture)
    if patterned:
        for x in range(0, width, 24):
            pen.rectangle((x, 0, x + 12, height), fill=(40, 80, 60))
    w, h = width, height
    pen.ellipse((w * 0.3, h * 0.18, w * 0.7, h * 0.68), fill=(214, 178, 150))
    pen.polygon(
        [(w * 0.08, h), (w * 0.3, h * 0.72), (w * 0.7, h * 0.72), (w * 0.92, h)], fill=(52, 66, 92)
    )
    for _ in range(900):
        x, y = chance.uniform(0.32, 0.68) * w, chance.uniform(0.14, 0.34) * h
        pen.line((x, y, x + w * 0.02, y + h * 0.03), fill=(30, 26, 24), width=max(1, w // 300))
    for x in (0.4, 0.56):
        pen.ellipse((w * x, h * 0.4, w * (x + 0.05), h * 0.425), fill=(20, 20, 20))
    if blur:
        picture = picture.filter(ImageFilter.GaussianBlur(blur))
    out = io.BytesIO()
    picture.save(out, kind, **({"exif": exif} if exif else {}))
    return out.getvalue()


def page() -> bytes:
    """A photographed page of paper."""
    picture = Image.new("RGB", (900, 1200), (250, 250, 246))
    pen = ImageDraw.Draw(picture)
    for y in range(80, 1100, 40):
        pen.line((80, y, 820, y), fill=(60, 60, 60), width=3)
    out = io.BytesIO()
    picture.save(out, "JPEG")
    return out.getvalue()


def desk(role: str, region: str, user: int, *permissions: str) -> Actor:
    """A clerk as a sign-in makes them."""
    held = frozenset(
        {
            "person.see",
            "home.see",
            "permit.see",
            "permit.apply",
            *(permissions or ("permit.decide",)),
        }
    )
    return Actor(
        kind="staff",
        user_id=user,
        label=f"{role}{user}",
        grants=(Grant(role=role, permissions=held, region=region),),
    )


def self_actor(person_id: int, user: int = 900) -> Actor:
    """A person signed in, tied to their record."""
    held = frozenset({"person.see", "home.see", "declare", "permit.see", "permit.apply"})
    return Actor(
        kind="public",
        user_id=user,
        label="本人",
        person_id=person_id,
        grants=(Grant(role="resident", permissions=held, party=f"person:{person_id}"),),
    )


def firm_actor(party: str) -> Actor:
    """Who acts for an employer."""
    held = frozenset({"person.see", "employer.see", "declare", "permit.apply"})
    return Actor(
        kind="public",
        user_id=800,
        label="单位",
        grants=(Grant(role="employer", permissions=held, party=party),),
    )


COUNTER = desk("counter", HERE, 11)
COUNTER_TOO = desk("counter", HERE, 12)
STREET_CLERK = desk("street", STREET, 21)
STATION = desk("police", STREET, 31, "permit.decide", "permit.issue")
STATION_TOO = desk("police", STREET, 32, "permit.decide", "permit.issue")
NEXT_DOOR = desk("counter", town.NEXT_DOOR, 41)
FAR = desk("counter", town.OTHER_STREET, 51)


@dataclass(frozen=True, slots=True)
class Settled:
    """A street with two people who have lived and worked here for a year, and one who came last month."""

    street: town.Street
    one: int
    two: int
    fresh: int
    firm: int
    party: str

    @classmethod
    def built(cls, *, at: datetime | None = None) -> Settled:
        """Enter them all, a year ago and a month ago."""
        street = town.Street.built(at=at)
        firm = street.firm
        long_ago, lately = street.today - timedelta(days=400), street.today - timedelta(days=30)
        ids = [
            _came(who, street, room, since)
            for who, room, since in (
                (SETTLED, 2, long_ago),
                (SECOND, 3, long_ago),
                (FRESH, 4, lately),
            )
        ]
        return cls(street, *ids, firm=firm.id, party=firm.party)


def _came(who: Somebody, street: town.Street, room: int, since: object) -> int:
    """Lives in a room and works for the employer since that day; both were said on that day."""
    said = datetime.combine(since, street.at.timetz())
    sender = Sender(street.holder, "landlord", "周房东", party=street.holder, region=HERE)
    person = town.moved_in(who, street.rooms[room], since, sender=sender, at=said, reason="01")
    (firm,) = employers.employers([street.firm.id]).values()
    town.declared(
        [
            {
                **who.item,
                "kind": "hire",
                "employer_code": firm.code,
                "position": "装配",
                "start": since,
            }
        ],
        sender=Sender(
            firm.party, "employer", firm.name, party=firm.party, employer_id=firm.id, region=HERE
        ),
        at=said,
    )
    return person


def applied(person_id: int, *, at: datetime, actor: Actor | None = None, photo: bool = True) -> int:
    """A first application submitted on the phone, complete unless without the photograph."""
    actor = actor or self_actor(person_id)
    with acting(actor):
        found = permits.start(person_id, actor=actor, at=at)
        if photo:
            permits.add_supporting_document(
                found, kind=SupportingDocumentKind.PHOTO, data=photograph(), actor=actor, at=at
            )
        permits.submit(found, actor=actor, at=at, answers={"ethnicity": "01"})
    return found


def said(
    application_id: int,
    actor: Actor,
    *,
    at: datetime,
    decision: StageDecision = StageDecision.AGREE,
    **more: object,
) -> permits.Outcome:
    """A desk speaks, having just looked."""
    with acting(actor):
        seen = permits.application(application_id)
        return permits.decide(
            application_id, decision=decision, seen=seen.view.version, actor=actor, at=at, **more
        )


def approved(application_id: int, *, at: datetime) -> permits.Outcome:
    """Community, street and station say yes."""
    said(application_id, COUNTER, at=at)
    said(application_id, STREET_CLERK, at=at)
    return said(application_id, STATION, at=at)
