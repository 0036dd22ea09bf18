"""Stop what ``up`` runs."""

from __future__ import annotations

import argparse
import os
import signal

from anju.foundation.cluster import Layout, Lease, Server, processes
from anju.interfaces.cli.only_one import holder
from anju.interfaces.cli.second_city import layout_of
from anju.interfaces.cli.supervisor import OURS, clear_leftovers

NAME = "down"
HELP = "stop Anju on this data directory"


def configure(parser: argparse.ArgumentParser) -> None:
    """Nothing of its own."""


def run(args: argparse.Namespace) -> int:
    """Stop the supervisor, which stops the rest; or what a killed one left behind. The demo's second city first."""
    second = layout_of(args.data)
    if holder(second) is not None:
        print("The second city:", end=" ", flush=True)
        if stopped(second):
            return 1
    return stopped(Layout(args.data))


def stopped(layout: Layout) -> int:
    """Stop what runs on one data directory. 1: it does not end."""
    if not layout.run.exists():
        print(f"There is no installation in {layout.data}.")
        return 0
    if (other := holder(layout)) is not None:
        pid = int(other["pid"])
        os.kill(pid, signal.SIGTERM)
        if not processes.gone(pid, OURS, patience=180):
            print(f"Process {pid} does not end; look into {layout.logs}.")
            return 1
        print("Anju is stopped.")
        return 0
    ended = clear_leftovers(layout) + stop_orphan(layout)
    print(
        "Anju was not running; what was left of it is stopped."
        if ended
        else "Anju was not running."
    )
    return 0


def stop_orphan(layout: Layout) -> int:
    """Stop a database that nobody uses; returns 1 when there was one."""
    if not layout.known_pgdata().exists():
        return 0
    server, lease = Server(layout), Lease(layout)
    with lease.turn():
        if lease.take() and server.running() is not None:
            server.stop()
            return 1
    return 0
