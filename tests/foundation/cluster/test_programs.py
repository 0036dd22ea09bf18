"""The embedded PostgreSQL's programs, where they are and where they must be copied to."""

from __future__ import annotations

import subprocess

from anju.foundation.cluster import programs
from anju.foundation.cluster.account import Account


def test_programs_behind_a_closed_door_are_copied_with_the_libraries_they_need(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(programs, "MACHINE_STORE", tmp_path)
    monkeypatch.setattr(programs, "reachable", lambda path, account: False)
    account: Account | None = None  # nobody reaches anything here
    found = programs.programs(account)
    assert tmp_path in found.postgres.parents
    for program in (found.initdb, found.postgres):
        said = subprocess.run(
            [program, "--version"], capture_output=True, text=True, check=True
        ).stdout
        assert programs.version().startswith(said.split()[-1])
    again = programs.programs(account)
    assert again == found
    assert [p.name for p in tmp_path.iterdir()] == [f"postgresql-{programs.version()}"]
