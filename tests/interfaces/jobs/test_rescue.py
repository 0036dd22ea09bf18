"""Jobs whose worker died: begun again, but not for ever."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from types import SimpleNamespace

from procrastinate.jobs import Status

from anju.interfaces.jobs import worker


@dataclass
class Queue:
    """A queue whose only job has lost its worker so many times before."""

    attempts: int
    did: list[object] = field(default_factory=list)

    async def get_stalled_jobs(self, **_: object) -> list[object]:
        return [SimpleNamespace(id=1, task_name="import.apply", attempts=self.attempts)]

    async def retry_job(self, job: object, **_: object) -> None:
        self.did.append("again")

    async def finish_job(self, job: object, status: Status, *, delete_job: bool) -> None:
        self.did.append((status, delete_job))


def rescued(attempts: int) -> list[object]:
    queue = Queue(attempts)

    async def once() -> None:
        stopped = asyncio.Event()
        task = asyncio.create_task(worker._rescue(SimpleNamespace(job_manager=queue), stopped))
        await asyncio.sleep(0)
        stopped.set()
        await task

    with ThreadPoolExecutor(1) as apart:  # this thread may hold the browser's event loop
        apart.submit(asyncio.run, once()).result()
    return queue.did


def test_a_job_that_ends_its_workers_is_begun_again_twice_and_then_failed():
    assert [rescued(attempts) for attempts in range(4)] == [
        ["again"],
        ["again"],
        [(Status.FAILED, False)],
        [(Status.FAILED, False)],
    ]
