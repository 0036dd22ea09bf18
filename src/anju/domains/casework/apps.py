"""Django's name for this domain."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "anju.domains.casework"
    label = "casework"

    def ready(self) -> None:
        """Read the law."""
        from anju.domains.casework.catalogue import queries  # noqa: F401 - reads two sections of the law
