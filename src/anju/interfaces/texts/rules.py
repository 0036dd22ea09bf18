"""Where a local rule is written, in words. A source that a city entered itself is shown as the city wrote it."""

from __future__ import annotations


def source_text(source: str, language: str) -> str:
    """Where a rule is written, for the reader."""
    from anju.domains.register import api as register  # sentences are said before any installation

    return source if language.startswith("zh") else register.rule_source_words().get(source, source)
