"""Django's name for this domain."""

from django.apps import AppConfig


class HousingConfig(AppConfig):
    name = "anju.domains.housing"
    label = "housing"

    def ready(self) -> None:
        """Read the law; take files of vacancies in; hear of move-ins."""
        from anju.domains.housing import (
            handlers,  # noqa: F401 - listens to the register
            references,  # noqa: F401 - registers columns that name persons
        )
        from anju.domains.housing.listings.operations import taking_files
        from anju.domains.housing.premises.queries import inspections  # noqa: F401 - reads sections of the law
        from anju.domains.housing.rentals.queries import rentals  # noqa: F401 - reads a section of the law
        from anju.domains.housing.standards import queries  # noqa: F401 - reads a section of the law
        from anju.domains.register import api as register

        register.handle_file_form(taking_files.FORM, taking_files.VacancyFiles())
