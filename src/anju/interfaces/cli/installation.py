"""What every command stands on: the database running, the environment set, Django ready, migrations current."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from anju.foundation.cluster import ClusterError, Credentials, Database, Layout, prepared
from anju.foundation.cluster import credentials as stored
from anju.interfaces.cli.progress import Progress
from anju.interfaces.cli.restoring import must_be_over

REGISTER = ("register", "regions")
"""The parts of the set-up without which there is no register to work on."""


@dataclass(frozen=True)
class Installation:
    """An installation in use. Django is set up and connects as the serving role."""

    layout: Layout
    database: Database

    @property
    def credentials(self) -> Credentials:
        """The stored passwords and the secret key."""
        known = stored.load(self.layout.secrets)
        if known is None:
            raise ClusterError(f"{self.layout.secrets} has disappeared.")
        return known

    @property
    def demo_sign_ins(self) -> Path:
        """A JSON list of `anju.demo.load.SignIn`, written when the demo town was loaded."""
        return self.layout.data / "demo-signins.json"

    def serving(self) -> dict[str, str]:
        """The environment of a process that serves: it knows the serving role's password, not the owner's."""
        return {
            "ANJU_DATA": str(self.layout.data),
            "ANJU_DATABASE_URL": self.database.app_url,
            "ANJU_SECRET_KEY": self.credentials.secret_key,
            "DJANGO_SETTINGS_MODULE": "anju.config.settings",
        }

    @contextmanager
    def as_owner(self) -> Iterator[None]:
        """Django's connection as the owner of the tables: for migrations and for loading reference tables."""
        from django.db import connections
        from psycopg.conninfo import conninfo_to_dict

        connection = connections["default"]
        connection.close()
        before, owner = connection.settings_dict, conninfo_to_dict(self.database.owner_url)
        connection.settings_dict = before | {
            "NAME": owner["dbname"],
            "USER": owner.get("user", ""),
            "PASSWORD": owner.get("password", ""),
            "HOST": owner.get("host", ""),
            "PORT": str(owner.get("port", "")),
        }
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict = before


@contextmanager
def installation(
    args: argparse.Namespace,
    *,
    parts: tuple[str, ...] = REGISTER,
    durable: bool = True,
    progress: Progress | None = None,
) -> Iterator[Installation]:
    """The installation in `args.data`, brought up to date in these `parts` (see `setup`) and running meanwhile.

    Works whether or not ``./anju up`` runs on it. Raises `ClusterError` in plain words.
    """
    from anju.interfaces.cli.setup import bring_up_to_date

    if parts:
        must_be_over(Layout(args.data))
    with prepared(Layout(args.data), owner_url=args.database_url, durable=durable) as database:
        found = Installation(Layout(args.data), database)
        start_django(found)
        bring_up_to_date(found, parts, progress or Progress())
        yield found


def start_django(found: Installation) -> None:
    """Set the environment and load Django, connected as the serving role."""
    os.environ.update(found.serving(), ANJU_OWNER_URL=found.database.owner_url)
    os.environ.pop("ANJU_POOL", None)
    import django

    django.setup()
