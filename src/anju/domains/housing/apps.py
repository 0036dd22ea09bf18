"""Django's name for this domain."""

from django.apps import AppConfig


class HousingConfig(AppConfig):
    name = "anju.domains.housing"
    label = "housing"

    def ready(self) -> None:
        """Read the law."""
        from anju.domains.housing.standards import queries  # noqa: F401 - reads a section of the law
