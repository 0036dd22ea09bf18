"""What was typed or scanned into the box of the reception: a room, a person's data, a link, in any order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

_TOKEN = re.compile(r"(?:^|/)([A-Za-z0-9_-]{43})/?$")
_BETWEEN = re.compile(r"[\s,;、，；|]+")
_GLUED = re.compile(r"([\u3400-\u9fff·]{2,})(\d{17}[\dX]|1[3-9]\d{9})")
_PHONE, _CITIZEN = re.compile(r"1[3-9]\d{9}"), re.compile(r"\d{17}[\dX]")
_OTHER = re.compile(r"(?=.*[A-Z])(?=.*\d{5})[A-Z0-9]{7,18}")
_BUILDING = re.compile(r"([0-9A-Z]+)(?:号?楼|栋|座|幢|号)")
_ROOM_WORDS = re.compile(r"(?:号?房间?|室|号)$")
_JOINT = re.compile(r"[-—－_#]+")


@dataclass(frozen=True, slots=True)
class RoomNames:
    """Rooms by what they may be called: 302, 302室 in the building before the clerk, 2-302 or 2栋302 in another."""

    here: dict[str, str] = field(default_factory=dict)
    elsewhere: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def of(
        cls, buildings: Sequence[tuple[int, str, Sequence[tuple[str, str]]]], chosen: int
    ) -> RoomNames:
        """From (building, its name, [(number, code)]), with the one before the clerk."""
        names = cls()
        for building, name, rooms in buildings:
            called = {_plain(name)} if name else set()
            called |= {m[1] for m in [_BUILDING.search(_plain(name))] if m}
            for number, code in rooms:
                plain = _plain(number)
                if building == chosen:
                    names.here[plain] = code
                for key in (
                    plain,
                    *(f"{c}{plain}" for c in called),
                    *(f"{c}-{plain}" for c in called),
                ):
                    names.elsewhere.setdefault(key, set()).add(code)
        return names

    def code(self, typed: str) -> str:
        """The code of the room that is called so; "" for none, and for several of other buildings."""
        plain = _plain(typed)
        if plain in self.here:
            return self.here[plain]
        found = self.elsewhere.get(plain, set())
        return next(iter(found)) if len(found) == 1 else ""


@dataclass(frozen=True, slots=True)
class Typed:
    """What stood in the box. `query`: what may name somebody known (name, sound, last four, a whole number)."""

    token: str = ""
    room: str = ""
    name: str = ""
    number: str = ""
    phone: str = ""
    query: str = ""

    @property
    def says_person(self) -> bool:
        """True where it names somebody and not a room alone."""
        return bool(self.query or self.phone)


def read(text: str, rooms: RoomNames) -> Typed:
    """The parts of what was typed. A word that is a room's number is the room; of several the first."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if link := _TOKEN.search(plain):
        return Typed(token=link[1])
    found: dict[str, str] = {}
    names: list[str] = []
    for word in _words(plain):
        upper = word.upper()
        if _PHONE.fullmatch(upper) and "phone" not in found:
            found["phone"] = upper
        elif (_CITIZEN.fullmatch(upper) or _OTHER.fullmatch(upper)) and "number" not in found:
            found["number"] = upper
        elif "room" not in found and (code := rooms.code(word)):
            found["room"] = code
        else:
            names.append(word)
    return Typed(
        room=found.get("room", ""),
        name=_name(names),
        number=found.get("number", ""),
        phone=found.get("phone", ""),
        query=found.get("number") or " ".join(names) or found.get("phone", ""),
    )


def _words(text: str) -> list[str]:
    out: list[str] = []
    for word in _BETWEEN.split(text):
        glued = _GLUED.fullmatch(word.upper())
        out += list(glued.groups()) if glued else [word] if word else []
    return out


def _name(words: Sequence[str]) -> str:
    """The words that can be a name: digits are the last of some number."""
    kept = [w for w in words if not re.search(r"\d", w)]
    han = all(re.fullmatch(r"[\u3400-\u9fff\U00020000-\U0003ffff·]+", w) for w in kept)
    return ("" if han else " ").join(kept)


def _plain(text: str) -> str:
    """A number of a door as it is compared."""
    upper = _ROOM_WORDS.sub("", unicodedata.normalize("NFKC", text).strip().upper())
    return _JOINT.sub("-", upper)
