"""Whatever is found of a dwelling is said in words, with what to do about it."""

from anju.domains.housing.api.standards import BARS, DETAILS, GAS, KINDS, PARTITIONS, PURPOSES
from anju.interfaces.texts import dwellings


def names() -> set[str]:
    return {
        name
        for key in KINDS
        for name in ([f"{key}.{d}" for d in DETAILS[key]] if key in DETAILS else [key])
    }


def test_findings_and_remedies_are_complete_in_both_languages():
    assert set(dwellings.FINDINGS) == set(dwellings.REMEDIES) == names()
    for name in names():
        for language in ("zh-hans", "en"):
            wrong, remedy = dwellings.finding_words(*name.partition(".")[::2], language)
            assert wrong.format(measured="1", limit="2") and remedy
        zh, en = dwellings.FINDINGS[name]
        assert {"{measured}" in zh, "{limit}" in zh} == {"{measured}" in en, "{limit}" in en}


def test_missing_facts_have_words_where_a_rule_may_lack_one():
    always_told = {"never_let", "undivided"}
    assert set(dwellings.MISSING) == set(KINDS) - always_told


def test_every_choice_of_the_form_has_words():
    assert tuple(dwellings.PURPOSES) == PURPOSES
    assert tuple(dwellings.PARTITIONS) == PARTITIONS
    assert (tuple(dwellings.BARS), tuple(dwellings.GAS)) == (BARS, GAS)
