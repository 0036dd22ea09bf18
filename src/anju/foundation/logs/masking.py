"""Taking people out of log lines: numbers, phones, names and values that errors of the database quote.

It works on the finished text, so it holds for arguments, exceptions and tracebacks of any library alike. What it cannot
know for sure it takes out: a log line less is better than a number more.
"""

from __future__ import annotations

import logging
import re
import traceback

MASK = "[masked]"
_QUOTED_ROW = re.compile(
    r"(?:DETAIL|CONTEXT):.*?(?=\n\nThe above exception|\n\nDuring handling|\Z)", re.DOTALL
)
"""What PostgreSQL adds to an error quotes the row: ``Key (doc_number)=(…) already exists``."""
_LONG_NUMBER = re.compile(r"\d(?:[ ().\-]{0,2}\d){10,}[XxＸｘ]?")
"""Eleven digits or more, however grouped, full width too: phones, identity numbers of 15 and 18, bank cards."""
_CHINESE = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]+")
"""Our own messages are English: Chinese in a log line is a name or an address."""
_CREDENTIAL = re.compile(r"\b(?:Bearer\s+|anju_)[\w.~+/=-]{8,}", re.IGNORECASE)
"""What opens the API."""
_QUOTED = re.compile(r"""(["'])(?:(?!\1).)+\1""")
"""What an error quotes may be what somebody typed: ``invalid literal for int() with base 10: 'Li Lei'``."""
_VALUES = re.compile(r"^(?!Traceback|During|The above|\s).*$", re.MULTILINE)
"""The lines of a traceback that are no places in the code: what the exceptions say."""


def mask_traceback(text: str) -> str:
    """A traceback: the places in the code as they are, without what the exceptions quote."""
    return mask(_VALUES.sub(lambda line: _QUOTED.sub(MASK, line[0]), text))


def mask(text: str) -> str:
    """The text without long numbers, Chinese words and rows quoted by the database."""
    text = _QUOTED_ROW.sub(f"DETAIL: {MASK}", text)
    for what in (_CREDENTIAL, _LONG_NUMBER, _CHINESE):
        text = what.sub(MASK, text)
    return text


def mask_value(value: object) -> object:
    """A value of a structured line: texts, and numbers as long as a phone's, are masked."""
    if isinstance(value, bool | float) or value is None:
        return value
    if isinstance(value, int):
        return value if abs(value) < 10**10 else MASK
    return mask(str(value))


class Masking(logging.Filter):
    """Masks a record before it is written, whatever formatter writes it. Stands on a handler.

    It changes the record itself, as filters of Python 3.11 must; exceptions go as text from here on.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask; nothing is held back."""
        _take_paths_out(record)
        try:
            message = record.getMessage()
        except (TypeError, ValueError):
            message = str(record.msg)  # arguments that do not fit: the template alone
        record.msg, record.args = mask(message), ()
        if record.exc_info and record.exc_info[1] is not None:
            record.exc_text = "".join(traceback.format_exception(*record.exc_info)).rstrip()
        record.exc_info = None
        record.exc_text = mask_traceback(record.exc_text) if record.exc_text else None
        record.stack_info = mask(record.stack_info) if record.stack_info else None
        fields = getattr(record, "fields", None)
        if isinstance(fields, dict):
            record.__dict__["fields"] = {key: mask_value(value) for key, value in fields.items()}
        return True


def _take_paths_out(record: logging.LogRecord) -> None:
    """Django's own lines about a request name its path, and a path may be a secret (an invitation's token) or name
    somebody. The request's number leads to its route."""
    request = getattr(record, "request", None)
    path = getattr(request, "path", None)
    if path and isinstance(record.args, tuple):
        record.args = tuple(
            MASK if isinstance(arg, str) and path in arg else _masked_error(arg)
            for arg in record.args
        )
    elif isinstance(record.args, tuple):
        record.args = tuple(_masked_error(arg) for arg in record.args)


def _masked_error(arg: object) -> object:
    """An error among the arguments, without what it quotes."""
    return _QUOTED.sub(MASK, str(arg)) if isinstance(arg, BaseException) else arg
