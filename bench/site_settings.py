"""Anju's settings with the benchmark's addresses; for the bare endpoint without any middleware."""

import os

from anju.config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.site"
if os.environ.get("BENCH_BARE"):
    MIDDLEWARE = [
        "allauth.account.middleware.AccountMiddleware"
    ]  # the one that an installed app insists on
if os.environ.get("BENCH_UNGROUPED"):
    GROUP_COMMIT = False
