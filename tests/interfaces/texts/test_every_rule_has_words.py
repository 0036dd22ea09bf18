"""Where a rule is written is shown in words, in the reader's language."""

import re

import pytest

from anju.domains.register.declarations.queries.rules import RULES
from anju.interfaces.texts.sentences import source_text


@pytest.mark.parametrize("source", sorted({rule.source for rule in RULES.entries()}))
def test_every_source_of_a_rule_has_words(source):
    zh, en = source
    assert "assumed" not in zh + en
    assert not re.search("[\u4e00-\u9fff]", en)
    assert (source_text(zh, "zh-hans"), source_text(zh, "en")) == (zh, en)


def test_a_source_of_the_citys_own_reads_as_the_city_wrote_it():
    assert source_text("长沙市人民政府令第 1 号", "zh-hans") == "长沙市人民政府令第 1 号"
    assert source_text("长沙市人民政府令第 1 号", "en") == "长沙市人民政府令第 1 号"
