"""Django's name for this domain."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "anju.domains.people"
    label = "people"

    def ready(self) -> None:
        """Enter what hangs on a person in the registry that merges follow."""
        from anju.domains.people.operations import merging  # noqa: F401 - registers its columns
