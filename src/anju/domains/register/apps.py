"""Django's name for this domain."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "anju.domains.register"
    label = "register"

    def ready(self) -> None:
        """Listen to the own news (notices are sent after the fact is committed); enter what names
        persons; read the law."""
        from anju.domains.register import (
            handlers,  # noqa: F401 - registers its listeners
            references,  # noqa: F401 - registers its columns
        )
        from anju.domains.register.declarations.queries import rules  # noqa: F401 - reads a section of the law
