"""Django's name for this domain."""

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "anju.domains.assessment"
    label = "assessment"

    def ready(self) -> None:
        """Listen to the news from below; enter what names persons."""
        from anju.domains.assessment import (
            handlers,  # noqa: F401 - registers its listener
            references,  # noqa: F401 - registers its columns
        )
