"""Static files: the few front-end files we take from npm, and names that change with their content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

VENDOR = "vendor"
"""Prefix under ``STATIC_URL`` of third-party files."""

FILES = {
    "tabler.css": "@tabler/core/dist/css/tabler.min.css",
    "htmx.js": "htmx.org/dist/htmx.min.js",
    "echarts.js": "echarts/dist/echarts.min.js",
    "jsqr.js": "jsqr/dist/jsQR.js",
    "leaflet.js": "leaflet/dist/leaflet.js",
    "leaflet.css": "leaflet/dist/leaflet.css",
    "images/layers.png": "leaflet/dist/images/layers.png",
    "images/layers-2x.png": "leaflet/dist/images/layers-2x.png",
    "images/marker-icon.png": "leaflet/dist/images/marker-icon.png",
}
"""Name under ``vendor/`` → path under ``NODE_MODULES``. Nothing else of npm is ever served."""


class _Packages(FileSystemStorage):
    """Reads `FILES` from the npm folder by their short names."""

    prefix = VENDOR

    def path(self, name: str) -> str:
        return super().path(FILES.get(name, name))


class NodeFinder(BaseFinder):
    """Finds ``vendor/<name>`` in the npm packages, without copying or scanning them."""

    storage = _Packages(location=settings.NODE_MODULES)

    def find(  # type: ignore[override]  # the stubs split by the literal of find_all
        self, path: str, find_all: bool = False, **_: object
    ) -> str | list[str]:
        """The file behind ``vendor/<name>``, or an empty list (Django's way of saying none)."""
        prefix, _sep, name = path.partition("/")
        if prefix != VENDOR or name not in FILES:
            return []
        found = self.storage.path(name)
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        """All of `FILES`, for ``collectstatic``."""
        for name in FILES:
            yield name, self.storage


class HashedStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise is not typed
    """Names carry a hash of the content, so browsers may keep them for ever.

    Before ``collectstatic`` has run (development, tests) plain names are used instead.
    """

    support_js_module_import_aggregation = True
    # Source maps are not shipped, so their comments must not be followed.
    patterns = tuple(
        (ending, tuple(rule for rule in rules if "sourceMappingURL" not in str(rule)))
        for ending, rules in CompressedManifestStaticFilesStorage.patterns
    )

    def stored_name(self, name: str) -> str:
        """The hashed name when a manifest exists, else the name itself."""
        return super().stored_name(name) if self.hashed_files else name
