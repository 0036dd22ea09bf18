"""The job queue, kept in PostgreSQL. A job put in inside a transaction exists only if that commits.

Tasks stand in ``interfaces.jobs.tasks`` under a name: ``@app.task(name="import.apply", queue="imports")``. Who puts a
job in (a page, the REST API) knows only the name, because those rooms do not know each other::

    from procrastinate.contrib.django import app
    app.configure_task("import.apply").defer(batch=7)
"""

from __future__ import annotations

import importlib
import pkgutil

from procrastinate import App, PsycopgConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params

from anju.interfaces.jobs import tasks

__all__ = ["app", "load_tasks", "worker_app"]


def load_tasks() -> None:
    """Import every module of tasks, so that the worker knows them by name."""
    for module in pkgutil.iter_modules(tasks.__path__):
        importlib.import_module(f"{tasks.__name__}.{module.name}")


def worker_app() -> App:
    """The same queue over connections that can listen. Jobs that put in jobs still do it on Django's connection."""
    parameters = connector_params() | {"connect_timeout": 5, "application_name": "anju jobs"}
    return app.with_connector(
        PsycopgConnector(
            kwargs=parameters, min_size=1, max_size=4, timeout=10, reconnect_timeout=10
        )
    )
