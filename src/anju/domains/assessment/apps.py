"""Django's name for this domain."""

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "anju.domains.assessment"
    label = "assessment"
