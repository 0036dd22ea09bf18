"""A backup without its keys is closed for ever: all of them are copied, and come back where they were."""

from __future__ import annotations

import zipfile

import pytest

from anju.foundation.cluster import ClusterError
from anju.foundation.crypto import keyring
from anju.interfaces.cli import key_copies


@pytest.fixture
def keys(tmp_path):
    ring = tmp_path / "keys" / "keyring.json"
    ring.parent.mkdir()
    keyring.save(keyring.new_keyring(), ring)
    return ring


def test_a_lone_keyring_is_copied_as_it_is(keys, tmp_path):
    assert key_copies.copy_out(keys, tmp_path / "copy") == 1
    assert (tmp_path / "copy").read_bytes() == keys.read_bytes()
    assert (tmp_path / "copy").stat().st_mode & 0o777 == 0o600


def test_permit_keys_and_parcel_keys_go_along_and_come_back(keys, tmp_path):
    (keys.parent / "store").mkdir()
    (keys.parent / "store" / "root").write_bytes(b"\x01\x02")
    (keys.parent / "production.json").write_text("{}")
    assert key_copies.copy_out(keys, tmp_path / "copy") == 3
    back = tmp_path / "elsewhere" / "keys" / "keyring.json"
    key_copies.check(tmp_path / "copy", back)
    key_copies.copy_in(tmp_path / "copy", back)
    assert back.read_bytes() == keys.read_bytes()
    assert (back.parent / "store" / "root").read_bytes() == b"\x01\x02"
    assert (back.parent / "production.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "names", [["store/root"], ["keyring.json", "../outside"], ["keyring.json", "/etc/outside"]]
)
def test_a_file_without_a_keyring_or_with_a_way_out_is_refused(keys, tmp_path, names):
    with zipfile.ZipFile(tmp_path / "copy", "w") as packed:
        for name in names:
            packed.writestr(name, b"x")
    with pytest.raises(ClusterError):
        key_copies.check(tmp_path / "copy", keys)
