"""The law as data: one file a region, in one format, read by one reader.

`regions/*.yaml` come with Anju; an installation adds ``<data>/law/*.yaml`` of the same form, which are read again when
they change. A file says its `region` (a code prefix, "" for the whole country), its name (`zh`, `en`) and the day it
was last `revised`; then, in sections, what holds there, each entry with its first day. What a section means belongs to
the domain that reads it (`Section`). See docs/law.md.
"""

from anju.foundation.law.files import SECTIONS, Fault, LawFile, Section, faults, look_again
from anju.foundation.law.reading import Part, Text, text, wrong

__all__ = [
    "SECTIONS",
    "Fault",
    "LawFile",
    "Part",
    "Section",
    "Text",
    "faults",
    "look_again",
    "text",
    "wrong",
]
