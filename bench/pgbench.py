"""The same rows without any Django: pgbench running, as one transaction, plain INSERTs of the rows a
newcomer's check-in writes; where there is no pgbench program, an equal loop of psycopg threads, named as such.

What is written is removed again: the ids are above all that the register gives out.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from bench.harness import clients

FIRST = 4_000_000_000_000
_SCRIPT = r"""
\set n random(1, 1000000000000)
BEGIN;
INSERT INTO register_batch (source, key, channel, label, form, region, party, by_label, file_name, sheet, state, counts,
  made_homes, leaving, created_at) VALUES ('pgbench', :n::text, 'bench', '', '', '', '', '', '', '',
  'applied', '{}', '[]',
  '[]', now());
INSERT INTO people_person (id, name, sex, nationality, origin, hukou_text, pinyin, initials, other_reading, education,
  marital, recorded_at) OVERRIDING SYSTEM VALUE VALUES (FIRST + :n, '张建国', '1', 'CHN', '', '',
  '', '', '', '', '', now());
INSERT INTO people_document (person_id, kind, issuer, number_cipher, number_index, tail6, live, recorded_at)
  VALUES (FIRST + :n, '111', 'CHN', BLOB, BLOB, BLOB, true, now());
INSERT INTO people_contact (person_id, kind, value_cipher, value_index, tail4, live, recorded_at)
  VALUES (FIRST + :n, 'phone', BLOB, BLOB, BLOB, true, now());
INSERT INTO register_declaration (id, batch_id, source, key, row, kind, status, reason, region, party, said_at,
  payload_cipher) OVERRIDING SYSTEM VALUE SELECT FIRST + :n, max(id), 'pgbench', :n::text, 1,
  'arrive', 'applied', '', '',
  '', now(), BLOB FROM register_batch WHERE source = 'pgbench' AND key = :n::text;
INSERT INTO register_stay (line, person_id, home_id, region, party, period, habitual, reason, police_reason, dwelling,
  declaration_id, channel, recorded_at) VALUES (0, FIRST + :n, HOME, 'REGION', '', '[2026-11-01,)',
  true, '01', '', '02',
  FIRST + :n, 'bench', now());
INSERT INTO people_scope (person_id, scope, current) VALUES (FIRST + :n, 'REGION', true);
INSERT INTO people_finding (person_id, region, slot, current, name, rest, pinyin, initials, doc_tail6,
  phone_tail) VALUES (FIRST + :n, 'REGION', 0, true, '张建国', '建国', 'zhangjianguo', 'zjg', BLOB, BLOB);
INSERT INTO audit_entry (at, kind, actor_label, role, action, subject_kind, subject_id, person_id, fields, purpose,
  channel, request_id, detail) VALUES (now(), 'write', 'bench', '', 'bench', 'declaration', '1', FIRST + :n, '{}', '',
  'bench', '', '{}');
INSERT INTO events_event (at, name, payload, xid) VALUES (now(), 'bench', '{}', 0);
COMMIT;
"""
_TABLES = ("people_finding", "people_scope", "people_contact", "people_document", "register_stay")


def rate(found: Any, *, seconds: float, count: int) -> dict[str, Any]:
    """Transactions a second: `program`, `per_second`."""
    import psycopg

    url = found.database.owner_url
    with psycopg.connect(url) as owner:
        row = owner.execute("SELECT id, region FROM places_home ORDER BY id LIMIT 1").fetchone()
    assert row is not None
    script = (
        _SCRIPT.replace("FIRST", str(FIRST))
        .replace("HOME", str(row[0]))
        .replace("REGION", row[1])
        .replace("BLOB", "decode(md5(:n::text), 'hex')")
    )
    try:
        program = shutil.which("pgbench")
        done = (
            _by_program(program, url, script, seconds, count)
            if program
            else _by_threads(url, script, seconds, count)
        )
    finally:
        _removed(url)
    return done


def _by_program(program: str, url: str, script: str, seconds: float, count: int) -> dict[str, Any]:
    from psycopg.conninfo import conninfo_to_dict

    parts = conninfo_to_dict(url)
    environment = {
        **os.environ,
        "PGPASSWORD": str(parts.get("password", "")),
        "PGHOST": str(parts.get("host", "")),
        "PGPORT": str(parts.get("port", "5432")),
        "PGUSER": str(parts.get("user", "")),
        "PGDATABASE": str(parts["dbname"]),
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "check-in.sql"
        path.write_text(script, "utf-8")
        done = subprocess.run(
            [
                program,
                "-n",
                "-M",
                "prepared",
                "-f",
                str(path),
                "-c",
                str(count),
                "-j",
                "2",
                "-T",
                str(max(1, round(seconds))),
            ],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    told = re.search(r"^tps = ([0-9.]+)", done.stdout, re.MULTILINE)
    if not told:
        raise RuntimeError(f"pgbench: {done.stderr[-500:]}")
    return {"program": "pgbench", "per_second": round(float(told[1]), 1)}


def _by_threads(url: str, script: str, seconds: float, count: int) -> dict[str, Any]:
    import random

    import psycopg

    body = (
        script.split("BEGIN;")[1]
        .split("COMMIT;")[0]
        .replace(":n::text", "%(n)s::bigint::text")
        .replace(":n", "%(n)s")
    )

    def work(_: int) -> Any:
        connection, chance = psycopg.connect(url, autocommit=True), random.SystemRandom()

        def insert(_turn: int) -> None:
            values = {"n": chance.randrange(10**12)}
            with connection.transaction(), connection.pipeline():
                for one in filter(str.strip, body.split(";")):
                    connection.execute(one, values)

        return insert

    taken, lasted = clients(count, seconds, work)
    return {
        "program": "psycopg loop (no pgbench program found)",
        "per_second": round(len(taken) / lasted, 1),
    }


def _removed(url: str) -> None:
    """Everything but the lines of the trail, which nobody removes."""
    import psycopg

    with psycopg.connect(url) as owner:
        for table in _TABLES:
            owner.execute(f"DELETE FROM {table} WHERE person_id > %s", [FIRST])
        owner.execute("DELETE FROM register_declaration WHERE id > %s", [FIRST])
        owner.execute("DELETE FROM register_batch WHERE source = 'pgbench'")
        owner.execute("DELETE FROM people_person WHERE id > %s", [FIRST])
        owner.execute("DELETE FROM events_event WHERE name = 'bench'")
