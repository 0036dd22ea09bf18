"""When something was done, by a clock that may be wrong."""

from __future__ import annotations

from datetime import datetime, timedelta

LONGEST = timedelta(days=90)
"""A device that was away for longer is not believed how long ago it was."""


def done_at(*, device: int, sent: int, at: datetime) -> datetime:
    """The moment of an operation by the server's clock: as long before it came as the device's own clock says.

    `device` and `sent`: milliseconds of the device's clock when it was done and when it was sent. A clock
    that was put back in between, or by which it lies too far back, tells nothing: then it is `at`.
    """
    ago = sent - device
    if not 0 <= ago <= LONGEST / timedelta(milliseconds=1):
        return at
    return at - timedelta(milliseconds=ago)


def clock_of(device: int) -> datetime | None:
    """The device's own reading, as it is kept beside; None for one that no calendar holds."""
    try:
        return datetime.fromtimestamp(device / 1000).astimezone()
    except (ValueError, OverflowError, OSError):
        return None
