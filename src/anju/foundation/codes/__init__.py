"""Code tables, each once: a dated file a table, named by its standard and edition, beside this module.

A file has a line a code: `code`, `zh` and `en` (in the case of running text), `words` (what people write instead,
separated by ``|``; readers of lists know them too), and columns of its own. Pages, lists, the API, the command line,
the demo and the readers of files take names and words from here; a new edition is a new file. ``HMT`` among the
documents is our own code, and the list of police forms (Guangdong) has words for codes.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

HERE = Path(__file__).parent
Names = dict[str, tuple[str, str]]


@dataclass(frozen=True)
class CodeTable:
    """One table. `standard`: where it is laid down, with its edition; `rows`: the lines of its file, in its order."""

    standard: str
    rows: tuple[Mapping[str, str], ...]

    @cached_property
    def names(self) -> Names:
        """Code → (Chinese, English as in running text)."""
        return {row["code"]: (row["zh"], row["en"]) for row in self.rows}

    @cached_property
    def titles(self) -> Names:
        """Code → (Chinese, English that begins a line)."""
        return {code: (zh, en[:1].upper() + en[1:]) for code, (zh, en) in self.names.items()}

    @cached_property
    def chinese(self) -> dict[str, str]:
        """Code → Chinese name."""
        return self.column("zh")

    @cached_property
    def words(self) -> dict[str, str]:
        """What people write besides the names → code, in the order of the file."""
        return {w: row["code"] for row in self.rows for w in row["words"].split("|") if w}

    @cached_property
    def by_word(self) -> dict[str, str]:
        """Chinese name, or another word people write → code."""
        return {name: code for code, name in self.chinese.items()} | self.words

    def column(self, name: str) -> dict[str, str]:
        """Code → what stands in a column of the file."""
        return {row["code"]: row[name] for row in self.rows}


def _read(standard: str, file: str) -> CodeTable:
    with (HERE / f"{file}.csv").open(encoding="utf-8", newline="") as lines:
        return CodeTable(standard, tuple(csv.DictReader(lines, strict=True)))


PROVINCE = _read("GB/T 2260-2007", "gb-t-2260-2007-province")
"""The first two digits of division codes. 83 stands in numbers of permits for residents of Taiwan."""
SEX = _read("GB/T 2261.1-2003", "gb-t-2261.1-2003-sex")
MARITAL_STATUS = _read("GB/T 2261.2-2003", "gb-t-2261.2-2003-marital-status")
ETHNICITY = _read("GB/T 3304-1991", "gb-t-3304-1991-ethnicity")
"""Printed on the permit, searched and counted nowhere (DESIGN §5)."""
EDUCATION = _read("GB/T 4658-2006", "gb-t-4658-2006-education")
RELATION = _read("GB/T 4761-2008", "gb-t-4761-2008-relation")
"""Relations to the head of a household, the whole table; every other list of relations is a choice of these."""
MOVE_REASON = _read("GB/T 31000-2015 reasons", "gb-t-31000-2015-reason")
"""Reasons of moving in. Column `police`: the entry of the list of police forms; a transfer (09) has none of its own."""
DWELLING = _read("GB/T 31000-2015 dwellings", "gb-t-31000-2015-dwelling")
HAZARD = _read("GB/T 31000-2015 hazards", "gb-t-31000-2015-hazard")
"""Types of hazards of a house. Column `premises`: it is of a building and its rooms, not of who lives there."""
DOCUMENT = _read("GA/T 517-2004", "ga-t-517-2004-document")
POLICE_REASON = _read("police forms of Guangdong", "guangdong-police-reason")
"""Column `standard`: the code of GB/T 31000."""
COUNTRY = _read("ISO 3166-1:2020", "iso-3166-1-2020-country")
"""By alpha-3; columns `alpha2`, `numeric`."""
RESOURCE_SHARING = _read("resource guide 2017 sharing", "resource-guide-2017-sharing")
"""The sharing attribute in the guide to catalogues of government information resources."""
RESOURCE_CYCLE = _read("resource guide 2017 cycle", "resource-guide-2017-cycle")
RESOURCE_FORMAT = _read("resource guide 2017 format", "resource-guide-2017-format")
RESOURCE_ITEM_TYPE = _read("resource guide 2017 item type", "resource-guide-2017-item-type")

TABLES: dict[str, CodeTable] = {
    table.standard: table
    for table in (
        PROVINCE,
        SEX,
        MARITAL_STATUS,
        ETHNICITY,
        EDUCATION,
        RELATION,
        MOVE_REASON,
        DWELLING,
        HAZARD,
        DOCUMENT,
        POLICE_REASON,
        COUNTRY,
        RESOURCE_SHARING,
        RESOURCE_CYCLE,
        RESOURCE_FORMAT,
        RESOURCE_ITEM_TYPE,
    )
}
"""Every table by its standard."""
