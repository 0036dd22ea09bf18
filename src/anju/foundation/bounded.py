"""Limits of a process that takes a file apart: whatever the file makes a library ask for, only that
process dies of it."""

from __future__ import annotations

import resource


def bound(*, memory: int, seconds: int) -> None:
    """From here on this process has so many bytes of address space and seconds of the processor, and leaves no core."""
    for kind, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, seconds),
    ):
        _, bound_before = resource.getrlimit(kind)
        allowed = most if bound_before == resource.RLIM_INFINITY else min(most, bound_before)
        resource.setrlimit(kind, (allowed, allowed))
