"""Two installations that exchange over real HTTP, each with a database and a site of its own, and a link that fails."""

from __future__ import annotations

import os
import random
import socket
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from anju.domains.exchange.api import links, messages
from anju.domains.exchange.links.models import Message, Move, Peer
from anju.domains.exchange.links.operations.telling import tell_arrivals
from anju.domains.places.api import HomeView
from anju.foundation.audit import epoch as epochs
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import rows
from anju.interfaces.jobs.peer_http import PeerHttp
from tests.conftest import Fresh, answers, on, running
from tests.factories.people import Somebody
from tests.factories.register import HERE, PLATFORM, building, declared, roomy

Answer = tuple[int, Mapping[str, str], bytes]
NUMBER = "A-B"


@dataclass
class Faults:
    """How a link fails, in shares of requests. `delayed`: what was held back and comes in another order."""

    chance: random.Random
    cut: float = 0.0
    lost_answer: float = 0.0
    doubled: float = 0.0
    held: float = 0.0
    delayed: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def transport(self, http: PeerHttp) -> Callable[[str, Mapping[str, str], bytes], Answer]:
        """Posts, or fails to."""

        def post(url: str, headers: Mapping[str, str], body: bytes) -> Answer:
            draw = self.chance.random()
            if draw < self.cut:
                self._count("cut")
                raise ConnectionError
            draw -= self.cut
            if draw < self.held:
                self._count("held")
                self.delayed.append((url, dict(headers), body))
                raise TimeoutError
            draw -= self.held
            answer = http(url, headers, body)
            if draw < self.lost_answer:
                self._count("lost_answer")
                raise TimeoutError
            if draw - self.lost_answer < self.doubled:
                self._count("doubled")
                http(url, headers, body)
            return answer

        return post

    def release(self, http: PeerHttp) -> None:
        """What was held back arrives now, in another order."""
        self.chance.shuffle(self.delayed)
        for url, headers, body in self.delayed:
            http(url, headers, body)
        self.delayed.clear()

    def _count(self, what: str) -> None:
        self.counts[what] = self.counts.get(what, 0) + 1


class Installation:
    """A place: its database, its site, its homes."""

    def __init__(self, code: str, name: str, tmp: Path) -> None:
        from django.db import connections

        self.code, self.name, self.tmp = code, name, tmp
        self.database = f"place_{uuid.uuid4().hex[:10]}"
        self._stack = ExitStack()
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._admin(f"CREATE DATABASE {self.database} TEMPLATE {_template()} OWNER anju_owner")
        self._line = connections["default"].copy()
        self._line.settings_dict["NAME"] = self.database
        self.homes: list[HomeView] = []

    @contextmanager
    def working(self) -> Iterator[None]:
        """Django works in this place's database."""
        from django.db import connections

        usual, connections["default"] = connections["default"], self._line
        try:
            yield
        finally:
            connections["default"] = usual

    def begin(self) -> None:
        """The site is started."""
        here = os.environ["ANJU_DATABASE_URL"], os.environ["ANJU_OWNER_URL"]
        fresh = Fresh(self.database, on(here[0], self.database), on(here[1], self.database))
        command = [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"),
            *("--port", str(self.port), "--workers", "1", "--no-ws", "--blocking-threads", "4"),
            "anju.config.wsgi:application",
        ]
        environment = {
            **fresh.environment(),
            "ANJU_POOL": "1",
            "ANJU_PUBLIC_URL": self.url,
            "ANJU_DEADLINE": "60",
        }
        self._stack.enter_context(running(command, environment, self.tmp / f"{self.code}.log"))

    def await_answer(self) -> None:
        """Wait until the site answers."""
        for _ in range(1200):
            if answers(self.port):
                return
            time.sleep(0.1)
        raise AssertionError((self.tmp / f"{self.code}.log").read_text())

    def end(self) -> None:
        """The site goes down; nobody is connected to the database any more."""
        self._stack.close()
        self._line.close()

    def back_up(self) -> datetime:
        """A copy of the database as it is now. The site stays up and finds its connections gone."""
        taken = now()
        self._line.close()
        admin = os.environ.get("ANJU_ADMIN_URL", os.environ["ANJU_OWNER_URL"])
        with psycopg.connect(on(admin, "postgres"), autocommit=True) as server:
            server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
                [self.database],
            )
            server.execute(f"CREATE DATABASE {self.database}_kept TEMPLATE {self.database}")
        return taken

    def restore(self, taken: datetime) -> None:
        """The database becomes what it was, as by ``./anju restore``."""
        self.end()
        self._admin(f"DROP DATABASE {self.database} WITH (FORCE)")
        self._admin(
            f"CREATE DATABASE {self.database} TEMPLATE {self.database}_kept OWNER anju_owner"
        )
        with psycopg.connect(on(os.environ["ANJU_OWNER_URL"], self.database)) as owner:
            owner.execute("SELECT anju_begin_epoch(%s)", [taken])
        epochs._known.pop(self.database, None)
        self.begin()
        self.await_answer()

    def drop(self) -> None:
        """Nothing stays."""
        self.end()
        for name in (self.database, f"{self.database}_kept"):
            self._admin(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _admin(self, statement: str) -> None:
        admin = os.environ.get("ANJU_ADMIN_URL", os.environ["ANJU_OWNER_URL"])
        with psycopg.connect(on(admin, "postgres"), autocommit=True) as server:
            server.execute(statement)

    def settle(self, rooms: int) -> None:
        """Homes to live in, and this place's name."""
        with self.working():
            self.homes = building(HERE, "交换路1号", [f"{101 + n}" for n in range(rooms)])
            roomy()
            with acting(PLATFORM):
                links.set_place(self.code, self.name, actor=PLATFORM, at=now())

    def link(self, other: Installation) -> None:
        """Enter the other place, its key and an agreement on everything."""
        with other.working(), acting(PLATFORM):
            key = links.own_public_keys()[0].jwk()
        today, every = local_date(now()), tuple(messages.CLASSES)
        with self.working(), acting(PLATFORM):
            how = {"actor": PLATFORM, "at": now()}
            links.add_peer(other.code, other.name, other.url, regions=[other.code], **how)
            links.add_key(other.code, key, since=now() - timedelta(days=1), **how)
            made = links.propose_agreement(
                other.code,
                NUMBER,
                classes=every,
                own_classes=every,
                purposes=messages.PURPOSES,
                first=today - timedelta(days=1),
                last=today + timedelta(days=1),
                per_day=1_000_000,
                **how,
            )
            links.accept_agreement(made, **how)

    def move_in(self, people: list[Somebody], day: date) -> list[int]:
        """People come to live here, by the one intake; the place they come from is told. Their numbers here."""
        items = [
            {
                **who.item,
                "kind": "arrive",
                "home_code": self.homes[n % len(self.homes)].code,
                "region": HERE,
                "start": day,
            }
            for n, who in enumerate(people)
        ]
        with self.working():
            outcomes = declared(items).outcomes
            wrong = [o for o in outcomes if o.status not in ("applied", "unchanged")]
            assert not wrong, wrong[0]
            found = [o.person_id for o in outcomes]
            with acting(PLATFORM):
                tell_arrivals(found, at=now())
        return found

    def send(self, faults: Faults) -> int:
        """One request to the other place, whatever its wait; how many messages went. As the job of sending does it."""
        with self.working(), PeerHttp() as http:
            links.tell_restore(at=now())
            with acting(PLATFORM):
                Peer.objects.update(next_at=None, attempts=0)
                (peer,) = Peer.objects.values_list("pk", flat=True)
            return links.send_due(peer, faults.transport(http), at=now()).messages

    def apply(self) -> int:
        """Apply what came."""
        with self.working():
            return links.apply_kept(at=now())

    def unsent(self) -> int:
        """Messages that are not receipted, or not applied."""
        with self.working(), acting(PLATFORM):
            return Message.objects.filter(state__in=["queued", "kept", "rejected"]).count()

    def counting(self) -> set[str]:
        """Names of those who count as habitual here now: an open stay, and no move that is under way."""
        with self.working(), acting(PLATFORM):
            return {r[0] for r in rows(_COUNTING)}

    def stays(self) -> dict[str, list[tuple[date, date | None]]]:
        """Name → the stays on file here, oldest first."""
        with self.working(), acting(PLATFORM):
            found: dict[str, list[tuple[date, date | None]]] = {}
            for name, since, until in rows(_STAYS):
                found.setdefault(name, []).append((since, until))
            return found

    def states_of_moves(self) -> dict[tuple[str, str], int]:
        """(direction, state) → how many moves."""
        with self.working(), acting(PLATFORM):
            out: dict[tuple[str, str], int] = {}
            for key in Move.objects.values_list("direction", "state"):
                out[key] = out.get(key, 0) + 1
            return out

    def counted(self) -> list[tuple[str, datetime, datetime | None]]:
        """(name, from, until): when, in recorded time, somebody counted here."""
        with self.working(), acting(PLATFORM):
            return [tuple(r) for r in rows(_COUNTED)]  # type: ignore[misc]


_UNDER_WAY = (
    "EXISTS (SELECT FROM exchange_move m WHERE m.person_id = s.person_id AND m.direction = 'in'"
)
_COUNTING = f"""SELECT p.name FROM register_stay s JOIN people_person p ON p.id = s.person_id
WHERE s.superseded_at IS NULL AND s.habitual AND upper_inf(s.period)
AND NOT {_UNDER_WAY} AND m.state IN ('asked', 'set_aside', 'implausible'))"""
_STAYS = """SELECT p.name, lower(s.period), upper(s.period) FROM register_stay s
JOIN people_person p ON p.id = s.person_id WHERE s.superseded_at IS NULL AND s.habitual ORDER BY 1, 2"""
_COUNTED = """SELECT p.name, greatest(s.recorded_at, (SELECT m.settled_at FROM exchange_move m
    WHERE m.person_id = s.person_id AND m.direction = 'in' AND m.day = lower(s.period))), s.superseded_at
FROM register_stay s JOIN people_person p ON p.id = s.person_id
WHERE s.habitual AND upper_inf(s.period)
AND NOT EXISTS (SELECT FROM exchange_move m WHERE m.person_id = s.person_id AND m.direction = 'in'
    AND m.day = lower(s.period) AND m.settled_at IS NULL)"""


def overlaps(one: Installation, other: Installation) -> list[tuple[str, datetime, datetime]]:
    """Who counted at both places, from which to which recorded instant."""
    theirs: dict[str, list[tuple[datetime, datetime | None]]] = {}
    for name, since, until in other.counted():
        theirs.setdefault(name, []).append((since, until))
    found = []
    for name, since, until in one.counted():
        for begin, end in theirs.get(name, ()):
            first = max(since, begin)
            last = min(t for t in (until, end, now()) if t is not None)
            if first < last:
                found.append((name, first, last))
    return found


def drain(one: Installation, other: Installation, faults: Faults, *, rounds: int = 400) -> int:
    """Let both send and apply until nothing is left; how many requests it took."""
    taken = 0
    for _ in range(rounds):
        moved = one.send(faults) + other.send(faults)
        taken += 2
        with PeerHttp() as http:
            faults.release(http)
        moved += one.apply() + other.apply()
        if not moved and not one.unsent() and not other.unsent():
            return taken
    raise AssertionError((one.unsent(), other.unsent(), faults.counts))


@contextmanager
def two_places(tmp: Path, *, rooms: int = 24) -> Iterator[tuple[Installation, Installation]]:
    """Both, linked."""
    made = []
    try:
        for code, name in (("430181", "浏阳市"), ("510823", "剑阁县")):
            made.append(Installation(code, name, tmp))
            made[-1].settle(rooms)
        one, other = made
        one.link(other)
        other.link(one)
        for place in made:
            place.begin()
        for place in made:
            place.await_answer()
        yield one, other
    finally:
        for place in made:
            place.drop()


def _template() -> str:
    usual = urlsplit(os.environ["ANJU_DATABASE_URL"]).path.lstrip("/")
    return os.environ.get("ANJU_TEST_TEMPLATE", usual)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


__all__ = ["Faults", "Installation", "drain", "overlaps", "two_places"]
