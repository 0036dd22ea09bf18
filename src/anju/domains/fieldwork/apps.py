"""Django's name for this domain."""

from django.apps import AppConfig


class FieldworkConfig(AppConfig):
    name = "anju.domains.fieldwork"
    label = "fieldwork"

    def ready(self) -> None:
        """Listen to the news from below; enter what may name persons."""
        from anju.domains.fieldwork import (
            handlers,  # noqa: F401 - registers its listeners
            references,  # noqa: F401 - registers its columns
        )
