"""Enter in a field presses the first button of its form: it must not decide what somebody was about to explain."""

from __future__ import annotations

import re
from pathlib import Path

import anju.interfaces.web

TEMPLATES = Path(anju.interfaces.web.__file__).parent / "templates"
FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
ACT = re.compile(r'<button(?![^>]*type="button")[^>]*\bname=')
TYPED = re.compile(
    r'<input(?![^>]*type="(?:hidden|checkbox|radio|file)")[^>]*>|{% (?:date|number)_field'
)
NO_DEFAULT = "office/partials/no_default.html"
FIRST = 'aria-hidden="true"></button>'
"""The end of a button without a name that is there for Enter."""
BRANCHES = {"employers/site_lines.html", "office/merging/compare.html"}
"""Forms whose first button stands in a branch of its own, without a field after it."""


def test_no_form_with_several_acts_has_one_before_what_is_typed_unless_enter_does_nothing():
    wrong = []
    for path in sorted(TEMPLATES.rglob("*.html")):
        for form in FORM.findall(path.read_text("utf-8")):
            acts = [m.start() for m in ACT.finditer(form)]
            typed = [m.start() for m in TYPED.finditer(form)]
            safe = NO_DEFAULT in form or FIRST in form
            if len(acts) > 1 and typed and acts[0] < typed[-1] and not safe:
                wrong.append(path.relative_to(TEMPLATES).as_posix())
    assert set(wrong) <= BRANCHES


def test_enter_presses_nothing_where_the_first_button_is_disabled(page):
    button = (TEMPLATES / NO_DEFAULT).read_text("utf-8").split("#}")[1]
    page.set_content(
        f'<form onsubmit="window.sent = event.submitter.value; return false">{button}'
        '<button name="act" value="yes">Y</button><input id="note"><button name="act" value="no">N</button></form>'
    )
    page.press("#note", "Enter")
    assert page.evaluate("window.sent") is None
    page.click("button[value=no]")
    assert page.evaluate("window.sent") == "no"
