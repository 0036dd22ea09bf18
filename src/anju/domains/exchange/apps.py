"""Django's name for this domain."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "anju.domains.exchange"
    label = "exchange"

    def ready(self) -> None:
        """Listen to the news from below; enter what may name persons."""
        from anju.domains.exchange import (
            handlers,  # noqa: F401 - registers its listeners
            references,  # noqa: F401 - registers its columns
        )
