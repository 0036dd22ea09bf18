"""`--cards` photographs of invented people's cards (1,000 unless said; `bench/card_pictures.py`), turned, aslant, soft,
with glare and noise, read as a form would have them read; one name in eight has a character that the recogniser's
dictionary does not hold, one in nine of the others a rarer one that it holds. No installation.

Counted: numbers that are wrong, names that are wrong (a silent replacement among them), fields left empty.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from bench.harness import SEED, Report, arguments, show, spread

TODAY = date(2026, 11, 30)
RARE_EVERY = 8


def run(words: Sequence[str] | None = None) -> int:
    args = arguments(
        words,
        __doc__ or "",
        lambda p: (
            p.add_argument("--cards", type=int, default=1_000),
            p.add_argument("--first", type=int, default=0, help="number of the first card"),
        )[0],
    )
    return show(measure(args.cards, args.first), as_json=args.json)


def measure(cards: int, first: int = 0) -> Report:
    from anju.foundation.cards.machine import Machine
    from anju.foundation.cards.reading import read_card
    from bench.card_pictures import card, photograph

    report = Report("card-photos", rows=cards)
    machine = Machine()
    rare, uncommon = beyond(machine.dictionary)
    told: Counter[str] = Counter()
    wrong: list[dict[str, Any]] = []
    seconds: list[float] = []
    begun = time.perf_counter()
    for n in range(first, first + cards):
        chance = random.Random(SEED * 1_000_003 + n)
        printed = card(chance, rare=rare if n % RARE_EVERY == 0 else "", uncommon=uncommon)
        picture = photograph(printed, chance)
        started = time.perf_counter()
        found = read_card(picture, machine, today=TODAY)
        seconds.append(time.perf_counter() - started)
        for field, value, truth in (
            ("number", found.doc_number, printed.number),
            ("rare_name" if printed.rare else "name", found.name, printed.name),
            ("birth_date", found.birth_date, printed.born),
            ("sex", found.sex, {"男": "1", "女": "2"}[printed.sex]),
            ("address", found.address, printed.address),
        ):
            how = "empty" if value is None else "right" if value == truth else "wrong"
            told[f"{field}_{how}"] += 1
            if how == "wrong":
                wrong.append({"card": n, "field": field, "read": str(value), "printed": str(truth)})
        if (n + 1) % 50 == 0:
            print(f"  {n + 1 - first} cards, {dict(told)}", file=sys.stderr)
    report.seconds = time.perf_counter() - begun
    names = told["name_right"] + told["name_wrong"] + told["name_empty"]
    report.figures = {
        **dict(sorted(told.items())),
        "wrong": wrong[:50],
        "one_card": spread(seconds),
        "names_filled": round(told["name_right"] / max(1, names), 4),
    }
    right = cards - told["name_wrong"] - told["rare_name_wrong"]
    report.at_most("wrong numbers accepted", told["number_wrong"], 0)
    report.at_least("names right or empty", right / cards, 0.999)
    report.at_most(
        "names with a character beyond the dictionary replaced", told["rare_name_wrong"], 0
    )
    report.at_least("numbers filled", told["number_right"] / cards, 0.97)
    return report


def beyond(dictionary: Sequence[str]) -> tuple[str, str]:
    """Characters of GB 18030-2022 that the dictionary does not hold, and those of GB 2312 that it holds; of both what
    the fonts of this machine draw."""
    from anju.interfaces.web.fonts import GB18030
    from bench.card_pictures import printable

    known = set(dictionary)
    blocks = [GB18030[name] for name in GB18030 if name.startswith("CJK")]
    rare = [chr(c) for first, last in blocks for c in range(first, last + 1) if chr(c) not in known]
    rows = (bytes([high, low]) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    uncommon = [text for row in rows if (text := row.decode("gb2312", "ignore")) in known and text]
    return "".join(filter(printable, rare)), "".join(uncommon)
