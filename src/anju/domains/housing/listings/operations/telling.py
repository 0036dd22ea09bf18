"""Notices about vacancies: the other side of a thread hears that something was written or agreed.

Numbers of neither side stand in a notice, nor what was written.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from anju.domains.access import api as access
from anju.domains.housing.listings.data.threads import CALLED_OFF, OFFERER, SEEKER
from anju.domains.housing.listings.models import Enquiry
from anju.domains.housing.listings.operations.storing import PHONE
from anju.domains.housing.listings.operations.writing import answer_token
from anju.foundation.clock import CHINA
from anju.foundation.crypto import decrypt
from anju.foundation.db.statements import rows
from anju.foundation.notices import api as notices

WRITTEN: Mapping[str, tuple[str, str]] = {
    OFFERER: (
        "【安居】有人询问您发布的房源（{place}）。{where}",
        "[Anju] Somebody asks about the vacancy you offer ({place}). {where}",
    ),
    SEEKER: (
        "【安居】您询问的房源（{place}）有了回复。{where}",
        "[Anju] There is an answer about the vacancy you asked for ({place}). {where}",
    ),
}
"""Whom it is for → what is written when a message came."""
VIEWINGS: Mapping[str, tuple[str, str]] = {
    "proposed": (
        "【安居】对方提议 {when} 看房（{place}），请答复。{where}",
        "[Anju] A time to see the home was proposed: {when} ({place}). Please answer. {where}",
    ),
    "accepted": (
        "【安居】看房约好了：{when}（{place}）。{where}",
        "[Anju] It is agreed: you see the home on {when} ({place}). {where}",
    ),
    "declined": (
        "【安居】对方 {when} 不方便看房（{place}），可另提时间。{where}",
        "[Anju] {when} does not suit the other side ({place}). You may propose another time. {where}",
    ),
    "cancelled": (
        "【安居】{when} 的看房取消了（{place}）。{where}",
        "[Anju] The appointment of {when} was cancelled ({place}). {where}",
    ),
    CALLED_OFF: (
        "【安居】房源（{place}）已不再出租，{when} 的看房取消。{where}",
        "[Anju] The home ({place}) is not offered any more, so the appointment of {when} is off. {where}",
    ),
}
SIGNED_IN = (
    "登录安居，在“找房留言”中查看。",
    "Sign in to Anju and look under “Messages about homes”.",
)
BY_LINK = "打开 {link} 查看和答复，30 天内有效。"
"""In Chinese: of a number that stood in a list no language is known."""


def tell(
    thread_id: int, by: str, words: tuple[str, str], kind: str, *, at: datetime, when: str = ""
) -> int:
    """Tell the side that `by` is not; to how many phones it went. A sender who left no number is noted as not
    reached."""
    row = Enquiry.objects.filter(id=thread_id).first()
    if row is None:
        return 0
    phones = _phones(row, SEEKER if by == OFFERER else OFFERER)
    for phone, language, where in phones:
        text = words[0 if language.startswith("zh") else 1]
        facts = {"place": row.place, "where": where, "when": when}
        notices.send(kind, phone, text.format(**facts), at=at, context={"enquiry": row.pk})
    if not phones and by == SEEKER:
        Enquiry.objects.filter(id=thread_id).update(unreached=True)
    return len(phones)


def tell_message(thread_id: int, by: str, *, at: datetime) -> int:
    """The other side hears that something was written."""
    words = WRITTEN[SEEKER if by == OFFERER else OFFERER]
    return tell(thread_id, by, words, "housing.message", at=at)


def tell_viewing(thread_id: int, viewing_id: int, state: str, by: str, *, at: datetime) -> int:
    """The other side hears how an appointment stands; of one that is called off, both."""
    found = rows("SELECT starts_at FROM housing_viewing WHERE id = %s", [viewing_id])
    if not found or state not in VIEWINGS:
        return 0
    when = f"{found[0][0].astimezone(CHINA):%Y-%m-%d %H:%M}"
    sides = (SEEKER, OFFERER) if state == CALLED_OFF else (by,)
    words = VIEWINGS[state]
    return sum(tell(thread_id, s, words, "housing.viewing", at=at, when=when) for s in sides)


def _phones(row: Enquiry, side: str) -> list[tuple[str, str, str]]:
    """(phone, language, where to read it) of one side."""
    if side == OFFERER and row.offerer.startswith("enquiry:"):
        return _left_number(row)
    users = (
        [row.seeker]
        if side == SEEKER
        else [g.user_id for g in access.grants_of_party(party=row.offerer)]
    )
    return [
        (phone, language, SIGNED_IN[0 if language.startswith("zh") else 1])
        for phone, language in access.phones_of_users(users).values()
    ]


def _left_number(row: Enquiry) -> list[tuple[str, str, str]]:
    """The number that the sender of a list left for this vacancy, as it stands now."""
    found = rows(
        "SELECT c.phone_cipher, c.phone_index FROM housing_listing l JOIN housing_contact c ON c.listing_id = l.id "
        "WHERE l.source = %s AND l.ident = %s AND c.phone_cipher IS NOT NULL "
        "ORDER BY l.current DESC, l.id DESC LIMIT 1",
        [row.source, row.ident],
    )
    if not found:
        return []
    phone = decrypt(found[0][0], PHONE, row=found[0][1])
    link = row.link.replace("{token}", answer_token(row.pk))
    return [(phone, "zh-hans", BY_LINK.format(link=link))] if _mobile(phone) else []


def _mobile(phone: str) -> bool:
    """Only a mobile takes a text message."""
    return len(phone) == 11 and phone.startswith("1") and phone.isdigit()
