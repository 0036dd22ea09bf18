"""Words of the keystore: kinds and states of keys, what two persons must agree on, what outsiders are handed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """root: from which all card keys descend. region: derived from a root, never stored. sign: an issuer's key pair."""

    ROOT = "root"
    REGION = "region"
    SIGN = "sign"


class Algorithm(StrEnum):
    """Two families: AES with P-256 and SHA-256, SM4 with SM2 and SM3."""

    AES = "AES-256"
    SM4 = "SM4"
    ES256 = "ES256"
    SM2 = "SM2"


SYMMETRIC = (Algorithm.AES, Algorithm.SM4)
SIGNING = (Algorithm.ES256, Algorithm.SM2)
FITTING = {Kind.ROOT: SYMMETRIC, Kind.REGION: SYMMETRIC, Kind.SIGN: SIGNING}


class State(StrEnum):
    """made: exists, may not be used. active: the one in use. retired: no longer signs or derives for
    new cards, but what it made is still checked. destroyed: its secret is gone."""

    MADE = "made"
    ACTIVE = "active"
    RETIRED = "retired"
    DESTROYED = "destroyed"


class Action(StrEnum):
    """What one person asks and another must approve."""

    ACTIVATE = "activate"
    ROTATE = "rotate"
    EXPORT = "export"
    DESTROY = "destroy"


@dataclass(frozen=True, slots=True)
class KeyView:
    """One key without its secret. `check` is the key check value of a symmetric key, `kid` the name of
    a signing one."""

    id: int
    kind: Kind
    algorithm: Algorithm
    region: str
    version: int
    state: State
    backend: str
    check: str
    kid: str
    made_at: datetime
    activated_at: datetime | None
    retired_at: datetime | None


@dataclass(frozen=True, slots=True)
class RequestView:
    """One wish for dual control. `decision` is empty while it waits."""

    id: int
    action: Action
    key: KeyView
    reason: str
    asked_by: int
    asked_label: str
    asked_at: datetime
    decision: str
    decided_label: str
    decided_at: datetime | None
    done_at: datetime | None
