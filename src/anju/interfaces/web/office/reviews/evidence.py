"""What helps to answer a question: the declaration as it came, and what stands against it, side by side."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from anju.domains.linkage.api import records as linkage
from anju.domains.people import api as people
from anju.domains.people.api import PersonView
from anju.domains.places import api as places
from anju.domains.places.api import HomeView
from anju.domains.regions import api as regions
from anju.domains.register import api as register
from anju.domains.register.api import ReviewView, StayView
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.interfaces.texts import labels
from anju.interfaces.texts.labels import RELATIONS, label_in
from anju.interfaces.web.office.counter import form_labels
from anju.interfaces.web.office.person.parts import country
from anju.interfaces.web.office.reasons import waterfall
from anju.interfaces.web.session import ActorRequest


def evidence(request: ActorRequest, review: ReviewView) -> dict[str, Any]:
    """All facts of the page. What the clerk may not see is left out, and its leaving out is said."""
    line = register.line_of(review.declaration_id)
    candidates = people.persons(review.facts.get("candidates", []))
    conflicts = review.facts.get("conflicts", [])
    against = register.standing([c["stay"] for c in conflicts]) if conflicts else {}
    subject = people.persons(
        [line.person_id] if line and line.person_id else [s.person_id for s in against.values()]
    )
    linked = (
        people.persons([review.facts["head"], review.facts["person"]])
        if review.kind == "tie"
        else {}
    )
    shown = {**candidates, **subject, **linked}
    audit.record_read(
        request.actor,
        person_ids=list(shown),
        fields=["name", "documents", "stays"],
        action="review.one",
        at=request.at,
    )
    if not shown:  # about somebody who is on no record yet
        audit.record_list(
            request.actor,
            action="review.one",
            subject_kind="review",
            subject_id=review.id,
            fields=["name"],
            at=request.at,
        )
    stays = register.stays_of(list(shown))
    homes = places.homes(
        [s.home_id for s in stays if s.home_id] + ([line.home_id] if line and line.home_id else [])
    )
    item = review.item
    names = regions.names(
        {
            review.region[:12].ljust(12, "0"),
            *(s.region[:12] for s in stays),
            str(item.get("origin") or "").ljust(12, "0"),
            *(c["area"].ljust(12, "0") for c in conflicts),
        }
    )
    home = homes.get(line.home_id or 0) if line else None
    weighed = linkage.weigh_declared(
        linkage.declared_record(
            item, address=home.text if home else form_labels.declared_address(item)
        ),
        list(candidates),
    )
    return {
        "tie": _relationship(review, linked, request.LANGUAGE_CODE or "zh-hans")
        if review.kind == "tie"
        else None,
        "contested": _contested(review, stays, homes),
        "names": names,
        "line": line,
        "home": home,
        "said": _declared(item, home.text if home else ""),
        "candidates": [
            _compared(item, p, stays, homes)
            | {"waterfall": waterfall(e.weight, e.reasons, e.household) if e else None}
            for p in candidates.values()
            for e in [weighed.get(p.id)]
        ],
        "hidden": len(review.facts.get("candidates", [])) - len(candidates),
        "subject": next(iter(subject.values()), None),
        "entries": _line(
            item,
            review,
            [s for s in stays if s.person_id in subject],
            homes,
            home,
            {s.id for s in against.values()},
        ),
        "conflicts": [_conflict(c, against.get(c["stay"]), homes, names) for c in conflicts],
        "today": local_date(request.at),
        "home_fields": _home_fields(item),
        "suggested": _suggested(review),
        "similar": _similar(request, review),
    }


def _declared(item: dict[str, Any], home: str) -> list[dict[str, Any]]:
    """The declaration as submitted."""
    number = item.get("doc_number", "")
    rows = (
        (_("姓名"), item.get("name")),
        (_("证件"), form_labels.label(labels.DOCUMENTS, item.get("doc_type")) if number else ""),
        (_("证件号码"), people.mask_number(number) if number else ""),
        (
            _("国籍"),
            country(abroad) if (abroad := item.get("nationality") or "CHN") != "CHN" else "",
        ),
        (_("性别"), form_labels.label(labels.SEXES, item.get("sex"))),
        (_("出生日期"), item.get("birth_date")),
        (_("手机号"), people.mask_phone(item["phone"]) if item.get("phone") else ""),
        (_("户籍"), _residence(item.get("hukou_text"))),
        (_("住处（申报内容）"), form_labels.declared_address(item)),
        (_("住处（认出）"), home),
        (_("来住日期"), item.get("start")),
        (_("离开日期"), item.get("end")),
        (_("来本地原因"), form_labels.label(labels.MOVE_REASONS, item.get("reason"))),
        (_("房东"), item.get("landlord")),
        (_("去向"), item.get("destination")),
    )
    return [{"label": label, "value": value} for label, value in rows if value]


def _residence(text: str | None) -> str:
    """Where somebody is registered; of foreigners lists give the code of their country."""
    return (
        country(text)
        if text and len(text) == 3 and text.isascii() and text.isupper()
        else text or ""
    )


def _compared(
    item: dict[str, Any], person: PersonView, stays: list[Any], homes: dict[int, Any]
) -> dict[str, Any]:
    """A known person beside the declared one."""
    number, mine = item.get("doc_number", ""), next((d for d in person.documents if d.live), None)
    last = next((s for s in reversed(stays) if s.person_id == person.id), None)
    born = person.birth_date.isoformat() if person.birth_date else ""
    rows = [
        (_("姓名"), item.get("name", ""), person.name),
        (_("出生日期"), item.get("birth_date", ""), born),
        (
            _("性别"),
            form_labels.label(labels.SEXES, item.get("sex")),
            form_labels.label(labels.SEXES, person.sex),
        ),
        (
            _("证件号码"),
            people.mask_number(number) if number else "—",
            mine.masked if mine else "—",
        ),
        (
            _("手机号"),
            people.mask_phone(item["phone"]) if item.get("phone") else "—",
            person.phone_masked or "—",
        ),
        (
            _("户籍"),
            _residence(item.get("hukou_text")) or "—",
            _residence(person.hukou_text) or "—",
        ),
        (_("最近住处"), "", homes[last.home_id].text if last and last.home_id in homes else "—"),
    ]
    return {
        "person": person,
        "rows": [
            {"label": a, "said": b, "known": c, "differs": bool(b) and b != c and "—" not in (b, c)}
            for a, b, c in rows
        ],
    }


def _line(
    item: dict[str, Any],
    review: ReviewView,
    stays: list[Any],
    homes: dict[int, HomeView],
    home: HomeView | None,
    against: set[int],
) -> list[dict[str, Any]]:
    """Known stays and the declared one on one axis; `against`: those that the declared one contradicts."""
    entries: list[dict[str, Any]] = [
        {
            "lane": "stay",
            "label": homes[s.home_id].text if s.home_id in homes else s.region,
            "start": s.since,
            "end": s.until,
            "source": s.channel,
            "said": s.recorded_at,
            "state": "disputed" if s.id in against else "",
        }
        for s in stays
    ]
    if entries and item.get("start"):
        entries.append(
            {
                "lane": "stay",
                "label": _("申报：%(home)s") % {"home": home.text if home else ""},
                "start": date.fromisoformat(item["start"]),
                "end": _day(item.get("end")),
                "source": review.channel,
                "said": review.asked_at,
                "state": "disputed",
            }
        )
    return entries


def _relationship(
    review: ReviewView, shown: dict[int, PersonView], language: str
) -> dict[str, str]:
    """The declared relationship in words; who is out of the clerk's sight is not named."""
    known = people.all_canonical([review.facts["head"], review.facts["person"]])
    names = {
        p: shown[known[p]].name if known.get(p) in shown else _("在别的辖区登记的人") for p in known
    }
    return {
        "head": names.get(review.facts["head"], "—"),
        "person": names.get(review.facts["person"], "—"),
        "relation": label_in(RELATIONS, review.facts["relation"], language),
    }


def _contested(
    review: ReviewView, stays: list[Any], homes: dict[int, Any]
) -> dict[str, Any] | None:
    """The stay a person contests, as it reads now; None where the whole record is meant or the stay was corrected."""
    line = review.facts.get("stay") if review.kind == "contest" else None
    stay = next((s for s in stays if s.id == line), None)
    return (
        {"stay": stay, "home": homes[stay.home_id].text if stay.home_id in homes else ""}
        if stay
        else None
    )


def _conflict(
    conflict: dict[str, Any],
    seen: StayView | None,
    homes: dict[int, Any],
    names: dict[str, str],
) -> dict[str, Any]:
    """A stay that the declared one contradicts; outside the clerk's area only its county is named."""
    where = (
        homes[seen.home_id].text
        if seen and seen.home_id in homes
        else names.get(conflict["area"].ljust(12, "0"), "")
    )
    return {
        "where": where,
        "since": seen.since.isoformat() if seen else conflict["since"],
        "until": (seen.until and seen.until.isoformat()) if seen else conflict.get("until"),
        "channel": conflict["channel"],
        "visible": seen is not None,
        "by": seen.declared_by if seen else "",
    }


def _home_fields(item: dict[str, Any]) -> list[tuple[str, str, str]]:
    """The fields of a home to be entered, with what was said."""
    labels = (
        ("address", _("地址")),
        ("building", _("楼栋")),
        ("unit", _("单元")),
        ("room", _("房号")),
    )
    return [(name, label, str(item.get(name) or "")) for name, label in labels]


def _suggested(review: ReviewView) -> str:
    """The day on which the declared stay may end where a later known one begins."""
    start = review.item.get("start") or ""
    later = sorted(c["since"] for c in review.facts.get("conflicts", []) if c["since"] > start)
    return later[0] if later else ""


def _similar(request: ActorRequest, review: ReviewView) -> list[dict[str, Any]]:
    """Open questions of the same kind about the same place words: one answer may serve them all."""
    if review.kind != "home_not_found":
        return []
    asked = register.waiting_in(
        request.actor.regions("review.decide"), at=request.at, kind=review.kind, limit=500
    )
    same = tuple(review.item.get(k) for k in ("address", "building", "unit", "room"))
    return [
        {"id": r.id, "name": r.item.get("name", "")}
        for r in asked
        if r.id != review.id
        and r.region == review.region
        and tuple(r.item.get(k) for k in ("address", "building", "unit", "room")) == same
    ]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
