"""What a machine found on a picture of a card: lines of text with their place and how sure each character is."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Character:
    """One character as it was read: `sure` of 0 to 1, `at` its middle as a part of the line's length."""

    text: str
    sure: float
    at: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text. Its place is measured in heights of a line of print, on a card turned upright."""

    characters: tuple[Character, ...]
    left: float
    right: float
    middle: float
    """Height of its middle, counted downwards."""
    height: float = 1.0
    number: int = 0
    """Which line of the picture it is."""
    readings: tuple[str, ...] = field(default=())
    """The same line read from somewhat changed pictures of it."""

    @property
    def text(self) -> str:
        """What it says, without blanks."""
        return "".join(c.text for c in self.characters if not c.text.isspace())

    @property
    def sure(self) -> float:
        """How sure its least sure character is."""
        return min((c.sure for c in self.characters if not c.text.isspace()), default=0.0)

    def after(self, count: int) -> Line:
        """What stands after its first characters, with the place where that begins."""
        kept = [c for c in self.characters if not c.text.isspace()]
        rest = kept[count:]
        if not rest or not count:
            return self
        begin = (kept[count - 1].at + rest[0].at) / 2
        left = self.left + (self.right - self.left) * begin
        moved = tuple(Character(c.text, c.sure, (c.at - begin) / (1 - begin)) for c in rest)
        return Line(moved, left, self.right, self.middle, self.height, self.number)
