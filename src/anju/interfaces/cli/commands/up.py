"""Run Anju: database, web server, worker."""

from __future__ import annotations

import argparse
import http.client
import importlib.util
import json
import os
import socket
import sys
import time

from anju.foundation.cluster import ClusterError, Layout
from anju.interfaces.cli import addresses, fonts
from anju.interfaces.cli.addresses import Addresses
from anju.interfaces.cli.commands.demo import sign_in_table
from anju.interfaces.cli.installation import REGISTER, Installation, installation
from anju.interfaces.cli.only_one import down_command, the_only_up
from anju.interfaces.cli.progress import Progress
from anju.interfaces.cli.supervisor import Child, Supervisor, clear_leftovers

NAME = "up"
HELP = "set up what is missing and run Anju here; Ctrl-C stops it"
PATIENCE = 60.0
"""Seconds the web server may take until it answers."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Where to serve, and whether with the demo town."""
    addresses.configure(parser)
    parser.add_argument(
        "--workers", type=int, default=2, help="web server processes (default: %(default)s)"
    )
    parser.add_argument("--empty", action="store_true", help="load no demo town")


def run(args: argparse.Namespace) -> int:
    """Bring everything up, then watch it."""
    layout, chosen = Layout(args.data), addresses.of(args)
    if not args.empty:
        addresses.refuse_demo(chosen)
    os.environ["ANJU_PUBLIC_URL"] = chosen.public_url
    begun = time.monotonic()
    with the_only_up(layout, f"{chosen.public_url}/"):
        clear_leftovers(layout)
        check_port(chosen.host, chosen.port)
        parts = (*REGISTER, "web") if args.empty else (*REGISTER, "demo", "web")
        with installation(args, parts=parts, progress=Progress()) as found:
            if found.demo_sign_ins.exists():
                addresses.refuse_demo(chosen)
            supervisor = Supervisor(layout, found.database.server, children(args, chosen, found))
            supervisor.catch_signals()
            try:
                supervisor.start()
                wait_until_serving(chosen, supervisor, layout)
                if not supervisor.stopping:
                    announce(found, f"{chosen.public_url}/", time.monotonic() - begun)
                supervisor.watch()
            finally:
                print("\n  stopping …", file=sys.stderr)
                supervisor.stop()
    print("  stopped", file=sys.stderr)
    return 0


def check_port(host: str, port: int) -> None:
    """Refuse early when another program has the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as err:
            raise ClusterError(
                f"Port {port} on {host} cannot be used ({err.strerror}). Another program has it; "
                "choose one with --port."
            ) from err


def children(args: argparse.Namespace, chosen: Addresses, found: Installation) -> list[Child]:
    """The web server, and the worker when this version has one. Neither is given the owner's password."""
    environment = {
        **found.serving(),
        **chosen.environment(),
        "ANJU_POOL": "1",
        "ANJU_OWNER_URL": "",
        "ANJU_DEMO": "1" if found.demo_sign_ins.exists() else "",
        "ANJU_SLOW_QUERY_MS": os.environ.get("ANJU_SLOW_QUERY_MS", "500"),
    }
    web = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        chosen.host,
        "--port",
        str(chosen.port),
        "--workers",
        str(args.workers),
        "--respawn-failed-workers",
        "--respawn-interval",
        "0.5",
        "--workers-kill-timeout",
        "10",
        "--no-ws",
        "--blocking-threads",
        "40",
        "anju.config.wsgi:application",
    ]
    wanted = [
        Child("the web server", web, {**environment, **patience()}, found.layout.logs / "web.log")
    ]
    if importlib.util.find_spec("anju.interfaces.jobs.worker") is not None:
        work = [
            sys.executable,
            "-m",
            "anju.interfaces.cli",
            "worker",
            "--under-up",
            "--data",
            str(args.data),
        ]
        wanted.append(
            Child("the worker", work, environment, found.layout.logs / "worker.log", patience=30)
        )
    return wanted


def patience() -> dict[str, str]:
    """What holds for the web server alone. A page works on frames of a few rows: handing those to several threads costs
    more than it saves. Whoever waits for a page waits half a minute for a statement, and seconds for a connection."""
    return {
        "POLARS_MAX_THREADS": "1",
        "ANJU_DEADLINE": os.environ.get("ANJU_DEADLINE", "30"),
        "PGCONNECT_TIMEOUT": "5",
    }


def wait_until_serving(chosen: Addresses, supervisor: Supervisor, layout: Layout) -> None:
    """Until the web server answers anything; `ClusterError` with its last words when it does not."""
    end = time.monotonic() + PATIENCE
    while not supervisor.stopping:
        supervisor.look()
        if answers(chosen.local, chosen.port):
            return
        if time.monotonic() > end:
            log = layout.logs / "web.log"
            raise ClusterError(
                f"The web server does not answer. Its last words (in {log}):\n"
                + log.read_text(errors="replace")[-1500:]
            )
        time.sleep(0.1)


def answers(host: str, port: int) -> bool:
    """True when something there speaks HTTP."""
    connection = http.client.HTTPConnection(host, port, timeout=20)
    try:
        connection.request("GET", "/", headers={"Host": f"localhost:{port}"})
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def anybody_on_staff() -> bool:
    """True when there is an account of staff."""
    from anju.domains.access import api as access
    from anju.foundation.actor import system
    from anju.foundation.db.scope import acting

    actor = system("cli")
    with acting(actor):
        return access.users(actor, kind="staff", size=1).total > 0


def announce(found: Installation, address: str, seconds: float) -> None:
    """The address, and in a demo who may sign in."""
    print(f"\n  安居 Anju is ready after {seconds:.1f} s: {address}\n")
    if found.demo_sign_ins.exists():
        print("  Demo sign-ins:")
        print(sign_in_table(json.loads(found.demo_sign_ins.read_text("utf-8"))), end="\n\n")
    elif not anybody_on_staff():
        print(
            f"  Nobody can sign in yet. Make the first administrator, in another terminal:\n\n"
            f"    ./anju admin NAME --data {found.layout.data}\n"
        )
    print(f"  Data in {found.layout.data}; keep a copy of {found.layout.keyring} in a safe place.")
    print(f"  Process {os.getpid()}; stop with Ctrl-C or {down_command(found.layout)}.", flush=True)
    if lacking := fonts.lacking():
        print(f"\n  {fonts.sentence(lacking)}\n  {fonts.HOW}", flush=True)
