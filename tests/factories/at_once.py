"""Calls that happen at the same moment, for real."""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.db import connection


def at_once(*calls: Callable[[], object]) -> list[object]:
    """Run the calls on threads and connections of their own, started together; what each gave or
    raised, in their order."""
    out: list[object] = [AssertionError("no answer")] * len(calls)
    gate = threading.Barrier(len(calls))
    here = (
        connection.settings_dict
    )  # of the module's own database, which other threads do not know by themselves

    def run(n: int, call: Callable[[], object]) -> None:
        connection.settings_dict = here
        try:
            gate.wait(120)
            out[n] = call()
        except Exception as error:
            out[n] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n, c)) for n, c in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    return out
