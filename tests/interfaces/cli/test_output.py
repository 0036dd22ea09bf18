"""What commands print: moments in the time of the installation, with its zone, never in UTC."""

import ast
import json
from datetime import UTC, datetime
from pathlib import Path

from anju.foundation.clock import local_text
from anju.interfaces import cli
from anju.interfaces.cli.output import show

AT = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)


def test_a_moment_reads_as_on_the_wall_with_its_zone(capsys):
    assert local_text(AT) == "2026-11-21 02:30 +08:00"
    show({"at": AT, "list": [{"created_at": AT}]})
    assert json.loads(capsys.readouterr().out) == {
        "at": "2026-11-21T02:30:00+08:00",
        "list": [{"created_at": "2026-11-21T02:30:00+08:00"}],
    }


def test_no_command_writes_the_hour_of_a_moment_by_itself():
    found = [
        (file.name, spec.value)
        for file in Path(cli.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.FormattedValue) and node.format_spec
        for spec in ast.walk(node.format_spec)
        if isinstance(spec, ast.Constant) and "%H" in str(spec.value)
    ]
    assert found == []
