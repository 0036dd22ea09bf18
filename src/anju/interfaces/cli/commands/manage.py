"""Django's own commands, with the installation's database."""

from __future__ import annotations

import argparse

from anju.interfaces.cli.installation import installation

NAME = "manage"
HELP = "pass the rest on to Django, connected as the owner: ./anju manage shell"
PASSTHROUGH = True


def configure(parser: argparse.ArgumentParser) -> None:
    """Nothing of its own."""


def run(args: argparse.Namespace) -> int:
    """Run it as the owner of the tables, without set-up steps: this is how a broken set-up is looked into."""
    from django.core.management import execute_from_command_line

    with installation(args, parts=()) as found, found.as_owner():
        execute_from_command_line(["./anju manage", *args.rest])
    return 0
