"""``./anju token``: issue a bearer token for the REST API."""

from __future__ import annotations

import argparse

from anju.foundation.errors import AnjuError, NotFound, Refused
from anju.interfaces.cli.installation import installation
from anju.interfaces.cli.output import refuse, show

NAME = "token"
HELP = "issue a bearer token for the REST API; it is shown once"


def configure(parser: argparse.ArgumentParser) -> None:
    """For whom, for what, how long."""
    parser.add_argument(
        "--user", required=True, metavar="NAME", help="the account it acts as, by user name"
    )
    parser.add_argument(
        "--purpose",
        default="register",
        metavar="CODE",
        help="the purpose it will state, checked against the account's grants (default: %(default)s)",
    )
    parser.add_argument(
        "--name", default="", help="what the token is called in lists (default: the purpose)"
    )
    parser.add_argument(
        "--days", type=int, default=90, help="how long it is good (default: %(default)s)"
    )
    parser.add_argument(
        "--scope",
        action="append",
        default=[],
        metavar="PERMISSION",
        help="narrow it to this permission; may be repeated",
    )
    parser.add_argument("--json", action="store_true", help="report as JSON")


def run(args: argparse.Namespace) -> int:
    """0: issued. 1: not, and why."""
    with installation(args):
        try:
            report = _issue(args)
        except AnjuError as error:
            return refuse(error, as_json=args.json)
    if args.json:
        show(report)
    else:
        print(report["token"])
    return 0


def _issue(args: argparse.Namespace) -> dict[str, object]:
    from anju.domains.access import api as access
    from anju.foundation.actor import system
    from anju.foundation.clock import now
    from anju.foundation.db.scope import acting

    actor, at = system("cli"), now()
    with acting(actor):
        user = next(
            (u for u in access.users(actor, q=args.user).users if u.username == args.user.lower()),
            None,
        )
        if user is None:
            raise NotFound("user_unknown")
        its = access.actor_for(user.id, at=at, purpose=args.purpose)
        if all(args.purpose not in grant.purposes for grant in its.grants):
            raise Refused("purpose_unknown")
        issued = access.issue_token(
            actor,
            user_id=user.id,
            name=args.name or args.purpose,
            days=args.days,
            scopes=args.scope,
            at=at,
        )
    return {
        "token": issued.secret,
        "user": user.username,
        "purpose": args.purpose,
        "id": issued.token.id,
        "expires_at": issued.token.expires_at,
    }
