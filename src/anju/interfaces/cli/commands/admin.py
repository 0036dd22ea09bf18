"""``./anju admin``: the first account of an installation."""

from __future__ import annotations

import argparse
import getpass
import sys

from anju.foundation.errors import AnjuError
from anju.interfaces.cli.installation import installation
from anju.interfaces.cli.output import language, refuse, show

NAME = "admin"
HELP = "make an administrator's account; asks for a password, and the first sign-in for a second factor"
ROLES = {
    "secadmin": "security administrator",
    "sysadmin": "system administrator",
    "auditor": "auditor",
}
"""The three that nobody holds together (`domains.access`); the first makes all other accounts."""


def configure(parser: argparse.ArgumentParser) -> None:
    """For whom, and which of the three."""
    parser.add_argument("name", metavar="NAME", help="the user name to sign in with")
    parser.add_argument(
        "--role",
        choices=list(ROLES),
        default="secadmin",
        help="which of the three administrators, who "
        "are different people (default: %(default)s, who makes all other accounts)",
    )
    parser.add_argument("--json", action="store_true", help="report as JSON")


def run(args: argparse.Namespace) -> int:
    """0: made. 1: not, and why."""
    with installation(args):
        try:
            made = _make(args)
        except AnjuError as error:
            return refuse(error, as_json=args.json)
    if args.json:
        show(made)
    else:
        print(
            f"{made['user']} may sign in as {ROLES[args.role]}. The first sign-in asks to set up a second "
            "factor (an authenticator app or a passkey); until then the account may do nothing."
        )
    return 0


def _make(args: argparse.Namespace) -> dict[str, object]:
    from django.utils.translation import override

    from anju.domains.access import api as access
    from anju.foundation.actor import system
    from anju.foundation.clock import now
    from anju.foundation.db.scope import acting

    actor = system("cli", channel="cli")
    password = _password()
    with override(language()), acting(actor):
        user = access.create_administrator(
            actor, username=args.name, password=password, role=args.role, at=now()
        )
    return {"user": user.username, "id": user.id, "role": args.role}


def _password() -> str:
    """Asked twice on a terminal without showing it; else the first line of standard input. It is never an argument,
    which everybody on the machine could read."""
    from anju.foundation.errors import Refused

    if not sys.stdin.isatty():
        given = sys.stdin.readline().rstrip("\r\n")
    else:
        given = getpass.getpass("Password: ")
        if getpass.getpass("Once more: ") != given:
            raise Refused("passwords_differ")
    if not given:
        raise Refused("password_missing")
    return given
