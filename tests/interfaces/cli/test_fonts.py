"""What the command line says about fonts of rare characters, and what it installs."""

from __future__ import annotations

import json
import os
import shutil

from anju.interfaces.cli import fonts
from anju.interfaces.cli.__main__ import main
from anju.interfaces.cli.progress import Progress
from anju.interfaces.web.fonts import GB18030, joined

WHOLE, LATIN = joined(GB18030.values()), joined([(0x20, 0x7E)])


def machine(monkeypatch, *, covered, root=True):
    """A machine with these fonts, on which packages bring the rest; the commands that were run."""
    ran, now = [], [covered]

    def apt_get(*words):
        ran.append(words)
        now[0] = WHOLE if words[0] == "install" else now[0]

    read = lambda: now[0]  # noqa: E731
    read.cache_clear = lambda: None
    monkeypatch.setattr(fonts, "coverage", read)
    monkeypatch.setattr(fonts, "apt_get", apt_get)
    monkeypatch.setattr(os, "geteuid", lambda: 0 if root else 1000)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    return ran


def test_lacking_fonts_are_installed_by_root_and_nothing_is_installed_twice(monkeypatch):
    ran = machine(monkeypatch, covered=LATIN)
    assert fonts.ensure(Progress()) == []
    assert [words[0] for words in ran] == ["update", "install"]
    assert set(fonts.PACKAGES) <= set(ran[1])
    assert fonts.ensure(Progress()) == []
    assert len(ran) == 2


def test_who_may_not_install_reads_how(monkeypatch, capsys):
    ran = machine(monkeypatch, covered=LATIN, root=False)
    assert main(["fonts"]) == 1
    told = capsys.readouterr().out
    assert "CJK Extension B" in told
    assert "apt-get install fonts-noto-cjk fonts-hanazono" in told
    assert main(["fonts", "--check", "--json"]) == 1
    assert set(json.loads(capsys.readouterr().out)["lacking"]) == set(GB18030)
    assert ran == []


def test_doctor_says_what_cannot_be_printed():
    assert fonts.of_fonts(WHOLE).state == "ok"
    found = fonts.of_fonts(joined(r for n, r in GB18030.items() if n != "Tibetan"))
    assert (found.state, "Tibetan" in found.text, "./anju fonts" in found.remedy) == (
        "warning",
        True,
        True,
    )
