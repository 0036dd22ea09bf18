"""Django's name for this domain."""

from django.apps import AppConfig


class FieldworkConfig(AppConfig):
    name = "anju.domains.fieldwork"
    label = "fieldwork"

    def ready(self) -> None:
        """Enter what may name persons."""
        from anju.domains.fieldwork import references  # noqa: F401 - registers its columns
