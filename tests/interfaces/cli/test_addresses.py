"""Where `up` listens, who it answers to, and what it refuses."""

from __future__ import annotations

import argparse

import pytest

from anju.foundation.cluster import ClusterError
from anju.interfaces.cli import addresses


def chosen(*words: str) -> addresses.Addresses:
    parser = argparse.ArgumentParser()
    addresses.configure(parser)
    return addresses.of(parser.parse_args(words))


def test_on_this_machine_nothing_need_be_said():
    found = chosen()
    assert (found.public_url, found.proxies, found.open_to_others) == ("http://localhost:8420", "", False)
    assert set(found.names) == {"localhost", "127.0.0.1", "[::1]"}


def test_behind_tls_cookies_names_and_proxies_follow_from_the_public_address():
    found = chosen("--public-url", "https://anju.example.cn/")
    assert found.environment() == {"ANJU_PUBLIC_URL": "https://anju.example.cn", "ANJU_HTTPS": "1",
                                   "ANJU_PROXIES": "127.0.0.1,::1",
                                   "ANJU_HOSTS": "localhost,127.0.0.1,[::1],anju.example.cn"}
    assert found.open_to_others


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "::", "anju.example.cn"])  # noqa: S104
def test_a_network_needs_a_name_and_gets_no_demo(host):
    with pytest.raises(ClusterError, match="--name"):
        chosen("--host", host)
    found = chosen("--host", host, "--name", "anju.example.cn")
    assert found.public_url == "http://anju.example.cn:8420"
    assert "*" not in found.names
    with pytest.raises(ClusterError, match="--empty"):
        addresses.refuse_demo(found)


@pytest.mark.parametrize("words", [
    ("--port", "70000"), ("--port", "0"), ("--port", "-1"), ("--public-url", "anju.example.cn"),
    ("--public-url", "https://anju.example.cn/sub"), ("--public-url", "https://"), ("--public-url", "ftp://x"),
    ("--public-url", "https://x:99999"), ("--public-url", "https://[::"), ("--proxies", "everybody"),
])
def test_what_cannot_be_served_is_refused_in_a_sentence(words):
    with pytest.raises(ClusterError):
        chosen(*words)
