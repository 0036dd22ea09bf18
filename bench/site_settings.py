"""Anju's settings with the benchmark's addresses; for the bare endpoint without any middleware."""

import os

from anju.config.settings import *  # noqa: F403
from anju.config.settings import INSTALLED_APPS as ALL

ROOT_URLCONF = "bench.site"
if os.environ.get("BENCH_BARE"):
    MIDDLEWARE: list[str] = []
    INSTALLED_APPS = [app for app in ALL if not app.startswith("allauth")]
