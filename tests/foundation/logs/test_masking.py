"""No log line tells a number, a phone, a name, or what the database quotes."""

from __future__ import annotations

import io
import json
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.foundation.logs.lines import JsonLines, PlainLines, current_request
from anju.foundation.logs.masking import Masking, mask

NUMBER, OLD, PHONE = "43018119900307996X", "430181900307996", "13800138000"
SECRETS = (NUMBER, NUMBER[:17], OLD, PHONE, "张建国")


@pytest.fixture(params=[JsonLines, PlainLines])
def written(request):
    """A logger and what it wrote."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.addFilter(Masking())
    handler.setFormatter(request.param())
    log = logging.Logger("test")
    log.addHandler(handler)
    return log, out.getvalue


@pytest.mark.parametrize(
    "text",
    [
        NUMBER,
        NUMBER.lower(),
        OLD,
        PHONE,
        "138-0013-8000",
        "138 0013 8000",
        "+86 13800138000",
        "0731-83612345",
        "430181 19900307 996X",
        "１３８００１３８０００",
        "４３０１８１１９９００３０７９９６Ｘ",
        f"a{NUMBER}b",
        f"({PHONE})",
        "+86(138)0013-8000",
    ],
)
def test_a_number_is_masked_however_it_is_written(text):
    assert not any(c.isdigit() for c in mask(f"x {text} y").replace("[masked]", ""))


@given(st.integers(10**17, 10**18 - 1), st.text(), st.text())
def test_a_number_is_masked_wherever_it_stands(number, before, after):
    assert str(number) not in mask(f"{before}{number}{after}")


@pytest.mark.parametrize(
    "text", ["status 404 in 12.5 ms", "2026-11-21T23:10:21", "line 1234567 of 9999999"]
)
def test_ordinary_numbers_stay(text):
    assert mask(text) == text


def test_arguments_are_masked(written):
    log, said = written
    log.warning("who is %s (%s, %s), called %s?", NUMBER, OLD, PHONE, "张建国")
    assert not [s for s in SECRETS if s in said()]
    assert said().count("[masked]") == 4


def test_arguments_that_do_not_fit_are_left_out(written):
    log, said = written
    log.warning("too few %s %s", NUMBER)
    assert "too few" in said()
    assert NUMBER not in said()


def test_a_traceback_is_masked_with_all_its_causes(written):
    log, said = written
    try:
        try:
            raise ValueError(f"no such number: {NUMBER}")
        except ValueError as error:
            raise KeyError(f"{PHONE} of 张建国") from error
    except KeyError:
        log.exception("failed for %s", OLD)
    assert "ValueError" in said()
    assert "KeyError" in said()
    assert "test_masking.py" in said()
    assert not [s for s in SECRETS if s in said()]


def test_a_note_and_a_stack_are_masked(written):
    log, said = written
    error = ValueError("x")
    error.add_note(f"row {NUMBER}")
    log.error("failed", exc_info=error, stack_info=True)
    assert NUMBER not in said()


def test_what_the_database_quotes_of_a_row_is_left_out(written):
    log, said = written
    try:
        raise ValueError(
            "duplicate key\nDETAIL:  Failing row contains (7, Smith, Road\n9).\nCONTEXT:  COPY x, line 1"
        )
    except ValueError:
        log.exception("it failed")
    assert "duplicate key" in said()
    assert "Smith" not in said()
    assert "Road" not in said()


def test_fields_are_masked_and_keep_their_kind(written):
    log, said = written
    log.warning(
        "x",
        extra={
            "fields": {"status": 404, "ms": 1.5, "user": None, "who": PHONE, "number": int(PHONE)}
        },
    )
    assert PHONE not in said()
    assert "404" in said()


def test_a_json_line_carries_the_request_it_was_written_in(written):
    log, said = written
    if not isinstance(log.handlers[0].formatter, JsonLines):
        return
    token = current_request.set("12345678901234567890abcdef")
    try:
        log.warning("first\nsecond")
    finally:
        current_request.reset(token)
    lines = said().splitlines()
    assert len(lines) == 1
    line = json.loads(lines[0])
    assert (line["request"], line["message"], line["level"]) == (
        "12345678901234567890abcdef",
        "first\nsecond",
        "warning",
    )


def test_paths_of_requests_tokens_and_what_errors_quote_are_left_out(written):
    from django.test import RequestFactory

    log, output = written
    secret = "fVx3-planted-path-token"
    log.error(
        "%s: %s",
        "Internal Server Error",
        f"/i/{secret}/",
        extra={"request": RequestFactory().get(f"/i/{secret}/")},
    )
    log.warning("sent with Bearer anju_%s", secret)
    log.warning("part: %s", ValueError("invalid literal for int() with base 10: 'Li Lei'"))
    try:
        int("Li Lei")
    except ValueError:
        log.exception("broke")
    assert secret not in output()
    assert "Li Lei" not in output().replace('int("Li Lei")', "").replace('int(\\"Li Lei\\")', "")
    assert "test_masking.py" in output()
