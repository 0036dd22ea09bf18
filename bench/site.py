"""A web server for measuring: Anju's own middleware in front of views that make one domain call and answer JSON, and
beside them a bare Django endpoint without any of it, served in the same way.
"""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
PATH = f"{PROJECT / 'src'}:{PROJECT}"


def _views() -> list[Any]:
    from django.urls import path
    from django.views.decorators.csrf import csrf_exempt

    if os.environ.get("BENCH_BARE"):
        return [
            path("four", csrf_exempt(bare_four)),
            path("same", csrf_exempt(bare_same)),
            path("lives", csrf_exempt(bare_lives)),
            path("bench/who", who),
        ]
    from anju.config.urls import urlpatterns

    if os.environ.get("BENCH_UNLOGGED"):
        from anju.foundation.audit import api as audit

        audit.record_read = lambda *_, **__: 0

    return [
        path("bench/check-in", csrf_exempt(check_in)),
        path("bench/search", search),
        path("bench/who", who),
        *urlpatterns,
    ]


def who(request: Any) -> Any:
    """Which process answers."""
    from django.http import HttpResponse

    return HttpResponse(str(os.getpid()))


def check_in(request: Any) -> Any:
    """One arrival through intake."""
    from django.http import JsonResponse

    from anju.domains.register import api as register

    said = json.loads(request.body)
    key, party = said.pop("key"), said.pop("party")
    said["start"] = date.fromisoformat(said["start"])
    item = {"key": key, "row": 1, "kind": "arrive", **said}
    sender = register.Sender(party, "landlord", "bench", party=party, region=said["region"])
    receipt = register.declare_grouped(
        [item], sender=sender, actor=request.actor, at=request.at, batch_key=key
    )
    return JsonResponse(
        {"status": receipt.outcomes[0].status, "reason": receipt.outcomes[0].reason}
    )


def search(request: Any) -> Any:
    """One search of the box, with its line in the read log."""
    from django.http import JsonResponse

    from anju.domains.people import api as people
    from anju.foundation.audit import api as audit

    regions = request.actor.regions("person.see")
    found = people.search(request.GET["q"], regions=regions)
    audit.record_read(
        request.actor,
        person_ids=[h.person_id for h in found.found],
        fields=["name"],
        action="person.search",
        at=request.at,
    )
    return JsonResponse({"count": found.count, "names": [h.name for h in found.found]})


def bare_four(request: Any) -> Any:
    """What a minimal endpoint does through the ORM: look a person up, insert a stay, an audit row, an outbox row."""
    from django.db import transaction
    from django.http import JsonResponse
    from django.utils.timezone import now
    from psycopg.types.range import DateRange

    from anju.domains.people.models import Person
    from anju.domains.register.models import Stay
    from anju.foundation.events.models import Event

    said = json.loads(request.body)
    with transaction.atomic():
        person = Person.objects.get(id=said["person"])
        stay = Stay.objects.create(
            line=0,
            person_id=-said["turn"],
            home_id=said["home"],
            region=said["region"],
            period=DateRange(date(2026, 11, 1)),
            declaration_id=0,
            channel="bench",
            recorded_at=now(),
        )
        _audit_row(person.id)
        Event.objects.create(at=now(), name="bench", payload={"stay": stay.id}, xid=0)
    return JsonResponse({"stay": stay.id})


def bare_lives(request: Any) -> Any:
    """Whether somebody lives somewhere, as a minimal endpoint finds it through the ORM, with a line of the trail."""
    from django.db import transaction
    from django.http import JsonResponse
    from django.utils.timezone import now

    from anju.domains.people.models import Person
    from anju.domains.register.models import Stay

    with transaction.atomic():
        person = Person.objects.get(id=json.loads(request.body)["person"])
        stays = Stay.objects.filter(
            person_id=person.id, superseded_at=None, habitual=True, period__contains=now().date()
        )
        found = stays.first()
        _audit_row(person.id)
    return JsonResponse({"answer": "yes" if found else "no"})


def _audit_row(person: int) -> None:
    """The audit table numbers its rows itself (GENERATED ALWAYS), which the ORM cannot say: plain SQL instead."""
    from django.db import connection

    with connection.cursor() as cur:
        cur.execute(
            "INSERT INTO audit_entry (at, kind, actor_label, role, action, subject_kind, subject_id, person_id,"
            " fields, purpose, channel, request_id, detail) VALUES (now(), 'write', 'bench', '', 'bench',"
            " 'stay', '1', %s, '{}', '', 'bench', '', '{}')",
            [person],
        )


def bare_same(request: Any) -> Any:
    """The same rows that a check-in of a newcomer writes, one ORM call each, nothing checked or
    encrypted (each the same cipher, so that a search that comes upon such a person can read it)."""
    from django.db import transaction
    from django.http import JsonResponse
    from django.utils.timezone import now
    from psycopg.types.range import DateRange

    from anju.domains.people.models import Contact, Document, Finding, Person, Scope
    from anju.domains.register.models import Batch, Declaration, Stay
    from anju.foundation.events.models import Event

    said, at, blob, (number, phone) = json.loads(request.body), now(), os.urandom(16), _ciphers()
    with transaction.atomic():
        batch = Batch.objects.create(source="bench", key=blob.hex(), channel="bench", created_at=at)
        person = Person.objects.create(name=said["name"], sex="1", recorded_at=at)
        Document.objects.create(
            person=person,
            kind="111",
            number_cipher=number,
            number_index=blob,
            tail6=blob,
            recorded_at=at,
        )
        Contact.objects.create(
            person=person, value_cipher=phone, value_index=blob, tail4=blob, recorded_at=at
        )
        declaration = Declaration.objects.create(
            batch=batch,
            source="bench",
            key=blob.hex(),
            kind="arrive",
            status="applied",
            said_at=at,
            payload_cipher=blob * 30,
        )
        stay = Stay.objects.create(
            line=0,
            person_id=person.id,
            home_id=said["home"],
            region=said["region"],
            period=DateRange(date(2026, 11, 1)),
            declaration_id=declaration.id,
            channel="bench",
            recorded_at=at,
        )
        Scope.objects.create(person=person, scope=said["region"])
        Finding.objects.create(
            person=person,
            region=said["region"],
            name=said["name"],
            rest=said["name"][1:],
            pinyin="p",
            initials="p",
            doc_tail6=blob,
            phone_tail=blob,
        )
        _audit_row(person.id)
        Event.objects.create(at=at, name="bench", payload={"stay": stay.id}, xid=0)
    return JsonResponse({"stay": stay.id})


@cache
def _ciphers() -> tuple[bytes, bytes]:
    from anju.domains.people.rules import keys
    from anju.foundation.crypto import encrypt

    return encrypt("430181199001019999", keys.NUMBER), encrypt("15400000000", keys.PHONE)


@contextmanager
def serving(
    found: Any,
    *,
    bare: bool = False,
    workers: int = 2,
    unlogged: bool = False,
    grouped: bool = True,
) -> Iterator[int]:
    """The site, as `./anju up` serves it, on a port of its own. The bare one connects as the owner of the tables, the
    unlogged one keeps no read log, the one that is not grouped takes every form in by itself."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    environment = {
        **os.environ,
        **found.serving(),
        "ANJU_POOL": "1",
        "ANJU_OWNER_URL": "",
        "ANJU_HOSTS": "*",
        "PYTHONPATH": PATH,
        "POLARS_MAX_THREADS": "1",
        "BENCH_BARE": "1" if bare else "",
        "BENCH_UNLOGGED": "1" if unlogged else "",
        "BENCH_UNGROUPED": "" if grouped else "1",
        "DJANGO_SETTINGS_MODULE": "bench.site_settings",
    }
    if bare:
        environment["ANJU_DATABASE_URL"] = found.database.owner_url
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--workers",
        str(workers),
        "--no-ws",
        "--blocking-threads",
        "8",
        "anju.config.wsgi:application",
    ]
    log = found.layout.logs / "bench-web.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            env=environment,
            stdout=output,
            stderr=output,
            cwd=PROJECT,
            start_new_session=True,
        )
    try:
        _all_answer(port, workers)
        yield port
    finally:
        process.terminate()
        process.wait(15)


def _all_answer(port: int, workers: int) -> None:
    """Wait until every process has answered: kept connections would all stay with the one that was up first."""
    seen: set[bytes] = set()
    for _ in range(600):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/bench/who", headers={"Host": "localhost"})
            seen.add(connection.getresponse().read())
            connection.close()
        except OSError:
            time.sleep(0.1)
        if len(seen) >= workers:
            _processes[port] = sorted(seen)
            return
        time.sleep(0.05)
    raise RuntimeError(f"{len(seen)} of {workers} processes answer")


def _seated(port: int, seat: int) -> http.client.HTTPConnection:
    """A connection to the process whose turn it is. The kernel draws lots: of eight callers six may sit at one process
    and two at the other, which the many of a city do not."""
    for _ in range(500):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", "/bench/who", headers={"Host": "localhost"})
        if connection.getresponse().read() == _processes[port][seat % len(_processes[port])]:
            return connection
        connection.close()
    raise RuntimeError("a process takes no connections")


_processes: dict[int, list[bytes]] = {}
"""Port → the processes that answer there."""


def caller(port: int, headers: dict[str, str], seat: int) -> Any:
    """A kept connection: call(method, path, body) → the answer's JSON. `RuntimeError` for anything but 200. Callers of
    consecutive seats are spread evenly over the processes."""
    connection = _seated(port, seat)

    def call(method: str, path: str, body: Any = None) -> Any:
        connection.request(
            method,
            path,
            None if body is None else json.dumps(body),
            {"Content-Type": "application/json", "Host": "localhost", **headers},
        )
        answer = connection.getresponse()
        text = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{method} {path}: {answer.status} {text[:300]!r}")
        return json.loads(text)

    return call


def reader(port: int, headers: dict[str, str]) -> Any:
    """A kept connection: read(path) → the page's bytes. `RuntimeError` for anything but 200."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def read(path: str) -> bytes:
        connection.request(
            "GET", path, headers={"Host": "localhost", "Accept": "text/html", **headers}
        )
        answer = connection.getresponse()
        text = answer.read()
        if answer.status != 200:
            raise RuntimeError(
                f"{path}: {answer.status} {answer.headers.get('Location', '')} {text[:200]!r}"
            )
        return text

    return read


def signed_in(*grants: dict[str, Any]) -> dict[str, str]:
    """Headers of a signed-in account of the benchmark's with these grants."""
    import uuid

    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from anju.domains.access import api as access
    from anju.domains.access.models import User
    from anju.foundation.actor import system
    from anju.foundation.clock import now
    from anju.foundation.db.scope import acting

    platform = system("bench")
    with acting(platform):
        user = access.create_user(
            platform,
            kind="staff",
            username=f"bench-{uuid.uuid4().hex[:10]}",
            password=uuid.uuid4().hex,
            display_name="bench",
            at=now(),
        )
        for grant in grants:
            access.grant(platform, user_id=user.id, at=now(), **grant)
        row, session = User.objects.get(pk=user.id), SessionStore()
        session[SESSION_KEY], session["second_factor"] = str(user.id), user.id
        session[BACKEND_SESSION_KEY] = "anju.domains.access.queries.sessions.Accounts"
        session[HASH_SESSION_KEY] = row.get_session_auth_hash()
        session.save()
    return {"Cookie": f"sessionid={session.session_key}"}


def with_token(*grants: dict[str, Any]) -> dict[str, str]:
    """Headers of a department's system with these grants."""
    import uuid

    from anju.domains.access import api as access
    from anju.foundation.actor import system
    from anju.foundation.clock import now
    from anju.foundation.db.scope import acting

    platform = system("bench")
    with acting(platform):
        name = f"bench-{uuid.uuid4().hex[:10]}"
        user = access.create_user(
            platform, kind="client", username=name, display_name=name, at=now()
        )
        for grant in grants:
            access.grant(platform, user_id=user.id, at=now(), **grant)
        token = access.issue_token(platform, user_id=user.id, name="bench", at=now())
    return {"Authorization": f"Bearer {token.secret}", "X-Purpose": "service"}


if os.environ.get("DJANGO_SETTINGS_MODULE") == "bench.site_settings":
    urlpatterns = _views()
