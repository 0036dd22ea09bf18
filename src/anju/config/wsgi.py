"""The WSGI application that Granian serves."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anju.config.settings")
application = get_wsgi_application()

if "ANJU_POOL" in os.environ:  # a process that serves
    from anju.foundation.progress.clock import watch

    watch()
