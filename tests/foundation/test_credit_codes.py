from __future__ import annotations

import pytest

from anju.foundation.credit_codes import credit_code_fault


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("91110000600037341L", None),
        ("91350100M000100Y43", None),
        ("91110000600037342L", "uscc_checksum"),
        ("9111000060003734", "uscc_length"),
        ("91110000600037341I", "uscc_characters"),
        ("", "uscc_missing"),
    ],
)
def test_a_credit_code_is_checked(code, problem):
    assert credit_code_fault(code) == problem
