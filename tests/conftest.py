"""The database, keys, site and browser of the tests. ``./anju test`` prepares them and names them by environment.

`db` (pytest-django): one transaction per test, rolled back, as the serving role. `owner`: a connection of the tables'
owner. `fresh_database`: a committed database of the module's own. `live_site`: the real web server on it.
`page`: a browser page. Tests without a database run without any of it.
"""

from __future__ import annotations

import gc
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

import hypothesis
import psycopg
import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test import TestCase, override_settings

from anju.foundation.crypto.keyring import Keyring, load, new_keyring, use_keyring

if TYPE_CHECKING:
    from anju.demo import Town
    from anju.demo.load import BaseData, Loaded, SignIn

PROJECT = Path(__file__).resolve().parent.parent
hypothesis.settings.register_profile(
    "suite", deadline=None
)  # a busy machine is no fault of an example
hypothesis.settings.load_profile("suite")


def on(url: str, database: str) -> str:
    """The same server's address for another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


@dataclass(frozen=True)
class Fresh:
    """A committed database of one module. Everything Django does in the module happens in it."""

    name: str
    app_url: str
    owner_url: str

    def environment(self) -> dict[str, str]:
        """For processes that should work on it."""
        return {
            **os.environ,
            "ANJU_DATABASE_URL": self.app_url,
            "ANJU_OWNER_URL": self.owner_url,
            "ANJU_HOSTS": "*",
            "PYTHONPATH": str(PROJECT / "src"),
            "DJANGO_SETTINGS_MODULE": "anju.config.settings",
        }


TOWN_PEOPLE, TOWN_SEED = 600, 1


@dataclass(frozen=True)
class LoadedTown:
    """The demo town as planned (`plan`), what its keys became (`ground`), and who may sign in."""

    plan: Town
    ground: BaseData
    loaded: Loaded
    sign_ins: tuple[SignIn, ...]
    database: Fresh

    def sign_in(self, role: str) -> SignIn:
        """The first sign-in of a role."""
        return next(s for s in self.sign_ins if s.role == role)


@dataclass(frozen=True)
class Site:
    """The web server of one module: `url` without a closing slash."""

    url: str
    database: Fresh


def pytest_configure(config: pytest.Config) -> None:
    """One of several processes of a run (pytest-xdist) works on a cluster of its own, or on a database of its own."""
    me = os.environ.get("PYTEST_XDIST_WORKER", "")
    if me and "ANJU_TEST_TEMPLATE" in os.environ:
        if "ANJU_TEST_SOCKETS" in os.environ:
            own_cluster(int(me.removeprefix("gw")))
        own_database(f"anju_test_{me}")


def own_cluster(number: int) -> None:
    """Work on that one of the run's clusters from now on, in every thread and process begun here."""
    from django.db import connections

    sockets = os.environ["ANJU_TEST_SOCKETS"].split(os.pathsep)
    mine = sockets[number % len(sockets)]
    for variable in ("ANJU_DATABASE_URL", "ANJU_OWNER_URL", "ANJU_ADMIN_URL"):
        os.environ[variable] = os.environ[variable].replace(sockets[0], mine)
    connections.databases["default"]["HOST"] = mine


def own_database(name: str) -> None:
    """Copy the template under this name and work on that from now on, in every thread and process begun here."""
    from django.db import connections

    with psycopg.connect(on(os.environ["ANJU_ADMIN_URL"], "postgres"), autocommit=True) as server:
        server.execute(
            f"CREATE DATABASE {name} TEMPLATE {os.environ['ANJU_TEST_TEMPLATE']} OWNER anju_owner"
        )
    for variable in ("ANJU_DATABASE_URL", "ANJU_OWNER_URL"):
        os.environ[variable] = on(os.environ[variable], name)
    connections.databases["default"]["NAME"] = name


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever begins with what was entered `once` is rolled back to it."""
    for item in items:
        if "once" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.django_db)


@pytest.fixture(scope="session", autouse=True)
def keyring() -> Keyring:
    """The test installation's keys; random ones for tests without an installation."""
    path = Path(os.environ.get("ANJU_DATA", "/nonexistent")) / "keys" / "keyring.json"
    ring = load(path) if path.exists() else new_keyring()
    use_keyring(ring)
    return ring


class QuickHasher(PBKDF2PasswordHasher):
    """Hashes of the usual kind in one round. The site takes half a second for each, by intent, and reads these too."""

    iterations = 1


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Accounts of the tests are made at once; what hashing costs is tested where sign-in is attacked."""
    with override_settings(PASSWORD_HASHERS=[f"{__name__}.{QuickHasher.__name__}"]):
        yield


@pytest.fixture(scope="session", autouse=True)
def kept_connection() -> Iterator[None]:
    """Tests that are rolled back follow one another on one connection: to open one costs more than many a test."""

    def without_closing(case: type[TestCase]) -> None:
        case._rollback_atomics(case.cls_atomics)
        super(TestCase, case).tearDownClass()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TestCase, "tearDownClass", classmethod(without_closing))
        yield


@pytest.fixture(scope="module")
def once(django_db_setup: None, django_db_blocker) -> Iterator[Callable[..., Any]]:
    """Enters what all tests of a module begin with, once: ``once(Street.built)``. They find it as it was entered: what
    each writes is rolled back, and the whole after the last."""
    with django_db_blocker.unblock():
        opened = TestCase._enter_atomics()

    def entered(make: Callable[..., Any], *args: object, **more: object) -> Any:
        with django_db_blocker.unblock():
            return make(*args, **more)

    yield entered
    with django_db_blocker.unblock():
        TestCase._rollback_atomics(opened)


@pytest.fixture(scope="module")
def set_aside() -> Iterator[None]:
    """What earlier tests left in this process (a gigabyte) is not gone through by the collector while times are
    measured."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture
def law_folder(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """Where an installation puts files of law of its own (`tests.factories.law.put`)."""
    from anju.foundation import law

    settings.DATA = tmp_path
    (tmp_path / "law").mkdir()
    law.look_again()
    yield tmp_path / "law"
    law.look_again()


@pytest.fixture(scope="module")
def data_directory() -> Iterator[Path]:
    """A place for a whole installation of the module's own, which the database's account can reach."""
    with tempfile.TemporaryDirectory(prefix="anju-") as place:
        Path(place).chmod(0o711)
        yield Path(place) / "data"


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """The database is prepared already; pytest-django makes none."""
    if "ANJU_OWNER_URL" not in os.environ:
        pytest.fail("this test needs a database: run it by ./anju test")


@pytest.fixture
def owner(request: pytest.FixtureRequest) -> Iterator[psycopg.Connection]:
    """A connection as the owner of the tables, committing at once, on the database the test works on."""
    url = (
        request.getfixturevalue("fresh_database").owner_url
        if "fresh_database" in request.fixturenames
        else os.environ["ANJU_OWNER_URL"]
    )
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def fresh_database(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker
) -> Iterator[Fresh]:
    """A copy of the prepared database for this module, in which writes are committed and stay until its end.

    In a module marked `town` (``pytestmark = pytest.mark.town``) the demo town of `town` lives in it.
    """
    template = None
    if request.node.get_closest_marker("town"):
        template = request.getfixturevalue("town_template").database.name
    with django_db_blocker.unblock(), copied(template) as fresh:
        yield fresh


@contextmanager
def copied(template: str | None) -> Iterator[Fresh]:
    """A database copied from that one (or from the prepared one), with Django at work in it on its own connection."""
    from django.db import connections

    here = os.environ["ANJU_DATABASE_URL"], os.environ["ANJU_OWNER_URL"]
    admin = os.environ.get("ANJU_ADMIN_URL", here[1])
    template = template or os.environ.get("ANJU_TEST_TEMPLATE", urlsplit(here[0]).path.lstrip("/"))
    name = f"fresh_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(on(admin, "postgres"), autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE {template} OWNER anju_owner")
    usual = connections["default"]
    own = connections["default"] = usual.copy()
    own.settings_dict["NAME"] = name
    try:
        yield Fresh(name, on(here[0], name), on(here[1], name))
    finally:
        own.close()
        connections["default"] = usual
        with psycopg.connect(on(admin, "postgres"), autocommit=True) as server:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def town_template(
    django_db_setup: None, django_db_blocker, keyring: Keyring
) -> Iterator[LoadedTown]:
    """The small demo town, entered once a session into a database that modules copy. Ask for `town` instead."""
    from django.db import connections

    from anju.demo.load import load, sign_ins, town_of
    from anju.foundation.clock import now

    usual = connections["default"]
    with copied(None) as fresh:
        with django_db_blocker.unblock():
            town = town_of(TOWN_PEOPLE, TOWN_SEED, at=now())
            ground, loaded = load(town)
            found = LoadedTown(town, ground, loaded, tuple(sign_ins(town, ground, at=now())), fresh)
        connections["default"].close()
        connections["default"] = usual  # the template is copied; nobody else works in it
        yield found


@pytest.fixture(scope="module")
def town(town_template: LoadedTown, fresh_database: Fresh) -> LoadedTown:
    """The demo town in this module's own database. The module must be marked `town`."""
    return replace(town_template, database=fresh_database)


@contextmanager
def running(
    command: list[str], environment: dict[str, str], log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """A process beside the tests, in a group of its own, ended with all it started."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            env=environment,
            stdout=output,
            stderr=output,
            stdin=subprocess.DEVNULL,
            cwd=PROJECT,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.fixture(scope="module")
def live_site(fresh_database: Fresh, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The real web server, as ``./anju up`` runs it, on this module's database and a port of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = tmp_path_factory.mktemp("site") / "web.log"
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
        "1",
        "--no-ws",
        "--blocking-threads",
        "40",
        "anju.config.wsgi:application",
    ]
    environment = {
        **fresh_database.environment(),
        "ANJU_DEMO": "1",
        "ANJU_DEBUG": "1",
        "ANJU_POOL": "1",
        "ANJU_DEADLINE": "30",
        "ANJU_PUBLIC_URL": f"http://127.0.0.1:{port}",
    }
    with running(command, environment, log) as process:
        for _ in range(1200):
            if process.poll() is not None or answers(port):
                break
            time.sleep(0.1)
        if not answers(port):
            pytest.fail(f"the site does not answer:\n{log.read_text()}")
        yield Site(f"http://127.0.0.1:{port}", fresh_database)


@pytest.fixture(scope="module")
def live_worker(fresh_database: Fresh, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The real worker on this module's database."""
    command = [sys.executable, "-m", "anju.interfaces.cli", "worker", "--under-up"]
    with running(
        command, fresh_database.environment(), tmp_path_factory.mktemp("worker") / "worker.log"
    ):
        yield


def answers(port: int) -> bool:
    """True when the site speaks HTTP."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        connection.request("GET", "/")
        connection.getresponse()
    except OSError:
        return False
    finally:
        connection.close()
    return True


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """Chromium, started once."""
    from playwright.sync_api import sync_playwright

    path = os.environ.get("ANJU_CHROMIUM") or shutil.which("chromium")
    if not path:
        pytest.fail("there is no Chromium: run ./anju test, which installs it or says how")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps an event loop in this thread
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path)
        yield started
        started.close()


def visitor(browser, **options: object) -> Any:
    """The page of a new visitor, Chinese, at a laptop's size unless told otherwise. Nothing moves on it by itself, and
    it is waited for longer than a busy machine takes."""
    usual = {
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "viewport": {"width": 1440, "height": 900},
        "reduced_motion": "reduce",
    }
    context = browser.new_context(**{**usual, **options})
    context.set_default_timeout(60_000)
    return context.new_page()


@pytest.fixture
def page(browser) -> Iterator[object]:
    """The page of a new visitor; `page.set_viewport_size` makes it a phone."""
    found = visitor(browser)
    yield found
    found.context.close()
