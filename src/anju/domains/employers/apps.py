"""Django's name for this domain."""

from django.apps import AppConfig


class EmployersConfig(AppConfig):
    name = "anju.domains.employers"
    label = "employers"

    def ready(self) -> None:
        """Answer where an employer has its seat."""
        from anju.domains.access.api import areas_from
        from anju.domains.employers.filing.queries import areas_of_party

        areas_from("employers", areas_of_party)
