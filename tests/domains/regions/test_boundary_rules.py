from __future__ import annotations

import random

import pytest
import shapely
from bench.grid_edits import edited, lattice, some_steps
from hypothesis import given, settings
from hypothesis import strategies as st

from anju.domains.regions.data.boundaries import Boundary, Datum, Draw, Insert, Join, Move, Split
from anju.domains.regions.rules import coverage, datum, geojson
from anju.domains.regions.rules.shapes import METRE, closed_up, geometry, square_metres
from anju.domains.regions.rules.steps import Drawing, read_steps, written
from anju.foundation.clock import now
from anju.foundation.errors import Refused
from tests.factories.grids import at, square

ONE, TWO, THREE = "430181124205001", "430181124205002", "430181124007001"


def shape(ring):
    return ((tuple(map(tuple, ring)),),)


def three():
    return {ONE: shape(square(0, 0)), TWO: shape(square(1, 0)), THREE: shape(square(0, 1, 2))}


def valid(shapes):
    """Said by the library about the geometries, not by our rules."""
    every = [geometry(s) for s in shapes.values()]
    return bool(shapely.is_valid(every).all() and shapely.coverage_is_valid(every, gap_width=METRE))


def ground(shapes):
    return shapely.union_all([geometry(s) for s in shapes.values()]).area


@settings(max_examples=6)
@given(st.integers(0, 10_000))
def test_whatever_is_edited_no_gap_and_no_overlap_comes(seed):
    chance, shapes = random.Random(seed), lattice(30, seed)
    saved = 0
    for _ in range(30):
        after = edited(shapes, some_steps(shapes, chance))
        if after is not None:
            assert valid(after)
            shapes, saved = after, saved + 1
    assert saved > 10


def test_a_corner_moves_in_every_grid_that_has_it_and_the_ground_stays_covered():
    drawing = Drawing(
        {k: v for k, v in three().items() if k != THREE}
        | {THREE: shape([at(0, 1), at(1, 1), at(2, 1), at(2, 2), at(0, 2)])}
    )
    before = ground(drawing.shapes)
    drawing.take(Move(tuple(at(1, 1)), tuple(at(1.2, 1.1))))
    assert drawing.changed == {ONE, TWO, THREE}
    assert valid(drawing.shapes) and ground(drawing.shapes) == before


def test_a_side_that_a_longer_one_passes_is_a_fault_until_it_has_the_corner():
    shapes = three()
    found = coverage.faults(shapes, frozenset({THREE}))
    assert {f.kind for f in found} == {"overlap"} and all(f.lines for f in found)
    drawing = Drawing(shapes)
    drawing.take(Insert(tuple(at(0, 1)), tuple(at(2, 1)), tuple(at(1, 1))))
    assert drawing.changed == {THREE} and not coverage.faults(drawing.shapes, frozenset({THREE}))


def test_a_cut_grid_keeps_its_code_in_the_larger_part_and_loses_no_ground():
    drawing = Drawing(three())
    drawing.take(Insert(tuple(at(0, 0)), tuple(at(1, 0)), tuple(at(0.3, 0))))
    drawing.take(Insert(tuple(at(1, 1)), tuple(at(0, 1)), tuple(at(0.3, 1))))
    drawing.take(Split(ONE, (tuple(at(0.3, 0)), tuple(at(0.4, 0.5)), tuple(at(0.3, 1))), 7, "新"))
    new = "430181124205007"
    assert drawing.made == {new: "新"}
    assert square_metres(drawing.shapes[ONE]) > square_metres(drawing.shapes[new])
    parts = geometry(drawing.shapes[ONE]).area + geometry(drawing.shapes[new]).area
    assert parts == geometry(three()[ONE]).area
    assert valid({k: v for k, v in drawing.shapes.items() if k != THREE})


def test_joining_gives_the_kept_grid_the_ground_of_the_other():
    drawing = Drawing(three())
    drawing.take(Join(ONE, TWO))
    assert drawing.ended == {TWO} and TWO not in drawing.shapes
    assert geometry(drawing.shapes[ONE]).equals(geometry(shape(square(0, 0, 2))))


@pytest.mark.parametrize(
    ("step", "code"),
    [
        (Move((1, 1), (2, 2)), "grid_step_lost"),
        (
            Split(ONE, (tuple(at(0, 0)), tuple(at(3, 3)), tuple(at(1, 1))), 9, "x"),
            "grid_split_line",
        ),
        (Split(ONE, (tuple(at(0, 0)), tuple(at(0.5, 0.5))), 9, "x"), "grid_split_line"),
        (Split(ONE, (tuple(at(0, 0)), tuple(at(1, 0))), 9, "x"), "grid_split_line"),
        (Split(ONE, (tuple(at(0, 0)), tuple(at(1, 1))), 2, "x"), "grid_number"),
        (Join(ONE, THREE), "grid_join_apart"),
        (Join(ONE, "430181124205099"), "grid_step_lost"),
        (Draw(TWO, ((0, 0), (1, 0), (1, 1))), "grid_drawn"),
        (Draw("430181124205044", tuple(map(tuple, square(0.2, 0.2, 0.1)))), "grid_nothing_left"),
    ],
)
def test_a_step_that_cannot_be_done_says_why(step, code):
    with pytest.raises(Refused, match=code):
        Drawing(three()).take(step)


def test_a_grid_drawn_over_others_gets_what_is_free_and_shares_their_corners():
    drawing = Drawing({ONE: shape(square(0, 0)), TWO: shape(square(1, 0))})
    new = "430181124205003"
    drawing.take(Draw(new, tuple(map(tuple, square(0.5, 0.5, 1)))))
    assert geometry(drawing.shapes[new]).bounds[1] == at(0, 1)[1]
    assert valid(drawing.shapes) and {ONE, TWO, new} == drawing.changed


@pytest.mark.parametrize(
    ("kind", "moves"),
    [
        ("overlap", [((2, 1), (0.9, 1.5))]),
        ("small", [((1, 0), (0.001, 0)), ((1, 1), (0.001, 1))]),
        ("crosses", [((0, 0), (3, 0.5))]),
    ],
)
def test_what_a_move_would_break_is_named(kind, moves):
    shapes = {ONE: shape(square(0, 0)), TWO: shape(square(1, 0)), THREE: shape(square(0, 1))}
    drawing = Drawing(shapes)
    for one, other in moves:
        drawing.take(Move(tuple(at(*one)), tuple(at(*other))))
    assert kind in {f.kind for f in coverage.faults(drawing.shapes, frozenset(drawing.changed))}


def test_a_gap_of_half_a_metre_is_a_fault_and_one_of_three_metres_is_a_street():
    one = shape(square(0, 0))
    for metres, faulty in ((0.5, True), (3, False)):
        wide = metres * METRE / 20_000 / 0.88
        shapes = {ONE: one, TWO: shape(square(1 + wide, 0))}
        assert bool(coverage.faults(shapes, frozenset({TWO}))) is faulty


def test_steps_are_read_as_they_were_written():
    steps = (
        Move((1, 2), (3, 4)),
        Insert((1, 2), (3, 4), (2, 3)),
        Split(ONE, ((1, 2), (3, 4)), 5, "东"),
        Join(ONE, TWO),
        Draw(ONE, ((1, 2), (3, 4), (5, 6))),
    )
    assert read_steps([written(s) for s in steps]) == steps


@pytest.mark.parametrize(
    "raw",
    [
        None,
        [],
        {},
        [1],
        [{"do": "melt"}],
        [{"do": "move", "at": [1], "to": [2, 3]}],
        [{"do": "move", "at": [1.5, 2], "to": [2, 3]}],
        [{"do": "remove", "at": [10**12, 1]}],
    ],
)
def test_what_is_no_step_is_refused(raw):
    with pytest.raises(Refused, match="grid_step_unreadable"):
        read_steps(raw)


def test_sides_that_do_not_agree_are_made_to():
    drawn = {
        ONE: shape(square(0, 0)),
        TWO: shape([at(1.002, -0.001), at(2, 0), at(2, 1), at(0.999, 1.003)]),
    }
    assert not valid(drawn)
    fitted = coverage.cleaned(drawn)
    assert valid(fitted) and coverage.whole(fitted)
    for code in drawn:
        assert abs(square_metres(fitted[code]) - square_metres(drawn[code])) < 300


@given(st.floats(73, 135), st.floats(18, 53))
def test_the_shift_of_commercial_maps_is_taken_back_to_the_centimetre(lon, lat):
    there = datum.shifted(lon, lat)
    assert 50 < abs(there[0] - lon) * 96_000 + abs(there[1] - lat) * 111_000 < 1_500
    back = datum.unshifted(*there)
    assert back == pytest.approx((lon, lat), abs=1e-8)


def test_the_shift_agrees_with_a_published_pair():
    """Tiananmen in both, as map software publishes it."""
    assert datum.shifted(116.39128, 39.90750) == pytest.approx((116.39752, 39.90890), abs=2e-5)
    assert datum.shifted(2.35, 48.85) == (2.35, 48.85)


@pytest.mark.parametrize("kind", list(Datum))
def test_a_file_written_and_read_again_is_the_same(kind):
    ring = tuple(map(tuple, square(3, 4)))
    found = geojson.written([Boundary(ONE, "第1网格", 1, ((ring,),), 1, now())], kind)
    (read,) = geojson.read(found, kind)
    assert (read.code, read.name, read.problem) == (ONE, "第1网格", "")
    assert (
        max(
            abs(a - b)
            for p, q in zip(ring, read.shape[0][0], strict=True)
            for a, b in zip(p, q, strict=True)
        )
        <= 1
    )


def test_a_ring_says_each_corner_once():
    assert closed_up(((1, 1), (1, 1), (2, 2), (3, 1), (1, 1))) == ((1, 1), (2, 2), (3, 1))
