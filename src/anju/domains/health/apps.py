"""Django's name for this domain."""

from django.apps import AppConfig


class HealthConfig(AppConfig):
    name = "anju.domains.health"
    label = "health"

    def ready(self) -> None:
        """Enter what names persons."""
        from anju.domains.health import references  # noqa: F401 - registers columns that name persons
