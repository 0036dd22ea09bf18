"""The recurring pieces: they render, speak without colour, and need nothing the browser refuses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.template import Context, Template
from django.utils import timezone, translation

import anju
from anju.interfaces.web.pieces import charts, durations, lifeline
from anju.interfaces.web.templatetags.anju_pieces import day, moment
from tests.interfaces.web import examples

SOURCE = Path(anju.__file__).parent
TEMPLATES = sorted(SOURCE.glob("interfaces/web/**/templates/**/*.html"))
STATES = {"free": "空置", "let": "在租", "due": "到期待退", "over": "超员"}


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    with translation.override("zh-hans"):
        yield


def draw(source: str, **context: object) -> str:
    return Template("{% load anju_pieces anju_icons %}" + source).render(Context(context))


@pytest.mark.parametrize(("state", "word"), STATES.items())
def test_a_room_says_its_state_in_words_and_by_icon(state: str, word: str):
    room = {"number": "301", "state": state, "people": 1, "capacity": 2, "due": None, "url": "#"}
    html = draw("{% room_grid floors %}", floors=[{"label": "3 层", "rooms": [room]}])
    cell = html.split('class="aj-floors"')[1]
    assert word in cell
    assert "<svg" in cell


def test_the_room_grid_counts_each_state():
    html = draw("{% room_grid floors %}", floors=examples.floors())
    counts = dict(re.findall(r'data-show="(\w+)".*?<b>(\d+)</b>', html, re.S))
    rooms = [room["state"] for floor in examples.floors() for room in floor["rooms"]]
    assert counts == {state: str(rooms.count(state)) for state in STATES}


def test_a_difference_names_the_change_and_marks_before_and_after():
    html = draw("{% difference rows True %}", rows=examples.rows())
    for word in ("有问题", "新增", "不在名单", "有变化", "无变化"):
        assert word in html
    assert "原为" in html
    assert "<del>" in html


def test_people_missing_from_a_roster_are_not_ticked_by_themselves():
    html = draw(
        "{% difference rows True %}",
        rows=[{"id": 6, "kind": "left", "who": "石大勇", "fields": []}],
    )
    box = re.search(r"<input[^>]*>", html)
    assert box is not None
    assert "checked" not in box[0]


NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("due", "text", "tone"),
    [
        (NOW - timedelta(minutes=1), "已超 1 分钟", "late"),
        (NOW + timedelta(hours=5), "还剩 5 小时", "soon"),
        (NOW + timedelta(days=9), "还剩 9 天", "calm"),
        (date(2026, 11, 21), "还剩 11 小时", "soon"),  # noon in Shanghai, until midnight there
        (date(2026, 11, 20), "已超 12 小时", "late"),
    ],
)
def test_a_deadline_is_told_in_words(due: date, text: str, tone: str):
    left = durations.left(due, NOW)
    assert (left.text, left.tone) == (text, tone)


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (date(2024, 1, 31), date(2024, 2, 29), "29 天"),
        (date(2024, 1, 15), date(2024, 2, 15), "1 个月"),
        (date(2020, 3, 1), date(2026, 11, 21), "6 年 8 个月"),
    ],
)
def test_a_period_is_told_in_words(start: date, end: date, text: str):
    assert durations.lasted(start, end) == text


def entry(start: date, end: date | None, lane: str = "job") -> dict[str, object]:
    return {"lane": lane, "label": "x", "start": start, "end": end}


def test_entries_at_the_same_time_stand_in_rows_of_their_own():
    axis = lifeline.axis(
        [
            entry(date(2020, 1, 1), None),
            entry(date(2021, 1, 1), date(2022, 1, 1)),
            entry(date(2022, 1, 1), date(2023, 1, 1)),
        ],
        date(2026, 11, 21),
    )
    assert [bar.y for bar in axis.lanes[0].bars] == [0, lifeline.ROW, lifeline.ROW]


def test_an_empty_life_line_says_so():
    assert "还没有任何记录" in draw(
        "{% life_line entries today %}", entries=[], today=date(2026, 11, 21)
    )


def test_bars_of_the_daily_chart_stay_inside_it():
    bars, zero = charts.flow(
        [{"label": "a", "came": 10, "went": 0}, {"label": "b", "came": 0, "went": 30}]
    )
    assert all(bar.top >= 0 and zero + bar.down <= 100.01 for bar in bars)


def test_empty_charts_do_not_fail():
    assert charts.flow([])[0] == []
    assert charts.shares([{"label": "a", "count": 0}])[0].percent == "0.0%"


def test_a_masked_value_asks_for_a_purpose_and_never_holds_the_whole():
    html = draw('{% masked "430181********9975" "/reveal/" "证件号码" %}')
    assert html.count('name="purpose"') >= 3
    assert not re.search(r"\d{17}", html)


def test_a_task_has_at_most_three_steps():
    with pytest.raises(ValueError, match="two tasks"):
        draw('{% steps "一|二|三|四" 1 %}')


def test_text_of_people_is_escaped():
    row = {"id": 1, "kind": "joined", "who": "<script>x</script>", "fields": []}
    html = draw("{% difference rows True %}", rows=[row])
    assert "&lt;script&gt;x" in html
    assert "<script>x" not in html


def test_an_unknown_icon_is_an_error():
    with pytest.raises(LookupError):
        draw('{% icon "no-such-icon" %}')


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda file: file.name)
def test_no_template_carries_inline_style_script_or_evaluated_code(template: Path):
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"<style\b", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert not re.search(
        r"\bhx-on[:=-]|hx-(vals|headers)[^=]*=\s*['\"]js:|hx-trigger=\"[^\"]*\[", text
    )


@cache
def catalogue() -> dict[str, object]:
    found: dict[str, object] = {}
    for file in SOURCE.glob("interfaces/web/**/locale/en/LC_MESSAGES/django.po"):
        with file.open("rb") as stream:
            for message in read_po(stream, locale="en"):
                key = message.id[0] if isinstance(message.id, tuple) else message.id
                if key and all(
                    [message.string] if isinstance(message.string, str) else message.string
                ):
                    found[key] = message.string
    return found


def sentences(text: str) -> Iterator[str]:
    for told in re.findall(r'{%-?\s*trans(?:late)?\s+"([^"]+)"', text):
        yield told.replace("%", "%%")  # so Django looks it up
    block = r"{%\s*blocktrans(?:late)?\b(.*?)%}(.*?){%\s*endblocktrans(?:late)?\s*%}"
    for options, body in re.findall(block, text, re.S):
        first = re.split(r"{%\s*plural\s*%}", body)[0].replace("%", "%%")
        first = re.sub(r"{{\s*(\w+)\s*}}", r"%(\1)s", first)
        yield (
            " ".join(line.strip() for line in first.strip().splitlines())
            if "trimmed" in options
            else first
        )


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda file: file.name)
def test_every_sentence_of_a_template_has_its_english(template: Path):
    known = catalogue()
    missing = {
        s
        for s in sentences(template.read_text(encoding="utf-8"))
        if re.search(r"[\u4e00-\u9fff]", s) and s not in known
    }
    assert missing == set()


def test_a_life_line_says_of_each_period_whether_it_is_to_come_lasts_or_is_over():
    day = date(2026, 11, 21)
    entry = {"lane": "permit", "detail": "", "source": "", "said": day, "url": "", "state": ""}
    text = draw(
        "{% life_line entries today %}",
        today=day,
        entries=[{**entry, "label": "使用功能中止", "start": date(2026, 10, 6), "end": None}],
    )
    assert "当前" in text
    assert "尚未开始" not in text
    text = draw(
        "{% life_line entries today %}",
        today=day,
        entries=[{**entry, "label": "来住", "start": date(2026, 12, 1), "end": None}],
    )
    assert "尚未开始" in text
    assert "至今" not in text
    text = draw(
        "{% life_line entries today %}",
        today=day,
        entries=[{**entry, "label": "租约", "start": date(2026, 1, 1), "end": date(2026, 12, 31)}],
    )
    assert "当前" in text
    assert "is-past" not in text


def test_a_day_of_another_year_is_shown_with_its_year():
    this = timezone.localdate().year
    assert (day(date(this, 3, 5)), day(date(this - 1, 3, 5))) == ("03-05", f"{this - 1}-03-05")
    assert moment(datetime(this - 1, 12, 31, 17, 0, tzinfo=UTC)) == "01-01 01:00"
    assert moment(datetime(this - 2, 3, 5, 4, 0, tzinfo=UTC)) == f"{this - 2}-03-05 12:00"
    assert day(None) == moment(None) == ""


def test_no_page_leaves_the_year_out_of_a_date_by_itself():
    bare = {
        (file.name, found)
        for file in TEMPLATES
        for found in re.findall(r"date:[\"'](?!Y)[mnj][^\"']*", file.read_text())
    }
    assert bare == set()
