"""What is to be done with an operation, given what the server knows when it comes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from anju.domains.fieldwork.sync.data.devices import DeviceState
from anju.domains.fieldwork.sync.data.operations import (
    FOR_OFFICE,
    GOOD,
    NOT_DISCLOSED,
    FieldChange,
    Operation,
    Outcome,
    Reason,
    Status,
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the server knows. `earlier`: status of each operation that this one names (absent: it has not come).
    `known`: the home is on file, or none is needed. `may`: the holder may declare there now. `present`: the values of
    the fields that the operation changes."""

    device: DeviceState
    earlier: Mapping[str, Status]
    known: bool = True
    may: bool = True
    present: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Do nothing but keep it with this `outcome`; or apply it, of a change these `values` only, with these
    `conflicts` left for a person."""

    outcome: Outcome | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    conflicts: Mapping[str, Any] = field(default_factory=dict)


def decide(operation: Operation, facts: Facts) -> Verdict:
    """The order of the questions is part of the protocol: what has not come, the device, what it builds on, the
    place, the right, the fields."""
    missing = [key for key in operation.after if key not in facts.earlier]
    if missing:
        return _waits(Reason.EARLIER_MISSING, missing=missing)
    if facts.device is not DeviceState.ACTIVE:
        return _waits(
            Reason.DEVICE_REVOKED if facts.device is DeviceState.REVOKED else Reason.DEVICE_EXPIRED
        )
    entering = operation.home.operation if operation.home else ""
    if entering and (status := facts.earlier.get(entering)) not in GOOD:
        return _waits(
            Reason.EARLIER_WAITING if status is Status.WAITING else Reason.EARLIER_REFUSED
        )
    if not facts.known:
        return _waits(Reason.HOME_UNKNOWN)
    if not facts.may:
        return _waits(Reason.OUTSIDE_AREA)
    if not operation.changes:
        return Verdict()
    return merge(operation.changes, facts.present)


def merge(changes: Mapping[str, FieldChange], present: Mapping[str, Any]) -> Verdict:
    """Fields that only the device changed are applied; those that both sides changed, differently, are left to a
    person with both values; the rest reads so already."""
    values = {
        name: change.value
        for name, change in changes.items()
        if present.get(name) == change.base and change.value != change.base
    }
    conflicts = {
        name: {"base": change.base, "device": change.value, "office": present.get(name)}
        for name, change in changes.items()
        if present.get(name) not in (change.base, change.value)
    }
    return Verdict(values=values, conflicts=conflicts)


def changed(verdict: Verdict) -> Outcome:
    """The outcome of a change once its `values` are stored."""
    if verdict.conflicts:
        facts = {"conflicts": dict(verdict.conflicts), "applied": sorted(verdict.values)}
        return Outcome(Status.WAITING, Reason.BOTH_CHANGED, facts)
    return Outcome(Status.APPLIED if verdict.values else Status.UNCHANGED)


def disclosed(outcome: Outcome) -> Outcome:
    """The outcome as the device reads it: that something lies where its holder has no right is not disclosed."""
    if outcome.status is Status.WAITING and outcome.reason in NOT_DISCLOSED:
        return Outcome(Status.WAITING, FOR_OFFICE)
    return outcome


def _waits(reason: Reason, **facts: Any) -> Verdict:  # noqa: ANN401 - facts of JSON
    return Verdict(Outcome(Status.WAITING, reason, facts))
