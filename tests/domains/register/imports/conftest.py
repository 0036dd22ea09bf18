"""Files of these tests are read in this process: hundreds of examples would start hundreds of processes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from anju.foundation.sheets import guarded, reader


@pytest.fixture(autouse=True, scope="package")
def in_this_process() -> Iterator[None]:
    """The same records as the guarded process sends, without the process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            reader,
            "records",
            lambda data, filename, sheet, *, piece: guarded.records_of(
                data, filename, sheet, piece
            ),
        )
        yield
