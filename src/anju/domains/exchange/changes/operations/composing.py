"""From rows of the feed to CloudEvents: what the agreement covers, and nothing else.

The change itself (kind, day, division) is as it was noted; name, document, birth date, sex and home are as they are on
file now, so that a correction never travels behind its error and nothing of a person is kept a second time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from anju.domains.exchange.changes.data.changes import (
    ChangeKind,
    FeedRow,
    Page,
    Place,
    fields,
)
from anju.domains.exchange.changes.models import ChangeAgreement
from anju.domains.exchange.changes.queries.feed import next_rows
from anju.domains.exchange.shields.queries import shielded_records
from anju.domains.people import api as people
from anju.domains.places import api as places
from anju.foundation.clock import CHINA
from anju.foundation.crypto import blind_indexes

TOKENS = "exchange.changes"
"""The context of tokens and ids. The agreement stands in the text: those of two partners have nothing in common."""
TYPE = "anju.{kind}.v1"
PATH = "/exchange/v1/changes"
_OF_TWO = (ChangeKind.MERGED, ChangeKind.UNMERGED)


def next_page(agreement: ChangeAgreement, limit: int, *, base: str, at: datetime) -> Page:
    """The next changes of an agreement as CloudEvents. A fixed number of queries. `base`: address of this place."""
    found, end = next_rows(agreement, limit)
    facts = _Facts(agreement, found, at)
    events, persons, behind, count = [], [], [], agreement.given
    for row in found:
        if not facts.is_given(row):
            continue
        count += 1
        events.append(_event(agreement, row, facts, count, base))
        persons.append(facts.named(row))
        behind.append(Place(row.xid, row.id, count, agreement.generation))
    return Page(
        tuple(events),
        tuple(persons),
        tuple(behind),
        Place(end.xid, end.id, count, agreement.generation),
        len(found) == limit,
    )


def shown_fields(agreement: ChangeAgreement) -> list[str]:
    """What an event shows of a person, as access logs name it."""
    extra = [name for code in agreement.fields for name in fields()[code].shows]
    return ["change", *extra]


class _Facts:
    """What events of one page need, read at once."""

    def __init__(self, agreement: ChangeAgreement, found: Sequence[FeedRow], at: datetime) -> None:
        given = [p for r in found for p in (r.person_id, r.other_id) if p is not None]
        self._stands_for = people.all_canonical(given) if given else {}
        self._wanted = frozenset(agreement.fields)
        now_valid = sorted(set(self._stands_for.values()))
        self._hidden = shielded_records(given, at)
        named = {"name", "document", "birth_date", "sex"} & self._wanted
        self._views = people.persons(now_valid) if named and given else {}
        documents = {
            p: next((d for d in v.documents if d.live), None) for p, v in self._views.items()
        }
        self._documents = {p: d for p, d in documents.items() if d is not None}
        self._numbers = (
            people.numbers([d.id for d in self._documents.values()])
            if "document" in self._wanted and self._documents
            else {}
        )
        homes = {r.home_id for r in found if r.home_id is not None}
        self._homes = places.homes(sorted(homes)) if "home" in self._wanted and homes else {}
        texts = [f"{agreement.number}|{p}" for p in {*given, *now_valid}]
        made = blind_indexes(texts, TOKENS)
        self._tokens = {t: (m or b"").hex()[:32] for t, m in zip(texts, made, strict=True)}
        ids = [f"{agreement.number}#{r.id}" for r in found]
        self._ids = {
            i: (m or b"").hex()[:32] for i, m in zip(ids, blind_indexes(ids, TOKENS), strict=True)
        }
        self._number = agreement.number

    def is_given(self, row: FeedRow) -> bool:
        """Not of somebody who is shielded, nor a correction of what the partner does not receive."""
        if {row.person_id, row.other_id} & self._hidden:
            return False
        if row.kind != ChangeKind.CORRECTED:
            return True
        touched = set(row.detail.get("fields", ()))
        return any(fields()[code].corrected & touched for code in self._wanted)

    def named(self, row: FeedRow) -> tuple[int, ...]:
        """Whom the event is about: their access log says that it was given."""
        both = (row.person_id, row.other_id) if row.kind in _OF_TWO else (row.person_id,)
        found = dict.fromkeys(self._stands_for[p] for p in both if p is not None)
        return tuple(found)

    def token(self, person_id: int) -> str:
        """Whom the event is about, as this partner alone knows them."""
        return self._tokens[f"{self._number}|{person_id}"]

    def id(self, row: FeedRow) -> str:
        """The id of the event: the same whenever it is given."""
        return self._ids[f"{self._number}#{row.id}"]

    def person(self, row: FeedRow) -> dict[str, Any]:
        """What the agreement covers of the person."""
        stands = self._stands_for[row.person_id]
        view, out = self._views.get(stands), dict[str, Any]()
        if view is None:
            return out
        document = self._documents.get(stands)
        if "name" in self._wanted:
            out["name"] = view.name
        if "document" in self._wanted and document is not None:
            out["document"] = {
                "kind": document.kind,
                "issuer": document.issuer,
                "number": self._numbers.get(document.id, ""),
            }
        if "birth_date" in self._wanted and view.birth_date is not None:
            out["birth_date"] = view.birth_date.isoformat()
        if "sex" in self._wanted:
            out["sex"] = view.sex
        return out

    def home(self, row: FeedRow) -> dict[str, str] | None:
        """The home, where the agreement covers it and the change is about one."""
        found = self._homes.get(row.home_id or 0)
        return None if found is None else {"code": found.code, "address": found.text}


def _event(
    agreement: ChangeAgreement, row: FeedRow, facts: _Facts, count: int, base: str
) -> Mapping[str, Any]:
    stands = facts.token(row.person_id)
    data: dict[str, Any] = {"purpose": agreement.purpose, "division": row.region[:12]}
    if row.day is not None:
        data["day"] = row.day.isoformat()
    if row.kind == ChangeKind.PERMIT:
        data |= {"transition": row.detail.get("transition"), "state": row.detail.get("state")}
    if row.kind == ChangeKind.CORRECTED:
        data["corrected"] = sorted(
            code
            for code in agreement.fields
            if fields()[code].corrected & set(row.detail.get("fields", ()))
        )
    if row.kind in _OF_TWO and row.other_id is not None:
        data["other"] = facts.token(row.other_id)
    person, home = facts.person(row), facts.home(row)
    data |= {"person": person} if person else {}
    data |= {"home": home} if home is not None else {}
    return {
        "specversion": "1.0",
        "id": facts.id(row),
        "source": f"{base}{PATH}/{agreement.number}",
        "type": TYPE.format(kind=row.kind),
        "subject": stands,
        "time": row.at.astimezone(CHINA).isoformat(timespec="milliseconds"),
        "datacontenttype": "application/json",
        "dataschema": f"{base}{PATH}/schema.json",
        "agreement": agreement.number,
        "sequence": f"{count:020d}",
        "data": data,
    }
