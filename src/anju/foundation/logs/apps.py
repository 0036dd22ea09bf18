"""Django's name for this part."""

from django.apps import AppConfig


class LogsConfig(AppConfig):
    """Logs."""

    name = "anju.foundation.logs"
    label = "logs"

    def ready(self) -> None:
        """Time the statements of every connection from now on."""
        from django.db.backends.signals import connection_created

        from anju.foundation.logs.slow import watch

        connection_created.connect(watch, dispatch_uid="anju slow queries")
