"""What a form asks for counts once, and something else sent from the same page is another act."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from anju.interfaces.texts.sentences import text_of
from anju.interfaces.web.declaring import act_key

WEB = Path(__file__).parents[3] / "src" / "anju" / "interfaces" / "web"
KEY = "0123456789abcdef0123456789abcdef"


def sent(path: str = "/x/", **fields: object) -> str:
    return act_key(RequestFactory().post(path, {"key": KEY, **fields}))  # type: ignore[arg-type]


def test_the_same_sent_twice_has_one_key_and_everything_else_another():
    photo = SimpleUploadedFile("a.jpg", b"12345")
    keys = [
        sent(text="好"),
        sent(text="好。"),
        sent(text="好", yes="1"),
        sent("/y/", text="好"),
        sent(text=["好", "好"]),
        sent(text="好", photo=photo),
    ]
    assert len(set(keys)) == len(keys)
    assert sent(text="好") == sent(text="好", csrfmiddlewaretoken="another")
    assert all(re.fullmatch("[0-9a-f]{32}", key) for key in keys)


def test_a_form_without_a_key_is_never_taken_for_another():
    given = SimpleNamespace(POST=RequestFactory().post("/x/").POST, FILES=None, path="/x/")
    assert act_key(given) != act_key(given)  # type: ignore[arg-type]


def test_no_page_cuts_a_key_or_draws_a_day_that_browsers_drop():
    """A cut key is that of another button of its page; a day in the page's language is dropped by the browser."""
    wrong = {
        str(path.relative_to(WEB)): found
        for path in WEB.rglob("*.py")
        if path.name != "days.py"
        and (
            found := re.findall(
                r"\bDateInput\(|\"key\", \"\"\)\[:\d+\](?! or new_key)", path.read_text("utf-8")
            )
        )
    }
    assert not wrong


def test_a_form_without_its_number_is_told_what_to_do():
    for language, word in (("zh-hans", "刷新"), ("en", "Reload")):
        text = text_of("key_unusable", language, {"most": 64})
        assert word in text
        assert "key" not in text.lower()
        assert "幂等" not in text
