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
from anju.interfaces.cli.commands.demo import sign_in_table
from anju.interfaces.cli.installation import REGISTER, Installation, installation
from anju.interfaces.cli.only_one import the_only_up
from anju.interfaces.cli.progress import Progress
from anju.interfaces.cli.supervisor import Child, Supervisor, clear_leftovers

NAME = "up"
HELP = "set up what is missing and run Anju here; Ctrl-C stops it"
PATIENCE = 60.0
"""Seconds the web server may take until it answers."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Where to serve, and whether with the demo town."""
    parser.add_argument("--port", type=int, default=8420, help="port of the web server (default: %(default)s)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s, this machine "
                        "only; 0.0.0.0 for a network)")
    parser.add_argument("--name", action="append", default=[], metavar="HOST", help="a host name under which it is "
                        "reached, beside localhost and --host; may be repeated")
    parser.add_argument("--workers", type=int, default=2, help="web server processes (default: %(default)s)")
    parser.add_argument("--empty", action="store_true", help="load no demo town")


def run(args: argparse.Namespace) -> int:
    """Bring everything up, then watch it."""
    layout = Layout(args.data)
    address = f"http://{'localhost' if args.host in {'127.0.0.1', '0.0.0.0'} else args.host}:{args.port}/"  # noqa: S104
    begun = time.monotonic()
    with the_only_up(layout, address):
        clear_leftovers(layout)
        check_port(args.host, args.port)
        parts = (*REGISTER, "web") if args.empty else (*REGISTER, "demo", "web")
        with installation(args, parts=parts, progress=Progress()) as found:
            supervisor = Supervisor(layout, found.database.server, children(args, found))
            supervisor.catch_signals()
            try:
                supervisor.start()
                wait_until_serving(args, supervisor, layout)
                if not supervisor.stopping:
                    announce(found, address, time.monotonic() - begun)
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
            raise ClusterError(f"Port {port} on {host} cannot be used ({err.strerror}). Another program has it; "
                               "choose one with --port.") from err


def children(args: argparse.Namespace, found: Installation) -> list[Child]:
    """The web server, and the worker when this version has one. Neither is given the owner's password."""
    hosts = dict.fromkeys(["localhost", "127.0.0.1", "[::1]", args.host, *args.name])
    environment = {**found.serving(), "ANJU_POOL": "1", "ANJU_OWNER_URL": "",
                   "ANJU_HOSTS": "*" if args.host == "0.0.0.0" and not args.name else ",".join(hosts),  # noqa: S104
                   "ANJU_DEMO": "1" if found.demo_sign_ins.exists() else "",
                   "ANJU_SLOW_QUERY_MS": os.environ.get("ANJU_SLOW_QUERY_MS", "500")}
    web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", args.host, "--port", str(args.port),
           "--workers", str(args.workers), "--respawn-failed-workers", "--respawn-interval", "0.5",
           "--workers-kill-timeout", "10", "--no-ws", "--blocking-threads", "8",
           "anju.config.wsgi:application"]
    # A page works on frames of a few rows: handing those to several threads costs more than it saves.
    wanted = [Child("the web server", web, {**environment, "POLARS_MAX_THREADS": "1"}, found.layout.logs / "web.log")]
    if importlib.util.find_spec("anju.interfaces.jobs.worker") is not None:
        work = [sys.executable, "-m", "anju.interfaces.cli", "worker", "--under-up", "--data", str(args.data)]
        wanted.append(Child("the worker", work, environment, found.layout.logs / "worker.log", patience=30))
    return wanted


def wait_until_serving(args: argparse.Namespace, supervisor: Supervisor, layout: Layout) -> None:
    """Until the web server answers anything; `ClusterError` with its last words when it does not."""
    end = time.monotonic() + PATIENCE
    while not supervisor.stopping:
        supervisor.look()
        if answers("127.0.0.1" if args.host == "0.0.0.0" else args.host, args.port):  # noqa: S104
            return
        if time.monotonic() > end:
            log = layout.logs / "web.log"
            raise ClusterError(f"The web server does not answer. Its last words (in {log}):\n"
                               + log.read_text(errors="replace")[-1500:])
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


def announce(found: Installation, address: str, seconds: float) -> None:
    """The address, and in a demo who may sign in."""
    print(f"\n  安居 Anju is ready after {seconds:.1f} s: {address}\n")
    if found.demo_sign_ins.exists():
        print("  Demo sign-ins:")
        print(sign_in_table(json.loads(found.demo_sign_ins.read_text("utf-8"))), end="\n\n")
    print(f"  Data in {found.layout.data}; keep a copy of {found.layout.keyring} in a safe place.")
    print(f"  Process {os.getpid()}; stop with Ctrl-C or ./anju down.", flush=True)
