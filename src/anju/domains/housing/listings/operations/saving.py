"""Searches that an account keeps: saved, left, and told of when vacancies come that are like them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from anju.domains.access import api as access
from anju.domains.housing.listings.data.search import SavedSearchView, Search
from anju.domains.housing.listings.models import SavedSearch
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.db.statements import rows, run
from anju.foundation.errors import NotFound, Refused
from anju.foundation.notices import api as notices

MOST = 10
"""Searches that one account keeps."""
PAUSE = timedelta(hours=20)
"""Between two notices to one account, however many vacancies come."""
NEW = (
    "【安居】有 {n} 套新房源符合您保存的条件。登录安居，在“找房”里查看；不想再收，点“不再提醒”即可。",
    "[Anju] {n} new vacancies are like a search you saved. Sign in, look under “Find a home”, and end this there.",
)
_CRITERIA = tuple(f.name for f in fields(Search) if f.name != "sort")


def save_search(wanted: Search, *, region: str, actor: Actor, at: datetime) -> int:
    """Keep a search of one's own and hear of new vacancies; its number. The same again is the same one. `region`: the
    code of the division that was chosen.

    Raises `Refused` ``sign_in_to_save``, ``search_too_wide``, ``searches_many`` (`most`).
    """
    if actor.user_id is None or actor.kind != "public":
        raise Refused("sign_in_to_save")
    criteria = _criteria_of(wanted)
    if not any(criteria.values()) and wanted.whole is None:
        raise Refused("search_too_wide")
    with transaction.atomic():
        rows("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"saved:{actor.user_id}"])
        mine = SavedSearch.objects.filter(user_id=actor.user_id)
        known = mine.filter(**criteria).first()
        if known is not None:
            return int(known.pk)
        if mine.count() >= MOST:
            raise Refused("searches_many", most=MOST)
        made = SavedSearch.objects.create(
            user_id=actor.user_id, region=region, made_at=at, **criteria
        )
        _record(actor, "housing.search_save", made.pk, at)
    return int(made.pk)


def _criteria_of(wanted: Search) -> dict[str, Any]:
    return {name: getattr(wanted, name) for name in _CRITERIA} | {"bedrooms": list(wanted.bedrooms)}


def leave_search(number: int, *, actor: Actor, at: datetime) -> None:
    """Hear of it no more. `NotFound` ``search_unknown`` for one that is not the actor's own."""
    gone, _ = SavedSearch.objects.filter(id=number, user_id=actor.user_id or 0).delete()
    if not gone:
        raise NotFound("search_unknown")
    _record(actor, "housing.search_leave", number, at)


def look_at_search(number: int, *, actor: Actor) -> SavedSearchView:
    """One of the actor's own, of which nothing is new any more. `NotFound` ``search_unknown``."""
    row = SavedSearch.objects.filter(id=number, user_id=actor.user_id or 0).first()
    if row is None:
        raise NotFound("search_unknown")
    if row.fresh:
        SavedSearch.objects.filter(id=number).update(fresh=0)
    return _view(row)


def saved_searches(actor: Actor) -> list[SavedSearchView]:
    """The actor's own, those made last first."""
    found = SavedSearch.objects.filter(user_id=actor.user_id or 0).order_by("-id")
    return [_view(row) for row in found]


def _view(row: SavedSearch) -> SavedSearchView:
    facts = {name: getattr(row, name) for name in _CRITERIA} | {"bedrooms": tuple(row.bedrooms)}
    return SavedSearchView(int(row.pk), Search(**facts), row.region, row.fresh, row.made_at)


_LIKE = """
SELECT s.id, count(DISTINCT k.listing_id) FROM housing_listing_key k
JOIN housing_saved_search s ON s.place = CASE WHEN {wide} THEN '' ELSE k.place END
WHERE k.listing_id = ANY(%(ids)s) AND {which}
AND k.rent >= coalesce(s.rent_from, CASE WHEN s.rent_to IS NULL THEN -1 ELSE 0 END)
AND (s.rent_to IS NULL OR k.rent <= s.rent_to)
AND k.area >= coalesce(s.area_from, CASE WHEN s.area_to IS NULL THEN -1 ELSE 0 END)
AND (s.area_to IS NULL OR k.area <= s.area_to)
AND (s.bedrooms = '{{}}' OR k.rooms = ANY(s.bedrooms))
AND (s.whole IS NULL OR k.share = CASE WHEN s.whole THEN 1 ELSE 2 END)
GROUP BY s.id"""
_IN_PLACE = _LIKE.format(wide="false", which="k.place <> ''")
_ANYWHERE = _LIKE.format(wide="true", which="length(k.place) <= 2")


def tell_of_new(payload: Mapping[str, Any], *, at: datetime) -> int:
    """Count what was opened for the searches it is like, and tell their accounts, once in `PAUSE`; how many were
    told. `payload`: of `OPENED_EVENT`."""
    ids = _opened(payload)
    if not ids:
        return 0
    fresh: dict[int, int] = {}
    for sql in (_IN_PLACE, _ANYWHERE):
        for number, count in rows(sql, {"ids": ids}):
            fresh[number] = fresh.get(number, 0) + int(count)
    for number, count in fresh.items():
        run("UPDATE housing_saved_search SET fresh = fresh + %s WHERE id = %s", [count, number])
    return _notified(fresh, at)


def _opened(payload: Mapping[str, Any]) -> list[int]:
    if "listings" in payload:
        return [int(i) for i in payload["listings"]]
    found = rows(
        "SELECT id FROM housing_listing WHERE batch_id = %s AND state = 'open'",
        [payload.get("batch")],
    )
    return [r[0] for r in found]


def _notified(fresh: Mapping[int, int], at: datetime) -> int:
    """One notice an account that has had none lately."""
    found = rows(
        "SELECT user_id, array_agg(id) FROM housing_saved_search s WHERE id = ANY(%s) AND NOT EXISTS "
        "(SELECT FROM housing_saved_search t WHERE t.user_id = s.user_id AND t.notified_at > %s) GROUP BY user_id",
        [list(fresh), at - PAUSE],
    )
    searches: dict[int, Sequence[int]] = dict(found)
    phones = access.phones_of_users(list(searches))
    for user, (phone, language) in phones.items():
        count = sum(fresh[i] for i in searches[user])
        text = NEW[0 if language.startswith("zh") else 1].format(n=count)
        notices.send("housing.new", phone, text, at=at, context={"searches": len(searches[user])})
        run(
            "UPDATE housing_saved_search SET notified_at = %s WHERE id = ANY(%s)",
            [at, searches[user]],
        )
    return len(phones)


def _record(actor: Actor, action: str, number: int, at: datetime) -> None:
    audit.record_write(actor, action=action, subject_kind="search", subject_id=number, at=at)
