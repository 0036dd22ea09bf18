"""Tables of the literature, as published."""

from itertools import product

_HARE = """- 3 6 0 5 1 0 0
3 2 3 0 0 1 0 0
4 2 3 1 0 1 0 0
1 0 0 0 0 0 0 0
4 1 1 1 2 0 2 0
4 0 3 0 1 0 2 0
2 0 1 0 1 0 1 0
1 1 1 0 0 0 1 2"""
HARE = {
    tuple(int(b) for b in f"{row:03b}{column:03b}"): int(n)
    for row, line in enumerate(_HARE.splitlines())
    for column, n in enumerate(line.split())
    if n != "-"
}
"""Snowshoe hares on six occasions (Cormack 1989, Agresti 1994)."""
HIV = dict(
    zip(
        product((1, 0), repeat=4),
        [0, 3, 1, 33, 0, 20, 6, 403, 3, 35, 10, 545, 11, 621, 205],
        strict=False,
    )
)
"""HIV in Rome, four registers (Abeni and others 1994); in the order of the table."""
KOSOVO = dict(
    zip(
        product((1, 0), repeat=4),
        [27, 32, 42, 123, 18, 31, 106, 306, 181, 217, 228, 936, 177, 845, 1131],
        strict=False,
    )
)
"""Killings in Kosovo 1999, four sources (Ball and others 2002)."""
DUTCH = {1: 1645, 2: 183, 3: 37, 4: 13, 5: 1, 6: 1}
"""Illegal immigrants in the Netherlands by the number of arrests."""
SPINA_BIFIDA = dict(zip(product((0, 1), repeat=3), [0, 60, 49, 4, 247, 112, 142, 12], strict=True))
"""Births with spina bifida, three sources (Hook and others 1980)."""
