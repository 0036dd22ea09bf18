from __future__ import annotations

import json
from datetime import timedelta

import pytest

from anju.domains.regions import api
from anju.domains.regions.api import Datum
from anju.foundation.actor import Actor, Grant
from anju.foundation.audit import api as audit
from anju.foundation.clock import now
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from tests.factories.grids import PLATFORM, at, collection, feature, square, squares, versions
from tests.factories.register import HERE, NEXT_DOOR, STREET

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tables")]


def edit(*steps, actor=PLATFORM, base=None, save=True, when=None, region=STREET):
    base = versions(region) if base is None else base
    return api.edit_boundaries(
        actor=actor, region=region, steps=list(steps), base=base, at=when or now(), save=save
    )


def move(one, other):
    return {"do": "move", "at": at(*one), "to": at(*other)}


def shapes(prefix=STREET, **how):
    return {b.code: b.shape for b in api.boundaries(prefix, **how)}


def officer(region, permission="grid.edit"):
    grant = Grant("street", frozenset({permission}), region=region)
    return Actor(kind="staff", user_id=5, label="街道", grants=(grant,))


def test_a_file_brings_grids_and_their_boundaries_and_again_changes_nothing():
    codes = squares(HERE, 3)
    assert [b.code for b in api.boundaries(STREET)] == codes
    assert [b.name for b in api.boundaries(HERE)] == ["第1网格", "第2网格", "第3网格"]
    assert all(38_000 < b.area < 46_000 for b in api.boundaries(HERE))
    text = api.geojson_of(api.boundaries(STREET))
    assert (
        api.take_boundaries(actor=PLATFORM, region=STREET, text=text, datum=Datum.WGS84, at=now())
        is None
    )


@pytest.mark.parametrize("datum", list(Datum))
def test_boundaries_go_out_and_come_back_in_either_datum(datum):
    squares(HERE, 3)
    text = api.geojson_of(api.boundaries(STREET), datum=datum)
    assert json.loads(text)["datum"] == datum
    found = api.preview_boundaries(actor=PLATFORM, region=STREET, text=text, datum=datum)
    assert not found.faults and all(g.shifted == 0 for g in found.grids)


def test_an_edit_moves_the_shared_corner_and_can_be_undone_and_done_again():
    codes, before = squares(HERE, 3), shapes()
    first = edit(move((1, 1), (1.2, 1.1)))
    assert set(first.shapes) == set(codes[:2]) and not first.faults
    after = shapes()
    assert after != before and after[codes[2]] == before[codes[2]]
    undone = api.undo_grid_edit(first.edit, actor=PLATFORM, at=now())
    assert shapes() == before
    api.undo_grid_edit(undone, actor=PLATFORM, at=now())
    assert shapes() == after
    with pytest.raises(Conflict, match="grid_changed_since"):
        api.undo_grid_edit(first.edit, actor=PLATFORM, at=now())


def test_edits_are_undone_one_after_the_other_from_the_last():
    codes, before = squares(HERE, 2), shapes()
    first = edit(move((1, 1), (1.2, 1.1)))
    cut = {"do": "split", "code": codes[0], "line": [at(0, 0), at(1.2, 1.1)], "number": 9}
    second = edit({**cut, "name": "新"})
    api.undo_grid_edit(second.edit, actor=PLATFORM, at=now())
    api.undo_grid_edit(first.edit, actor=PLATFORM, at=now())
    assert shapes() == before


def test_the_past_is_kept_by_moment():
    squares(HERE, 2)
    before, earlier = shapes(), now()
    later = earlier + timedelta(minutes=5)
    edit(move((1, 1), (1.2, 1.1)), when=later)
    assert shapes(at=earlier) == before != shapes(at=later + timedelta(seconds=1))
    assert shapes(at=earlier - timedelta(days=9)) == {}


def test_a_fault_saves_nothing_and_says_where():
    squares(HERE, 3)
    before = shapes()
    found = edit(move((0, 0), (2.5, 0.5)))
    assert found.edit is None and found.faults and shapes() == before


def test_trying_saves_nothing():
    squares(HERE, 3)
    before = shapes()
    found = edit(move((1, 1), (1.2, 1.1)), save=False)
    assert found.edit is None and not found.faults and shapes() == before


def test_a_cut_makes_a_grid_and_its_undo_ends_it():
    codes, before = squares(HERE, 2), shapes()
    cut = {
        "do": "split",
        "code": codes[0],
        "line": [at(0, 0), at(1, 1)],
        "number": 9,
        "name": "新网格",
    }
    made = edit(cut)
    assert made.made == {f"{HERE}009": "新网格"}
    assert api.get(f"{HERE}009").name == "新网格" and f"{HERE}009" in shapes()
    api.undo_grid_edit(made.edit, actor=PLATFORM, at=now())
    assert shapes() == before
    assert f"{HERE}009" not in [p.code for p in api.children(HERE)]
    again = edit({**cut, "name": "又一个"})
    assert again.edit and api.get(f"{HERE}009").name == "又一个"


def test_joined_grids_are_one_and_parted_by_undo():
    codes, before = squares(HERE, 3), shapes()
    joined = edit({"do": "join", "kept": codes[0], "gone": codes[1]})
    assert [p.code for p in api.children(HERE)] == [codes[0], codes[2]]
    api.undo_grid_edit(joined.edit, actor=PLATFORM, at=now())
    assert shapes() == before and [p.code for p in api.children(HERE)] == codes


def test_a_boundary_drawn_for_a_grid_on_file_goes_with_the_undo_and_the_grid_stays():
    squares(HERE, 2)
    api.add_grid(actor=PLATFORM, community=HERE, number=8, name="老网格", day=now().date())
    code = f"{HERE}008"
    drawn = edit({"do": "draw", "code": code, "ring": square(1.5, 0.5)})
    assert code in shapes()
    api.undo_grid_edit(drawn.edit, actor=PLATFORM, at=now())
    assert code not in shapes() and code in [p.code for p in api.children(HERE)]


def test_who_edits_an_old_map_is_told_whose_grids_changed():
    squares(HERE, 3)
    old = versions(STREET)
    edit(move((1, 1), (1.2, 1.1)), base=old)
    with pytest.raises(Conflict, match="grid_changed_meanwhile") as told:
        edit(move((1, 0), (1.1, 0)), base=old)
    assert told.value.params["grids"] == ["第1网格", "第2网格"]
    assert edit(move((3, 0), (3.1, 0)), base=old).edit, "the third grid nobody had touched"


def test_an_edit_that_later_ones_build_on_is_not_undone():
    squares(HERE, 3)
    first = edit(move((1, 1), (1.2, 1.1)))
    edit(move((1, 0), (1.1, 0)))
    with pytest.raises(Conflict, match="grid_changed_since"):
        api.undo_grid_edit(first.edit, actor=PLATFORM, at=now())


def test_old_boundaries_that_no_longer_fit_are_not_brought_back():
    squares(HERE, 1)
    edit(move((1, 1), (3, 1)))
    back = edit(move((3, 1), (1, 1)))
    ring = [at(1.3, 0.6), at(1.6, 0.6), at(1.6, 0.9), at(1.3, 0.9)]
    api.add_grid(actor=PLATFORM, community=HERE, number=5, name="新", day=now().date())
    assert edit({"do": "draw", "code": f"{HERE}005", "ring": ring}).edit
    with pytest.raises(Refused, match="grid_undo_faults"):
        api.undo_grid_edit(back.edit, actor=PLATFORM, at=now())


def test_only_who_answers_for_every_grid_that_changes_may_save():
    squares(HERE, 1)
    squares(NEXT_DOOR, 1, row=1)
    assert edit(move((0, 0), (0.1, 0)), actor=officer(HERE), region=HERE).edit
    with pytest.raises(NotAllowed):
        edit(move((1, 1), (1.1, 1)), actor=officer(HERE), region=HERE)
    assert edit(move((1, 1), (1.1, 1)), actor=officer(STREET)).edit
    with pytest.raises(NotAllowed):
        edit(move((1, 1), (1.2, 1)), actor=officer(STREET, "rules.edit"))


def test_a_border_with_another_community_moves_on_both_sides():
    squares(HERE, 2)
    squares(NEXT_DOOR, 2, row=1)
    assert set(edit(move((1, 1), (1.1, 1.1))).shapes) == {
        f"{HERE}001",
        f"{HERE}002",
        f"{NEXT_DOOR}001",
        f"{NEXT_DOOR}002",
    }


def test_points_are_found_in_their_grids():
    one, two = squares(HERE, 2)
    points = [tuple(at(0.5, 0.5)), None, tuple(at(1.5, 0.9)), tuple(at(9, 9)), tuple(at(1, 0.5))]
    assert api.grids_at(points, within=STREET) == [one, "", two, "", one]


def test_the_history_says_who_did_what_and_what_was_undone():
    squares(HERE, 2)
    done = edit(move((1, 1), (1.2, 1.1)), actor=officer(STREET))
    undone = api.undo_grid_edit(done.edit, actor=officer(STREET), at=now())
    last, first, brought = api.grid_edits(STREET)
    assert (last.kind, last.undoes, last.id) == ("undo", done.edit, undone)
    assert (first.kind, first.undone, first.by_label, first.steps) == ("edit", undone, "街道", 1)
    assert brought.kind == "import" and api.grid_edits("43018110") == []
    entry, ended, begun = api.grid_edit(done.edit)
    assert entry == first and len(ended) == len(begun) == 2
    with pytest.raises(NotFound, match="grid_edit_unknown"):
        api.grid_edit(10**9)
    assert {e.action for e in audit.entries(actor=PLATFORM, limit=3)} >= {
        "grids.edit",
        "grids.undo",
    }


def test_a_file_with_gaps_and_overlaps_is_made_to_fit_and_says_so():
    text = collection(
        feature(f"{HERE}001", square(0, 0), "甲"),
        feature(f"{HERE}002", [at(1.003, 0), at(2, 0), at(2, 1), at(0.998, 1.002)], "乙"),
    )
    found = api.preview_boundaries(actor=PLATFORM, region=STREET, text=text, datum=Datum.WGS84)
    assert found.cleaned and not found.faults and [g.change for g in found.grids] == ["new", "new"]
    assert any(0 < g.shifted < 400 for g in found.grids)
    assert api.take_boundaries(
        actor=PLATFORM, region=STREET, text=text, datum=Datum.WGS84, at=now()
    )


def test_what_is_wrong_in_a_file_is_said_by_feature_and_nothing_is_taken():
    squares(HERE, 1)
    edit(
        {
            "do": "split",
            "code": f"{HERE}001",
            "line": [at(0, 0), at(1, 1)],
            "number": 7,
            "name": "x",
        }
    )
    edit({"do": "join", "kept": f"{HERE}001", "gone": f"{HERE}007"})
    point = {
        "type": "Feature",
        "properties": {"code": f"{HERE}003"},
        "geometry": {"type": "Point", "coordinates": [1, 2]},
    }
    bad = feature(f"{HERE}004", square(4, 4), "远")
    bad["geometry"]["coordinates"][0][0] = [900, 900]
    text = collection(
        feature(f"{HERE}002", square(1, 0), "好"),
        feature(f"{HERE}002", square(2, 0), "又"),
        feature("430181100001001", square(5, 5), "外"),
        feature(f"{HERE}005", square(6, 6)),
        feature("99", square(7, 7), "谁"),
        feature("430181124999001", square(8, 8), "无"),
        feature(f"{HERE}007", square(9, 9), "旧"),
        point,
        bad,
    )
    found = api.preview_boundaries(actor=PLATFORM, region=STREET, text=text, datum=Datum.WGS84)
    assert dict(found.problems) == {
        2: "geojson_twice",
        3: "geojson_outside",
        4: "geojson_name_missing",
        5: "geojson_which_grid",
        6: "geojson_community",
        7: "geojson_grid_ended",
        8: "geojson_not_a_polygon",
        9: "geojson_coordinates",
    }
    with pytest.raises(Refused, match="geojson_problems"):
        api.take_boundaries(actor=PLATFORM, region=STREET, text=text, datum=Datum.WGS84, at=now())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "geojson_unreadable"),
        ("[" * 99_999, "geojson_unreadable"),
        ("[]", "geojson_no_features"),
        ('{"features": []}', "geojson_no_features"),
        ('{"features": ' + json.dumps([1] * 5001) + "}", "geojson_many"),
    ],
)
def test_a_file_that_is_none_is_refused(text, code):
    with pytest.raises(Refused, match=code):
        api.preview_boundaries(actor=PLATFORM, region=STREET, text=text, datum=Datum.WGS84)


def test_a_grid_gets_another_name():
    (code,) = squares(HERE, 1)
    api.rename_grid(actor=officer(HERE), code=code, name="东片")
    assert api.get(code).name == "东片" and api.get(code).full_name.endswith("东片")
    with pytest.raises(Refused, match="grid_name_missing"):
        api.rename_grid(actor=PLATFORM, code=code, name=" ")
    with pytest.raises(NotFound, match="grid_unknown"):
        api.rename_grid(actor=PLATFORM, code=HERE, name="x")
