"""The database of an installation, ready to be used: whichever server it stands on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from anju.foundation.cluster import credentials as stored
from anju.foundation.cluster import roles
from anju.foundation.cluster.credentials import Credentials
from anju.foundation.cluster.layout import ClusterError, Layout
from anju.foundation.cluster.lease import Lease
from anju.foundation.cluster.server import Server


@dataclass(frozen=True)
class Database:
    """Its addresses. `server` is None on an existing PostgreSQL; `admin_url` is the embedded superuser's."""

    owner_url: str
    app_url: str
    server: Server | None = None
    admin_url: str = ""


@contextmanager
def prepared(layout: Layout, *, owner_url: str = "", durable: bool = True) -> Iterator[Database]:
    """The database with its roles, running as long as the context lasts.

    The embedded server is started when nobody runs it, joined when somebody does, and stopped by the last one out.
    `owner_url` chooses an existing server; the choice is remembered in the data directory.
    """
    layout.make()
    credentials = _credentials(layout, owner_url)
    if credentials.owner_url:
        roles.in_existing(credentials.owner_url, credentials)
        yield Database(credentials.owner_url, roles.app_url(credentials.owner_url, credentials.app))
        return
    server, lease = Server(layout, durable=durable), Lease(layout)
    try:
        with lease.turn():
            alone = lease.take()
            server.make(credentials.superuser)
            _bring_up(server, alone=alone)
            admin_url = server.url("postgres", credentials.superuser, "postgres")
            roles.in_embedded(admin_url, credentials)
        yield Database(
            server.url(roles.OWNER, credentials.owner, roles.DATABASE),
            server.url(roles.APP, credentials.app, roles.DATABASE),
            server,
            admin_url,
        )
    finally:
        with lease.turn():
            if lease.give_back():
                server.stop()


def _bring_up(server: Server, *, alone: bool) -> None:
    if server.running() is not None and alone:
        server.stop()  # an orphan: its supervisor was killed
    if server.running() is None:
        server.start()


def _credentials(layout: Layout, owner_url: str) -> Credentials:
    known = stored.load(layout.secrets)
    if known is None:
        if layout.known_pgdata().exists():
            raise ClusterError(
                f"{layout.secrets} is missing, and with it the passwords of the database in "
                f"{layout.data}. Put it back from where you keep copies."
            )
        known = stored.fresh(owner_url)
        stored.save(known, layout.secrets)
    elif owner_url and owner_url != known.owner_url:
        if not known.owner_url and layout.known_pgdata().exists():
            raise ClusterError(
                f"{layout.data} already holds an embedded database. Name another --data for "
                "--database-url, and move the register by backup and restore."
            )
        known = replace(known, owner_url=owner_url)
        stored.save(known, layout.secrets)
    return known
