"""Photographs of cards through the process that reads them, and what becomes of it."""

from __future__ import annotations

import io
import random
import socket
import threading
import time
from datetime import date
from pathlib import Path

import psutil
import pytest
from PIL import Image

from anju.foundation import cards
from anju.foundation.cards import asking, process
from anju.foundation.errors import Refused, Unavailable

TODAY = date(2026, 11, 30)
pytestmark = pytest.mark.skipif(
    not Path("/usr/share/fonts/opentype/noto").exists(), reason="no font to draw cards with"
)


@pytest.fixture(autouse=True)
def own_place(monkeypatch, tmp_path_factory):
    """A process of these tests' own, ended after each."""
    place = tmp_path_factory.mktemp("cards")
    place.chmod(0o700)
    monkeypatch.setattr(asking, "place", lambda: place)
    yield place
    asking.end_started()


def photographed(n: int, **more):
    from bench.card_pictures import card, photograph

    chance = random.Random(n)
    printed = card(chance, **more)
    return printed, photograph(printed, chance)


def test_cards_are_read_and_a_name_beyond_the_dictionary_is_shown_instead(own_place):
    for n in range(2):
        printed, picture = photographed(n)
        found = cards.read(picture, today=TODAY)
        assert found.doc_number in (printed.number, None)
        assert found.name in (printed.name, None)
        assert found.birth_date == printed.born
    _, picture = photographed(7, rare="𡌴㼆䮌")
    found = cards.read(picture, today=TODAY)
    assert found.name is None
    assert found.empty["name"] == "card_name_unsure"
    shown = Image.open(io.BytesIO(found.name_picture))
    assert shown.format == "JPEG" and shown.width > shown.height
    assert sorted(p.name for p in own_place.iterdir()) == ["lock", "socket"]


def test_a_picture_of_no_card_says_so_and_a_damaged_one_is_refused():
    blank = io.BytesIO()
    Image.new("RGB", (800, 600), (200, 200, 200)).save(blank, "JPEG")
    assert set(cards.read(blank.getvalue(), today=TODAY).empty.values()) == {"card_not_found"}
    with pytest.raises(Refused, match="paper_unreadable"):
        cards.read(b"\xff\xd8\xff" + b"x" * 500, today=TODAY)
    with pytest.raises(Refused, match="paper_type"):
        cards.read(b"%PDF-1.7", today=TODAY)
    assert len([p for p in asking._started if p.poll() is None]) == 1


def test_the_process_ends_when_nobody_asks_and_is_started_anew():
    with pytest.raises(Refused):
        cards.read(b"\xff\xd8\xff" + b"x" * 500, today=TODAY, idle=0.2)
    first = asking._started[-1]
    assert first.wait(20) == 0
    with pytest.raises(Refused):
        cards.read(b"\xff\xd8\xff" + b"x" * 500, today=TODAY)
    assert asking._started[-1].pid != first.pid


def test_a_killed_process_is_replaced_for_whoever_waits():
    _, picture = photographed(1)
    killed = threading.Thread(target=lambda: (time.sleep(0.5), asking._started[-1].kill()))
    killed.start()
    assert cards.read(picture, today=TODAY).birth_date
    killed.join()


def test_a_full_queue_is_said_at_once(own_place):
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as deaf:
        deaf.bind(str(own_place / "socket"))
        deaf.listen(0)
        waiting = []
        begun = time.monotonic()
        with pytest.raises(Unavailable, match="card_reading_busy"):
            while time.monotonic() < begun + 5:
                line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
                waiting.append(line)
                line.setblocking(False)
                try:
                    line.connect(str(own_place / "socket"))
                except BlockingIOError:
                    cards.read(b"\xff\xd8\xff", today=TODAY)
        for line in waiting:
            line.close()
    assert not asking._started


def test_without_the_package_or_the_memory_there_is_a_sentence(monkeypatch):
    with monkeypatch.context() as changed:
        changed.setattr(asking.importlib.util, "find_spec", lambda name: None)
        with pytest.raises(Unavailable, match="card_reading_missing"):
            cards.read(b"\xff\xd8\xff", today=TODAY)
    monkeypatch.setattr(asking, "FREE", 1 << 60)
    with pytest.raises(Unavailable, match="card_reading_no_memory"):
        cards.read(b"\xff\xd8\xff", today=TODAY)


def test_the_process_is_bounded_and_has_no_file_of_ours_open(own_place):
    with pytest.raises(Refused):
        cards.read(b"\xff\xd8\xff" + b"x" * 500, today=TODAY)
    found = psutil.Process(asking._started[-1].pid)
    assert found.rlimit(psutil.RLIMIT_AS)[0] == process.MEMORY
    assert found.rlimit(psutil.RLIMIT_CORE)[0] == 0
    assert {Path(f.path).name for f in found.open_files()} <= {"lock"}
    assert found.net_connections("inet") == []  # ONNX Runtime would report to its maker
    assert found.environ()["ORT_DISABLE_TELEMETRY"] == "1"
    assert "ANJU" not in " ".join(found.environ())


def test_a_folder_of_somebody_else_is_not_used(monkeypatch, tmp_path):
    monkeypatch.undo()
    monkeypatch.setattr(asking.tempfile, "gettempdir", lambda: str(tmp_path))
    asking.place().chmod(0o755)
    with pytest.raises(Unavailable, match="card_reading_failed"):
        asking.place()
