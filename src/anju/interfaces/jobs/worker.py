"""The worker process: jobs, events, seals, schedules, heartbeat. Start as many as wanted; each thing is done once.

Nothing it holds is lost when it is killed: a job it was at is taken up again once its heartbeat is half a minute old,
an event whose handler did not commit is delivered again, an unsealed line is sealed by the next sealer.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
from collections.abc import Callable

import psycopg
from procrastinate import App
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Status

from anju.foundation.clock import now
from anju.foundation.progress import clock

log = logging.getLogger(__name__)

CONCURRENCY = 2
GRACE = 20.0
"""Seconds a running job has to end when the worker is told to stop; then it is put back by the next worker."""

STALLED = 30.0
LIVES = 3
"""Workers a job may lose before it counts as failed: it may be what ends them."""
NICENESS = 5
"""Whoever waits for a page goes first."""
FIRST_WAIT, LONGEST_WAIT = 0.5, 15.0


def main() -> int:
    """Run until SIGTERM or SIGINT."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anju.config.settings")
    os.nice(NICENESS)
    import django

    django.setup()
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    from anju.interfaces.jobs.app import load_tasks, worker_app
    from anju.interfaces.jobs.parts import parts

    load_tasks()
    stop = threading.Event()
    threads = parts(stop)
    for thread in threads:
        thread.start()
    log.info("worker at work")
    try:
        asyncio.run(_until_stopped(worker_app))
    finally:
        stop.set()
        for thread in threads:
            thread.join(GRACE)
    log.info("worker stopped")
    return 0


async def _until_stopped(make_app: Callable[[], App]) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    wait = FIRST_WAIT
    while not stopped.is_set():
        while clock.fault() and not stopped.is_set():
            await _sleep(stopped, 1.0)
        begun = loop.time()
        try:
            await _work(make_app(), stopped)
        except (ConnectorException, psycopg.Error, OSError) as error:
            log.warning(
                "jobs: %s; again in %.1f s", str(error).strip() or type(error).__name__, wait
            )
        if loop.time() - begun > 60:
            wait = FIRST_WAIT
        if not stopped.is_set():
            await _sleep(stopped, wait)
            wait = min(wait * 2, LONGEST_WAIT)


async def _work(app: App, stopped: asyncio.Event) -> None:
    """Work at jobs until told to stop, or until the database goes away."""
    async with app.open_async():
        jobs = asyncio.create_task(
            app.run_worker_async(
                concurrency=CONCURRENCY,
                wait=True,
                install_signal_handlers=False,
                fetch_job_polling_interval=2.0,
                shutdown_graceful_timeout=GRACE,
                update_heartbeat_interval=5.0,
                stalled_worker_timeout=STALLED,
                delete_jobs="successful",
            )
        )
        rescue = asyncio.create_task(_rescue(app, stopped))
        word = asyncio.create_task(stopped.wait())
        astray = asyncio.create_task(_clock_astray(stopped))
        parts = {jobs, rescue, word, astray}
        await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
        for task in parts:
            task.cancel()
        for outcome in await asyncio.gather(*parts, return_exceptions=True):
            if isinstance(outcome, Exception):
                raise outcome


async def _clock_astray(stopped: asyncio.Event) -> None:
    """Return when no moment may be recorded: no job begins until the clock is right again."""
    while not clock.fault() and not stopped.is_set():
        await _sleep(stopped, 1.0)


async def _rescue(app: App, stopped: asyncio.Event) -> None:
    """Put jobs of dead workers back into the queue; one that has lost `LIVES` workers is taken for what killed them."""
    while not stopped.is_set():
        for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED):
            if job.attempts + 1 >= LIVES:
                log.error(
                    "job %s (%s) lost its worker %s times; it is not begun again",
                    job.id,
                    job.task_name,
                    LIVES,
                )
                await app.job_manager.finish_job(job, Status.FAILED, delete_job=False)
                continue
            log.warning("job %s (%s) lost its worker; it begins again", job.id, job.task_name)
            await app.job_manager.retry_job(job, retry_at=now())
        await _sleep(stopped, 10.0)


async def _sleep(stopped: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stopped.wait(), seconds)
    except TimeoutError:
        return


if __name__ == "__main__":
    raise SystemExit(main())
