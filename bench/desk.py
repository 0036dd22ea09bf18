"""Rush hour at the reception of a dormitory: 300 comings and goings of one clerk over HTTP, mixed: somebody new in one
line, guests who filled in an invitation, workers without a bed, departures by person and by room, moves, undoing.

Each is what a clerk at the keyboard sends: the list while typing, what Enter opens, what the last key sends, with the
rooms and the list of the day in the answer. `seconds` is what they wait; `keys` are those beside typing who it is, as
the script presses them; `with_keys` adds 0.28 s a key (the keystroke-level model's average typist).
"""

from __future__ import annotations

import http.client
import itertools
import random
import re
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import urlencode

from bench import province, site
from bench.check_in import fresh_people
from bench.harness import Report, arguments, ready, show, spread

FLOORS, DOORS, BEDS, LIVING = 10, 40, 6, 1_600
MIX = {
    "new": 90,
    "guest": 45,
    "known": 45,
    "left": 70,
    "left by room": 15,
    "moved": 30,
    "undone": 5,
}
KEY_SECONDS, MOST_KEYS, MOST_SECONDS = 0.28, 6, 12.0
_FORM = re.compile(r'<form[^>]*action="([^"]+)"[^>]*>(.*?)</form>', re.DOTALL)
_HIDDEN = re.compile(r'<(?:input|button)\b[^>]*\bname="([^"]+)"[^>]*?\bvalue="([^"]*)"', re.DOTALL)


def run(words: Sequence[str] | None = None) -> int:
    args = arguments(words, __doc__ or "")
    with ready(args) as found:
        province.fill(found, args)
        place = Dormitory(fresh_people(args.data, LIVING + 300))
        with site.serving(found) as port:
            report = measure(port, place)
    return show(report, as_json=args.json)


class Dormitory:
    """An employer's dormitory with people in it, workers without a bed, and guests who filled in an invitation."""

    def __init__(self, people: list[dict[str, Any]]) -> None:
        from anju.domains.employers import api as employers
        from anju.foundation.actor import system
        from anju.foundation.clock import local_date, now
        from anju.foundation.db.scope import acting

        self.platform, self.at = system("bench"), now()
        self.day = local_date(self.at)
        self.new = iter(people[LIVING:])
        with acting(self.platform):
            self.firm = employers.add_employer(
                actor=self.platform,
                name=f"夜班电子{time.time_ns() % 10**9}",
                region=self._community(),
                address="园丰路1号",
                at=self.at,
            )
        self.rooms = self._built()
        self.living = people[:LIVING]
        self._declare(
            [
                {
                    **p,
                    "kind": "arrive",
                    "home_code": self._room_of(n, p).code,
                    "start": self.day - timedelta(days=30),
                    "reason": "01",
                }
                for n, p in enumerate(self.living)
            ],
            "living",
        )
        self.without_bed = [next(self.new) for _ in range(MIX["known"])]
        self._declare(
            [
                {**p, "kind": "hire", "employer_code": self.firm.code, "start": self.day}
                for p in self.without_bed
            ],
            "hired",
        )
        self.headers = site.signed_in({"role": "employer", "party": self.firm.party})
        self.guests = [self._guest(n) for n in range(MIX["guest"])]

    def _room_of(self, n: int, who: dict[str, Any]) -> Any:
        """Men on the lower floors, women above them, the uppermost empty."""
        half = len(self.rooms) * 2 // 5
        first = 0 if int(who["doc_number"][16]) % 2 else half
        return self.rooms[first + n // 2 % half]

    def _community(self) -> str:
        from django.db import connection

        with connection.cursor() as cur:
            cur.execute("SELECT region FROM places_home WHERE length(region) >= 12 LIMIT 1")
            return str(cur.fetchone()[0])[:12]

    def _built(self) -> list[Any]:
        import polars as pl

        from anju.domains.places import api as places
        from anju.foundation.db.scope import acting

        numbers = [f"{f}{d:02}" for f in range(1, FLOORS + 1) for d in range(1, DOORS + 1)]
        with acting(self.platform):
            (made,) = places.add_buildings(
                pl.DataFrame(
                    {
                        "region": [self.firm.region],
                        "address": [f"园丰路{time.time_ns() % 10**6}号"],
                        "name": ["1栋"],
                        "party": [self.firm.party],
                        "kind": ["dormitory"],
                        "use": ["01"],
                        "floors": [FLOORS],
                    }
                ),
                at=self.at,
            )
            ids = places.add_homes(
                pl.DataFrame(
                    {
                        "building_id": [made] * len(numbers),
                        "unit": "",
                        "room": numbers,
                        "floor": [int(n[:-2]) for n in numbers],
                        "capacity": BEDS,
                        "dwelling": "05",
                        "area": pl.Series([None] * len(numbers), dtype=pl.Float64),
                    }
                ),
                at=self.at,
            )
            homes = places.homes(ids)
        return [homes[i] for i in ids]

    def _declare(self, items: list[dict[str, Any]], key: str) -> None:
        import polars as pl

        from anju.domains.register import api as register
        from anju.foundation.db.scope import acting

        firm = self.firm
        sender = register.Sender(
            firm.party, "employer", firm.name, firm.party, firm.id, firm.region
        )
        rows = [
            {**i, "doc_type": "111", "key": f"{key}:{n}", "row": n} for n, i in enumerate(items)
        ]
        with acting(self.platform):
            register.declare(
                pl.DataFrame(rows, schema_overrides={c: register.ITEM_SCHEMA[c] for c in rows[0]}),
                sender=sender,
                actor=self.platform,
                at=self.at,
                batch_key=key,
            )

    def _guest(self, n: int) -> tuple[str, str]:
        """Link and name of a guest who has filled in."""
        import polars as pl

        from anju.domains.access import api as access
        from anju.domains.register import api as register
        from anju.foundation.db.scope import acting

        who = next(self.new)
        with acting(self.platform):
            link = register.invite(
                home_code=self.rooms[-1 - n].code,
                actor=self.platform,
                at=self.at,
                link=lambda token: token,
            ).link
            user = access.public_user(phone=f"166{time.time_ns() % 10**8:08}", at=self.at)
        actor = access.actor_for(user.id, at=self.at, channel="web")
        row = {"key": "1", "row": 1, **who, "doc_type": "111", "start": self.day}
        with acting(actor):
            register.accept_invitation(
                link,
                actor=actor,
                at=self.at,
                items=pl.DataFrame(
                    [row], schema_overrides={c: register.ITEM_SCHEMA[c] for c in row}
                ),
            )
        return link, str(who["name"])


class Clerk:
    """One clerk at the page: what each key sends, how long it takes, how many keys."""

    def __init__(self, port: int, place: Dormitory) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.base = f"/employer/{place.firm.id}/reception/"
        self.cookie, self.panel, self.page = place.headers["Cookie"], "", ""
        self.seconds, self.keys = 0.0, 0
        self.token = ""
        self.page = self._ask("GET", self.base)

    def _ask(self, method: str, path: str, fields: Any = None, *, part: bool = False) -> str:
        headers = {
            "Host": "localhost",
            "Cookie": self.cookie,
            "Content-Type": "application/x-www-form-urlencoded",
            "X-CSRFToken": self.token,
        }
        if part:
            headers["X-Reception"] = "1"
        begun = time.perf_counter()
        self.connection.request(
            method, path, urlencode(fields, doseq=True) if fields else None, headers
        )
        answer = self.connection.getresponse()
        text = answer.read().decode()
        self.seconds += time.perf_counter() - begun
        if answer.status != 200:
            raise RuntimeError(f"{method} {path}: {answer.status} {text[:400]}")
        if found := re.search(r"csrftoken=([^;]+)", answer.headers.get("Set-Cookie") or ""):
            self.token = found[1]
            self.cookie = f"{self.cookie.partition('; csrftoken')[0]}; csrftoken={found[1]}"
        return text

    def typed(self, text: str, *, keys: int = 0) -> None:
        """Into the box: the list comes once the typing pauses; Enter opens."""
        self.keys += keys + 1
        self._ask("POST", f"{self.base}find/", {"q": text}, part=True)
        self.panel = self._ask("POST", f"{self.base}open/", {"q": text}, part=True)

    def sent(
        self, page: str, more: dict[str, str] | None = None, *, keys: int = 1, where: str = ""
    ) -> str:
        """The form of the panel that goes to this page."""
        self.keys += keys
        source = where or self.panel
        path, inside = next((p, i) for p, i in _FORM.findall(source) if p.endswith(f"/{page}/"))
        fields = {name: unescape(value) for name, value in _HIDDEN.findall(inside)}
        answer = self._ask("POST", path, {**fields, **(more or {})}, part=True)
        self.page = answer
        return answer


def measure(port: int, place: Dormitory) -> Report:
    clerk, chance = Clerk(port, place), random.Random(1)
    work = [kind for kind, count in MIX.items() for _ in range(count)]
    chance.shuffle(work)
    acts = _acts(clerk, place)
    took: dict[str, list[float]] = {kind: [] for kind in MIX}
    keys: dict[str, int] = dict.fromkeys(MIX, 0)
    begun = time.perf_counter()
    for kind in work:
        clerk.seconds, clerk.keys = 0.0, 0
        acts[kind]()
        took[kind].append(clerk.seconds)
        keys[kind] = max(keys[kind], clerk.keys)
    spent = time.perf_counter() - begun
    everything = [s for kind in took for s in took[kind]]
    worst = max(max(took[k]) + keys[k] * KEY_SECONDS for k in took)
    report = Report("desk", rows=len(everything), seconds=spent)
    report.figures = {
        "rooms": len(place.rooms),
        "living": LIVING,
        "waited": spread(everything),
        "by_kind": {kind: spread(some) for kind, some in took.items()},
        "keys": keys,
        "longest_with_keys_s": round(worst, 2),
    }
    report.at_most("keys of each beside typing who it is, the most", max(keys.values()), MOST_KEYS)
    report.at_most("seconds of each with its keys, the longest", worst, MOST_SECONDS)
    return report


def _acts(clerk: Clerk, place: Dormitory) -> dict[str, Callable[[], None]]:
    leaving: Iterator[dict[str, Any]] = iter(place.living[:400])
    moving = iter(place.living[400:800])
    lower, upper = iter(place.rooms), itertools.cycle(reversed(place.rooms[-60:]))
    guests, known = iter(place.guests), iter(place.without_bed)

    def new() -> None:
        who = next(place.new)
        clerk.typed(f"{who['name']} {who['doc_number']} {who['phone']}")
        clerk.sent("arrive", _values(clerk.panel))

    def guest() -> None:
        clerk.typed(next(guests)[0])
        clerk.sent("confirm", _values(clerk.panel))

    def bed() -> None:
        clerk.typed(next(known)["doc_number"])
        clerk.sent("arrive", _values(clerk.panel))

    def left() -> None:
        clerk.typed(next(leaving)["doc_number"])
        clerk.sent("leave")

    def left_by_room() -> None:
        room = next(lower).room
        clerk.typed(room, keys=len(room))
        clerk.sent("leave", keys=2)  # down to the first who lives there, F8

    def moved() -> None:
        room = next(upper).room
        clerk.typed(next(moving)["doc_number"])
        clerk.sent("arrive", {"room": room}, keys=len(room) + 1)

    def undone() -> None:
        clerk.typed(next(leaving)["doc_number"])
        clerk.sent("leave")
        clerk.seconds, clerk.keys = 0.0, 0
        clerk.sent("undo", where=clerk.page)

    return {
        "new": new,
        "guest": guest,
        "known": bed,
        "left": left,
        "left by room": left_by_room,
        "moved": moved,
        "undone": undone,
    }


def _values(panel: str) -> dict[str, str]:
    """What stands in the visible fields of a panel, and the choices that are made already."""
    found = {
        n: unescape(v)
        for n, v in _HIDDEN.findall(panel)
        if n in ("name", "doc_number", "phone", "room", "start")
    }
    return {**found, "doc_type": "111", "reason": "01"}
