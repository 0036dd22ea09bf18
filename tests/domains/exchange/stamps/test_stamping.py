"""Stamping heads of the message log: by a service over real HTTP or by ourselves, never in the way of traffic."""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import sys
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from anju.domains.exchange.api import links, stamps
from anju.domains.exchange.api.log_check import checked
from anju.domains.exchange.api.stamp_check import Heads, stamps_checked
from anju.domains.exchange.models import LogEntry, Stamp, StampKey
from anju.domains.exchange.stamps.rules.tokens import asked
from anju.foundation.clock import now
from anju.foundation.credentials.signing import PublicKey
from anju.foundation.db.scope import acting
from anju.interfaces.jobs.stamp_http import StampHttp, trusted_certificates
from tests.factories.exchange import linked
from tests.factories.register import PLATFORM
from tests.factories.stamp_service import Service, serving


@pytest.fixture(scope="module")
def there(fresh_database, django_db_blocker):
    with django_db_blocker.unblock():
        yield linked()


@pytest.fixture(autouse=True)
def _own(there, django_db_blocker):
    with django_db_blocker.unblock():
        yield
        Stamp.objects.all().delete()


@pytest.fixture
def service():
    with serving(Service()) as found:
        yield found


def happens(there, *, at=None) -> int | None:
    """A message comes; its entry is chained and the head noted."""
    there.send(there.message("enquiry"))
    with acting(PLATFORM):
        links.chain()
        return stamps.note_head(at=at or now())


def standing():
    with acting(PLATFORM):
        return stamps.stamps_standing()


def stamped(service, *, at=None, timeout=2.0) -> int:
    return stamps.stamp_waiting(StampHttp(service.url, timeout), [service.root], at=at or now())


def test_a_head_is_stamped_by_the_service_and_says_what_that_is_worth(there, service):
    assert happens(there)
    assert standing().waiting == 1
    assert stamped(service) == 1
    found = standing()
    assert (found.waiting, found.level) == (0, "service")
    assert stamped(service) == 0 and service.asked == 1


def test_heads_are_noted_only_while_the_log_grows_and_every_ten_minutes_at_most(there, service):
    assert happens(there)
    assert happens(there) is None
    later = now() + timedelta(minutes=11)
    with acting(PLATFORM):
        assert stamps.note_head(at=later)
        assert stamps.note_head(at=later + timedelta(hours=1)) is None


@pytest.mark.parametrize(
    ("mode", "failure"),
    [
        ("down", "not_reached"),
        ("slow", "timed_out"),
        ("nonsense", "stamp_unreadable"),
        ("other", "stamp_nonce"),
        ("late", "stamp_clock"),
    ],
)
def test_a_service_that_fails_stops_no_message_and_stamps_catch_up(there, service, mode, failure):
    at = now()
    assert happens(there, at=at)
    service.mode, service.last = mode, asked(b"\0" * 32, 1)
    assert stamped(service, at=at, timeout=1.0) == 0
    found = standing()
    assert (found.waiting, found.failure) == (1, failure)
    results = there.send(there.message("enquiry"))
    assert results[0]["class"] == "receipt"
    assert stamped(service, at=at + timedelta(seconds=5)) == 0  # waits before the next try
    service.mode = "right"
    assert stamped(service, at=at + timedelta(seconds=30)) == 1
    assert standing().waiting == 0


def test_many_heads_that_waited_are_stamped_in_order(there, service):
    at = now()
    for n in range(3):
        assert happens(there, at=at + timedelta(minutes=11 * n))
    assert standing().waiting == 3
    assert stamped(service) == 3
    numbers = list(Stamp.objects.order_by("at", "number").values_list("number", flat=True))
    assert numbers == sorted(numbers)


def test_a_service_whose_certificate_is_not_trusted_counts_for_nothing(there, service, settings):
    assert happens(there)
    assert stamps.stamp_waiting(StampHttp(service.url), [], at=now()) == 0
    assert standing().failure == "stamp_untrusted"
    settings.STAMP_CERTIFICATES = "/nowhere.pem"
    assert trusted_certificates() == []


def test_without_a_service_the_installation_stamps_itself_and_says_so(there):
    assert happens(there)
    assert stamps.stamp_waiting(None, [], at=now()) == 1
    assert standing().level == "own"
    key = StampKey.objects.get()
    assert b"PRIVATE" not in bytes(key.secret_cipher)
    assert happens(there, at=now() + timedelta(minutes=11))
    assert stamps.stamp_waiting(None, [], at=now()) == 1
    assert StampKey.objects.count() == 1


def test_traffic_does_not_wait_while_a_service_is_asked(there, service):
    """No transaction is open, and no row held, while the request is under way."""
    assert happens(there)

    def meanwhile(request: bytes) -> bytes:
        assert there.send(there.message("enquiry"))[0]["class"] == "receipt"
        with acting(PLATFORM):
            links.chain()
            Stamp.objects.select_for_update(nowait=True).get()
        return service.answer(request)

    assert stamps.stamp_waiting(meanwhile, [service.root], at=now()) == 1


def exported(path):
    with acting(PLATFORM):
        links.chain()
        keys = [*links.own_public_keys(), *links.peer_public_keys()]
        lines = [json.dumps({"keys": [k.jwk() for k in keys], **stamps.exported()})]
        lines += [json.dumps(e, ensure_ascii=False) for e in links.entries()]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return lines


def verify(path, *more):
    found = subprocess.run(
        [
            sys.executable,
            "-m",
            "anju.interfaces.cli",
            "exchange",
            "verify",
            str(path),
            "--json",
            *more,
        ],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": "src", "PATH": "/usr/bin:/bin"},
    )
    assert found.stdout, found.stderr
    return found.returncode, json.loads(found.stdout)


def test_the_verifier_checks_stamps_without_an_installation(there, service, tmp_path):
    assert happens(there)
    stamped(service)
    assert happens(there, at=now() + timedelta(minutes=11))
    stamps.stamp_waiting(None, [], at=now())
    lines = exported(tmp_path / "log")
    (tmp_path / "root.pem").write_bytes(service.root.public_bytes(Encoding.PEM))
    status, report = verify(tmp_path / "log", "--trust", str(tmp_path / "root.pem"))
    assert (status, report["stamps"]["service"], report["stamps"]["own"]) == (0, 1, 1)
    status, report = verify(tmp_path / "log")
    assert (status, report["stamps"]["own"], report["stamps"]["unchecked"]) == (0, 1, 1)
    (tmp_path / "else.pem").write_bytes(Service().root.public_bytes(Encoding.PEM))
    status, report = verify(tmp_path / "log", "--trust", str(tmp_path / "else.pem"))
    assert (status, report["stamps"]["problem"]) == (1, "stamp_untrusted")
    first = json.loads(lines[0])
    first["stamps"][0]["number"] = 10**6
    (tmp_path / "log").write_text("\n".join([json.dumps(first), *lines[1:]]) + "\n", "utf-8")
    status, report = verify(tmp_path / "log", "--trust", str(tmp_path / "root.pem"))
    assert (status, report["stamps"]["problem"]) == (1, "stamp_head")


def test_a_chain_that_was_written_anew_does_not_fit_its_stamps(there, service, tmp_path):
    """Whoever rewrites the whole chain makes it hold in itself; the stamp is of another head."""
    assert happens(there)
    stamped(service)
    lines = [json.loads(x) for x in exported(tmp_path / "log")]
    first, entries, previous = lines[0], lines[1:], ""
    for entry in entries:
        content = json.loads(entry["content"])
        content["at"] = "2020-01-01T00:00:00+00:00"
        entry["content"], entry["previous"] = json.dumps(content), previous
        previous = entry["hash"] = hashlib.sha256(
            f"{previous}\n{entry['content']}".encode()
        ).hexdigest()
    keys = {k.kid: k for k in (PublicKey.from_jwk(j) for j in first["keys"])}
    heads = Heads(first["stamps"])
    assert checked(heads.passing(entries), keys).problem == ""
    found = stamps_checked(first["stamps"], heads.found, [], [service.root])
    assert found.problem == "stamp_digest"
    assert base64.b64decode(first["stamps"][0]["token"])
    assert LogEntry.objects.exists()
