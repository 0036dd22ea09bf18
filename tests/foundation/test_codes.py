"""Code tables: each once, each code in both languages, and no second copy anywhere."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import anju
from anju.foundation import codes

SOURCE = Path(anju.__path__[0])
TABLES = pytest.mark.parametrize("standard", list(codes.TABLES))


@TABLES
def test_every_code_has_a_chinese_and_an_english_name_of_its_own(standard):
    table = codes.TABLES[standard]
    assert table.rows
    assert len(table.names) == len(table.rows)
    for code, (zh, en) in table.names.items():
        assert re.search("[\u4e00-\u9fff]", zh), code
        assert en, code
        assert not re.search("[\u4e00-\u9fff]", en), code
    for names in zip(*table.names.values(), strict=True):
        assert len(set(names)) == len(names)


@TABLES
def test_a_word_means_one_code_and_is_no_other_codes_name(standard):
    table = codes.TABLES[standard]
    written = [w for row in table.rows for w in row["words"].split("|") if w]
    assert len(set(written)) == len(written)
    if table is not codes.COUNTRY:  # nationality: Hong Kong, Macao and Taiwan are China's
        named = {zh: code for code, zh in table.chinese.items()}
        assert all(named.get(word, code) == code for word, code in table.words.items())


def test_every_file_is_a_table_and_every_table_a_dated_file():
    files = {p.stem for p in codes.HERE.glob("*.csv")}
    assert len(files) == len(codes.TABLES)
    for standard in codes.TABLES:
        number = re.match(r"(GB/T|GA/T|ISO) ([\d.-]+?)[-:](\d{4})\b", standard)
        if number is not None:
            name = "-".join(number.groups()).lower().replace("/", "-")
            assert [f for f in files if f.startswith(f"{name}-")], standard


def test_the_two_lists_of_reasons_lead_to_each_other():
    standard, police = codes.MOVE_REASON, codes.POLICE_REASON
    assert set(standard.column("police").values()) <= set(police.names)
    assert set(police.column("standard").values()) == set(standard.names)
    for code, word in standard.column("police").items():
        assert police.column("standard")[word] == code or code == "09"


def constants(node: ast.AST) -> Iterator[str]:
    for one in ast.walk(node):
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            yield one.value


def copies(path: Path) -> Iterator[tuple[int, str]]:
    """Literals that pair codes of a table with their names, or hold half of its names."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Dict):
            pairs = list(zip(node.keys, node.values, strict=True))
        elif isinstance(node, ast.Tuple | ast.List | ast.Set):
            pairs = [(e.elts[0], e) for e in node.elts if isinstance(e, ast.Tuple) and e.elts]
        else:
            continue
        texts = set(constants(node))
        for standard, table in codes.TABLES.items():
            shown = {
                code for code, both in table.names.items() if texts & {*both, *table.titles[code]}
            }
            paired = 0
            for key, value in pairs:
                left = set(constants(key)) if key is not None else set()
                right = set(constants(value))
                for code, both in table.names.items():
                    names = {*both, *table.titles[code]} - {code}
                    paired += bool(
                        (code in left and names & right) or (code in right and names & left)
                    )
            if paired > 1 or len(shown) * 2 >= max(len(table.names), 6):
                yield node.lineno, standard


@pytest.mark.long
def test_no_module_holds_a_copy_of_a_table():
    found = [
        (str(path.relative_to(SOURCE)), *copy)
        for path in sorted(SOURCE.rglob("*.py"))
        if "migrations" not in path.parts
        for copy in copies(path)
    ]
    assert found == []


@pytest.mark.parametrize(
    "literal",
    [
        '{"57": "岳父", "10": "配偶", "11": "夫"}',
        '[("01", "务工"), ("02", "务农")]',
        '{"男": "1", "女": "2"}',
        '{"1": ("男", "Male"), "2": ("女", "Female")}',
        '("未婚", "已婚", "丧偶", "离婚")',
    ],
)
def test_a_copy_would_be_found(tmp_path, literal):
    path = tmp_path / "module.py"
    path.write_text(f"X = {literal}\n", "utf-8")
    assert list(copies(path))
