"""How large a file may be stands beside the field, and the browser is given the sentence the server refuses with."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anju.domains.register import api as register
from anju.interfaces.texts.sentences import text_of
from anju.interfaces.web import uploads
from tests.factories.register import HERE, STREET, Street
from tests.factories.staff import public, signed_in, staff

pytestmark = pytest.mark.django_db
FIELD = re.compile(r"<input(?=[^>]*type=\"file\")[^>]*>")


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_that_takes_a_list_says_the_largest_size_before_the_upload(street, language):
    clerk = signed_in(staff("clerk.limit", ("street", STREET)), language=language)
    boss = signed_in(
        public("13800000101", grants=(("employer", street.firm.party, HERE),)), language=language
    )
    landlord = signed_in(
        public("13700000001", grants=(("landlord", street.holder, HERE),)), language=language
    )
    sentence = text_of("upload_too_large", language, {"megabytes": register.MOST_BYTES >> 20})
    for client, path in (
        (clerk, "/office/imports/new/"),
        (boss, f"/employer/{street.firm.id}/rosters/"),
        (landlord, "/landlord/lists/"),
    ):
        page = client.get(path).content.decode()
        (field,) = FIELD.findall(page)
        assert f'data-most-bytes="{register.MOST_BYTES}"' in field, path
        assert sentence in html.unescape(field), path
        assert "64 MB" in page.replace(field, ""), path


def test_no_file_field_of_the_site_is_without_its_limit():
    templates = Path(uploads.__file__).parent / "templates"
    without = [
        f"{path.name}: {field}"
        for path in templates.rglob("*.html")
        for field in re.findall(r"<input[^>]*type=\"file\".*?>", path.read_text("utf-8"))
        if "file_limit" not in field
        and "data-verify" not in field  # read on the device
        and "data-shrunk" not in field  # made small enough on the device, whatever its size
    ]
    assert without == []


def test_the_server_refuses_a_larger_file_with_the_sentence_the_browser_has(street, monkeypatch):
    monkeypatch.setitem(uploads.UPLOADS, "old_permits", 10)
    clerk = signed_in(staff("police.limit", ("police", STREET)))
    answer = clerk.post(
        "/office/held/old/",
        {"source": "x", "file": SimpleUploadedFile("a.csv", b"x" * 11)},
    )
    assert answer.status_code in (200, 422)
    assert uploads.too_large("old_permits", "zh-hans") in html.unescape(answer.content.decode())
