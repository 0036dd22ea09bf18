"""The naive model itself, where it once read otherwise than the rules."""

from __future__ import annotations

from datetime import date

from tests.model.naive import Model, Said, Stay


def test_what_lies_beside_a_life_stays_when_an_accepted_contradiction_ends_a_stay_begun_with_it():
    """Only habitual stays contradict. The stay beside has the same home and first day: it is not the
    one that gives way."""
    day, model = date(2026, 11, 1).replace, Model(date(2026, 11, 29), set())
    beside = Stay(day(day=20), "A", day(day=25), habitual=False)
    model.of("somebody").stays = [beside, Stay(day(day=20), "A")]
    said = Said(0, "arrive", "somebody", "B", day(day=22), prevails=True)
    assert model.declare(said) == "applied"
    assert sorted(map(str, (s.shown() for s in model.of("somebody").stays))) == sorted(
        map(
            str,
            [
                beside.shown(),
                Stay(day(day=20), "A", day(day=22)).shown(),
                Stay(day(day=22), "B").shown(),
            ],
        )
    )
