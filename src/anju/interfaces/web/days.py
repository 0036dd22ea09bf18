"""The field in which a day is chosen."""

from __future__ import annotations

from typing import Any

from django import forms


class DayInput(forms.DateInput):
    """A browser's own field for a day. It reads and shows ISO 8601 alone, whatever the language of the page: a day in
    another form is dropped by the browser without a word, and sent back empty."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")
