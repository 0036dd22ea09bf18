"""Files that cross between two ends: each is taken in once and in order, whatever happens to them on the way."""

from __future__ import annotations

import shutil

import pytest

from anju.domains.exchange.api import bridge
from anju.domains.exchange.bridge.operations import receiving, sending
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict, Refused
from tests.domains.exchange.bridge.ends import two_ends
from tests.factories.register import PLATFORM


@pytest.fixture
def ends(tmp_path, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), two_ends(tmp_path) as both:
        yield both


def files(folder):
    return sorted(p.name for p in folder.iterdir())


def test_items_cross_and_a_receipt_says_so(ends):
    outside, inside = ends
    outside.put(["a1", "a2"])
    assert outside.send().written == ("outside-inside-00000001.bridge",)
    assert outside.view().waiting == 0
    assert inside.receive() == ["next"]
    assert inside.came() == ["a1", "a2"]
    assert outside.view().acknowledged == 0
    assert outside.receive() == ["receipt"]
    assert outside.view().acknowledged == 1
    assert files(outside.out) == files(inside.out) == []
    assert outside.send().files == 0


def test_a_repeated_file_changes_nothing(ends, tmp_path):
    outside, inside = ends
    outside.put(["a1"])
    outside.send()
    kept = tmp_path / "kept"
    shutil.copytree(outside.out, kept)
    assert inside.receive() == ["next"]
    shutil.copytree(kept, outside.out, dirs_exist_ok=True)
    assert inside.receive() == ["repeated"]
    assert inside.came() == ["a1"]
    assert inside.view().received.number == 1


def test_a_missing_file_is_asked_for_again_and_what_came_after_it_waits(ends):
    outside, inside = ends
    for turn in ("a1", "a2", "a3"):
        outside.put([turn])
        outside.send()
    first = outside.out / "outside-inside-00000001.bridge"
    first.unlink()
    assert inside.receive() == ["bridge_gap", "bridge_gap"]
    assert inside.came() == []
    assert inside.view().missing == (1,)
    outside.receive()
    assert outside.send().written[0] == first.name
    assert inside.receive() == ["next", "next", "next"]
    assert inside.came() == ["a1", "a2", "a3"]
    assert inside.view().missing == ()
    assert not inside.view().failure


def test_a_lost_disk_is_written_again(ends):
    outside, inside = ends
    outside.put(["a1"])
    outside.send()
    for path in outside.out.iterdir():
        path.unlink()
    assert outside.send().written == ()
    assert outside.send(again=True).written == ("outside-inside-00000001.bridge",)
    assert inside.receive() == ["next"]


def test_an_altered_file_is_refused_and_named_and_the_sound_one_is_taken(ends):
    outside, inside = ends
    outside.put(["a1"])
    outside.send()
    (path,) = outside.out.iterdir()
    sound = path.read_bytes()
    path.write_bytes(sound[:-1] + bytes([sound[-1] ^ 1]))
    assert inside.receive() == ["bridge_file_altered"]
    assert inside.view().failure == "bridge_file_altered"
    assert inside.view().received.number == 0
    path.write_bytes(sound)
    assert inside.receive() == ["next"]
    assert inside.view().failure == ""


def test_an_unfinished_file_a_link_and_a_folder_are_passed_over(ends):
    outside, inside = ends
    outside.put(["a1"])
    outside.send()
    (path,) = outside.out.iterdir()
    (outside.out / "x.bridge.part").write_bytes(b"half")
    (outside.out / "folder.bridge").mkdir()
    (outside.out / "link.bridge").symlink_to(path)
    (outside.out / "notes.txt").write_text("x")
    assert inside.receive() == ["next"]


def test_what_an_ended_key_signed_is_refused(ends):
    outside, inside = ends
    outside.put(["a1"])
    outside.send()
    with inside.working(), acting(PLATFORM):
        found = inside.view().id
        (key,) = inside.place and [k.kid for k in bridge.keys(found)]
        bridge.end_key(found, key, actor=PLATFORM, at=now())
    assert inside.receive() == ["bridge_key_unknown"]


def test_a_card_counts_only_with_the_digits_that_were_read_out(ends):
    outside, inside = ends
    card = inside.card()
    with outside.working(), acting(PLATFORM):
        found = outside.view().id
        with pytest.raises(Refused, match="bridge_fingerprint"):
            bridge.enter_card(found, card, "1234", actor=PLATFORM, at=now())
        with pytest.raises(Conflict, match="bridge_key_known"):
            bridge.enter_card(found, card, card["fingerprint"], actor=PLATFORM, at=now())
        with pytest.raises(Refused, match="bridge_card"):
            bridge.enter_card(found, {**card, "for": "x"}, "", actor=PLATFORM, at=now())


def test_nothing_is_sent_before_the_other_sides_keys_are_entered(ends):
    outside, _ = ends
    with outside.working(), acting(PLATFORM):
        found = outside.view().id
        bridge.end_key(found, bridge.keys(found)[0].kid, actor=PLATFORM, at=now())
    outside.put(["a1"])
    with pytest.raises(Refused, match="bridge_no_key"):
        outside.send()
    assert outside.view().waiting == 1


def test_a_sender_restored_from_a_backup_goes_on_after_the_last_number_and_loses_nothing(ends):
    outside, inside = ends
    outside.put(["a1"])
    outside.send()
    inside.receive()
    outside.receive()
    outside.put(["a2"])
    outside.place.back_up()
    outside.send()
    outside.put(["a3"])
    outside.send()
    assert inside.receive() == ["next", "next"]
    for path in inside.out.iterdir():
        path.unlink()
    outside.place.end()
    outside.place._admin(f"DROP DATABASE {outside.place.database} WITH (FORCE)")
    outside.place._admin(
        f"CREATE DATABASE {outside.place.database} TEMPLATE {outside.place.database}_kept"
        " OWNER anju_owner"
    )
    assert outside.view().sent.number == 1
    outside.put(["a4"])
    outside.send()
    assert inside.receive() == ["bridge_number_reused"]
    outside.receive()
    assert outside.view().sent.number == 3
    outside.send()
    assert "next" in inside.receive()
    assert inside.came() == ["a1", "a2", "a3", "a4"]
    outside.receive()
    assert outside.view().acknowledged == outside.view().sent.number == 4
    assert outside.send().files == 0


def test_a_receiver_restored_from_a_backup_is_carried_to_again(ends):
    outside, inside = ends
    outside.put(["a1"])
    outside.send()
    inside.receive()
    outside.receive()
    inside.place.back_up()
    outside.put(["a2"])
    outside.send()
    inside.receive()
    outside.receive()
    assert outside.view().acknowledged == 2
    inside.place.end()
    inside.place._admin(f"DROP DATABASE {inside.place.database} WITH (FORCE)")
    inside.place._admin(
        f"CREATE DATABASE {inside.place.database} TEMPLATE {inside.place.database}_kept"
        " OWNER anju_owner"
    )
    with inside.working():
        sending.write_receipt(inside.view().id, inside.out, actor=PLATFORM, at=now())
    assert outside.receive() == ["receipt"]
    outside.send()
    assert inside.receive() == ["next"]
    assert inside.came() == ["a1", "a2"]


@pytest.mark.parametrize("where", ["spool", "commit", "folder"])
def test_a_sender_killed_at_any_step_loses_and_doubles_nothing(ends, monkeypatch, where):
    outside, inside = ends
    outside.put(["a1"])
    outside.send()
    outside.put(["a2", "a3"])
    real, calls = sending.put, []

    def put(folder, name, data):
        calls.append(folder)
        if where == "spool" and len(calls) == 1:
            (folder / (name + ".part")).write_bytes(data[:9])
            raise KeyboardInterrupt
        done = real(folder, name, data) if where != "folder" or len(calls) != 2 else None
        if where == "commit" and len(calls) == 1:
            raise KeyboardInterrupt
        if done is None:
            raise KeyboardInterrupt
        return done

    monkeypatch.setattr(sending, "put", put)
    with pytest.raises(KeyboardInterrupt):
        outside.send()
    monkeypatch.undo()
    outside.send()
    assert inside.receive() == ["next", "next"]
    assert inside.came() == ["a1", "a2", "a3"]


def test_a_receiver_killed_while_it_takes_a_file_in_takes_it_in_once(ends, monkeypatch):
    outside, inside = ends
    outside.put(["a1", "a2"])
    outside.send()
    real = receiving._take_items

    def killed(*args):
        real(*args)
        raise KeyboardInterrupt

    monkeypatch.setattr(receiving, "_take_items", killed)
    with pytest.raises(KeyboardInterrupt):
        inside.receive()
    monkeypatch.undo()
    assert inside.came() == []
    assert inside.receive() == ["next"]
    assert inside.came() == ["a1", "a2"]
