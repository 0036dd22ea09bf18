"""The signature base of RFC 9421 §2: the bytes that are signed, of the components that are covered."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qsl, quote, urlsplit

from anju.domains.exchange.signing.data.messages import HttpMessage
from anju.domains.exchange.signing.rules.structured import Component, InnerList

_PARAMETERS = {"req", "key", "name"}
_DEFAULT_PORTS = {"https": 443, "http": 80}


class NotCoverable(ValueError):  # noqa: N818 - a plain statement about a component
    """The message has no such component, or the component is of a kind that is not read here."""


def signature_base(message: HttpMessage, covered: InnerList) -> bytes:
    """The bytes to be signed. Raises `NotCoverable`."""
    names = [str(c) for c in covered.components]
    if len(set(names)) < len(names):
        raise NotCoverable("a component twice")
    lines = [f"{c}: {_value(message, c)}" for c in covered.components]
    return "\n".join([*lines, f'"@signature-params": {covered}']).encode("ascii", "strict")


def _value(message: HttpMessage, component: Component) -> str:
    if set(component.params) - _PARAMETERS:
        raise NotCoverable(f"{component} is not supported")
    if component.params.get("req"):
        if message.request is None:
            raise NotCoverable(f"{component} of no request")
        message = message.request
    if component.name.startswith("@"):
        return _derived(message, component)
    return _field(message, component)


def _field(message: HttpMessage, component: Component) -> str:
    value = message.headers.get(component.name)
    if value is None:
        raise NotCoverable(f"no field {component.name}")
    value = re.sub(r"[ \t]*\r?\n[ \t]+", " ", value.strip(" \t"))
    if "\n" in value or "\r" in value or not value.isascii():
        raise NotCoverable(f"{component.name} has characters that no field has")
    key = component.params.get("key")
    return value if key is None else _member(value, str(key))


def _member(value: str, key: str) -> str:
    """One member of a dictionary, as it stands there."""
    found = re.search(rf"(?:^|,[ \t]*){re.escape(key)}=([^,]*)", value)
    if found is None:
        raise NotCoverable(f"no member {key}")
    return found.group(1).strip(" \t")


def _derived(message: HttpMessage, component: Component) -> str:
    derive = _DERIVED.get(component.name)
    if derive is None:
        raise NotCoverable(f"{component.name} is not supported")
    if (component.name == "@status") != bool(message.status):
        raise NotCoverable(f"{component.name} of the other kind of message")
    return derive(message, component)


def authority(url: str) -> str:
    """Host and port as RFC 9421 §2.2.3 compares them: lower case, without the scheme's own port."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    host = f"[{host}]" if ":" in host else host
    port = parts.port
    return host if port in (None, _DEFAULT_PORTS.get(parts.scheme)) else f"{host}:{port}"


def _query_parameter(message: HttpMessage, component: Component) -> str:
    name = str(component.params.get("name", ""))
    query = parse_qsl(urlsplit(message.url).query, keep_blank_values=True)
    found = [v for k, v in query if quote(k, safe="") == name]
    if len(found) != 1:
        raise NotCoverable(f"the query parameter {name} is not there once")
    return quote(found[0], safe="")


_DERIVED: dict[str, Callable[[HttpMessage, Component], str]] = {
    "@method": lambda m, _: m.method,
    "@target-uri": lambda m, _: m.url,
    "@authority": lambda m, _: authority(m.url),
    "@scheme": lambda m, _: urlsplit(m.url).scheme.lower(),
    "@path": lambda m, _: urlsplit(m.url).path or "/",
    "@query": lambda m, _: f"?{urlsplit(m.url).query}",
    "@query-param": _query_parameter,
    "@status": lambda m, _: str(m.status),
}
