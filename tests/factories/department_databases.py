"""A department's database on either server: its table of pupils, changed by the department, and the connection file."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import yaml
from bench.mapping import number
from psycopg.conninfo import conninfo_to_dict

from tests.factories.mariadb import PASSWORD, READER

COLUMNS = ("XM", "SFZH", "XXMC", "XD", "NJ", "RXRQ", "XJZT")
TYPES = {
    "postgresql": '"XM" text, "SFZH" char(18), "XXMC" text, "XD" int, "NJ" text, "RXRQ" date,'
    ' "XJZT" text, "MM" text, gxsj timestamp, xh bigint',
    "mariadb": "`XM` varchar(60), `SFZH` varchar(18), `XXMC` varchar(60), `XD` int, `NJ` varchar(20), `RXRQ` date,"
    " `XJZT` varchar(2), `MM` varchar(60), gxsj datetime(6), xh bigint",
}


@dataclass
class Department:
    """`owner`: the department's own connection, which commits by itself. `file`: what the operator writes down."""

    kind: str
    owner: Any
    file: dict[str, Any]
    schema: str = "dept"

    def run(self, statement: str, *values: object) -> Any:
        """A statement of the department; `{t}` is its table."""
        text = statement.replace("{t}", f"{self.schema}.pupils")
        if self.kind == "mariadb":
            text = re.sub(r'"(\w+)"', r"`\1`", text)
        with self.owner.cursor() as cur:
            cur.execute(text, values or None)
            return cur.fetchall() if cur.description else None

    def empty(self) -> None:
        """A table without rows."""
        self.run("DROP VIEW IF EXISTS dept.seen")
        self.run("DROP TABLE IF EXISTS {t}")
        self.run(f"CREATE TABLE {{t}} ({TYPES[self.kind]})")

    def enter(self, first: int, last: int, *, grade="一年级", at="2026-11-01 08:00:00") -> None:
        """Pupils by number, each a second after the one before."""
        moment = {
            "postgresql": "%s::timestamp + %s * interval '1 second'",
            "mariadb": "%s + INTERVAL %s SECOND",
        }[self.kind]
        values = [
            (
                f"测试{chr(0x4E00 + n)}",
                number(n),
                "一小",
                grade,
                "2026-09-01",
                "01",
                "secret",
                at,
                n,
                n,
            )
            for n in range(first, last)
        ]
        statement = (
            f"INSERT INTO {self.schema}.pupils VALUES (%s, %s, %s, 2, %s, %s, %s, %s, {moment}, %s)"
        )
        with self.owner.cursor() as cur:
            cur.executemany(statement, values)

    def laid(self, folder: Path, **more: Any) -> None:
        """The connection file `bureau`, which its owner alone may read."""
        write(folder, "bureau", {**self.file, **more})


def write(folder: Path, name: str, stored: dict[str, Any]) -> None:
    """A connection file."""
    path = folder / f"{name}.yaml"
    path.write_text(yaml.safe_dump(stored, allow_unicode=True), "utf-8")
    path.chmod(0o600)


def on_postgresql() -> Department:
    """On the tests' own server, in a schema of its own."""
    url = os.environ["ANJU_OWNER_URL"]
    owner = psycopg.connect(url, autocommit=True)
    given = conninfo_to_dict(url)
    owner.execute("CREATE SCHEMA IF NOT EXISTS dept")
    file = {
        "kind": "postgresql",
        "host": given["host"],
        "port": int(given.get("port") or 5432),
        "database": given["dbname"],
        "user": given["user"],
        "password": given.get("password") or "none",
        "tls": "none",
    }
    return Department("postgresql", owner, file)


def on_mariadb(server: Any) -> Department:
    """On a server of the tests' own, over TLS."""
    file = {
        "kind": "mariadb",
        "host": "localhost",
        "port": server.port,
        "database": "dept",
        "user": READER,
        "password": PASSWORD,
        "ca": server.ca,
    }
    return Department("mariadb", server.administrator(), file)
