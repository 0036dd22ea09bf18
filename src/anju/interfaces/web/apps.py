"""Django's name for the web interface (templates, static files)."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The web interface."""

    name = "anju.interfaces.web"
    label = "web"

    def ready(self) -> None:
        """Listen to sign-ins."""
        from anju.interfaces.web.account import signals  # noqa: F401
