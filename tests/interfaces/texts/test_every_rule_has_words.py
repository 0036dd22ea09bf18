"""Where a rule is written is shown in words, whatever the table of rules says."""

import pytest

from anju.domains.permits.applications.data import local_rules as permits
from anju.domains.register.declarations.data import local_rules as register
from anju.interfaces.texts.rules import SOURCES, source_text


@pytest.mark.parametrize("source", sorted({seed[4] for seed in (*register.SEEDS, *permits.SEEDS)}))
def test_every_source_of_a_seed_has_words(source):
    zh, en = SOURCES[source]
    assert "assumed" not in zh + en
    assert not any("\u4e00" <= c <= "\u9fff" for c in en)
    assert source_text(source, "en") == en


def test_a_source_of_the_citys_own_reads_as_the_city_wrote_it():
    assert source_text("长沙市人民政府令第 1 号", "zh-hans") == "长沙市人民政府令第 1 号"
