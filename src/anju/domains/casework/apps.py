"""Django's name for this domain."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "anju.domains.casework"
    label = "casework"

    def ready(self) -> None:
        """Listen to the own news; enter what names persons; read the law."""
        from anju.domains.casework import (
            handlers,  # noqa: F401 - registers its listeners
            references,  # noqa: F401 - registers columns that name persons
        )
        from anju.domains.casework.cases.queries import matters  # noqa: F401 - reads two sections of the law
        from anju.domains.casework.catalogue import queries  # noqa: F401 - reads two sections of the law
        from anju.domains.casework.enrolment.queries import law  # noqa: F401 - reads two sections of the law
        from anju.domains.casework.rescue.queries import law as rescue  # noqa: F401 - reads two sections of the law
