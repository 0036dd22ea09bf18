"""The text format of Prometheus, version 0.0.4: https://prometheus.io/docs/instrumenting/exposition_formats/"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
Sample = tuple[str, Mapping[str, object], float]
"""Suffix of the name ("" or "_bucket" …), labels, value."""


def family(name: str, kind: str, meaning: str, samples: Iterable[Sample]) -> str:
    """One metric with all its samples. `kind`: counter, gauge or histogram."""
    lines = [f"# HELP {name} {_plain(meaning)}", f"# TYPE {name} {kind}"]
    lines += [
        f"{name}{suffix}{_labels(labels)} {_number(value)}" for suffix, labels, value in samples
    ]
    return "\n".join(lines) + "\n"


def _labels(labels: Mapping[str, object]) -> str:
    if not labels:
        return ""
    return "{" + ",".join(f'{key}="{_quoted(str(value))}"' for key, value in labels.items()) + "}"


def _quoted(text: str) -> str:
    return _plain(text).replace('"', '\\"')


def _plain(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n")


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(float(value))
