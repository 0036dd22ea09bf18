"""Django's name for this domain."""

from django.apps import AppConfig


class PermitsConfig(AppConfig):
    name = "anju.domains.permits"
    label = "permits"

    def ready(self) -> None:
        """Listen to the news from below and to the own; enter what names persons; read the law."""
        from anju.domains.permits import (
            handlers,  # noqa: F401 - registers its listeners
            references,  # noqa: F401 - registers its columns
        )
        from anju.domains.permits.benefits import queries  # noqa: F401 - reads a section of the law
        from anju.domains.permits.eligibility.queries import law  # noqa: F401 - reads three
