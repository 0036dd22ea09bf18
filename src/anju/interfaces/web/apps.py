"""Django's name for the web interface (templates, static files)."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The web interface."""

    name = "anju.interfaces.web"
    label = "web"

    def ready(self) -> None:
        """Listen to sign-ins; name where the lists that leave as a file stand."""
        from anju.interfaces.exports.registry import lists_in
        from anju.interfaces.web.account import signals  # noqa: F401

        lists_in("anju.interfaces.web.exports.lists")
