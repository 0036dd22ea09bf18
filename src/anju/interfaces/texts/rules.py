"""Where a local rule is written, in words: the source as the register keeps it → (Chinese, English).

A source that a city entered itself is shown as the city wrote it.
"""
# ruff: noqa: E501 - word tables read better as blocks than one word a line

from __future__ import annotations

SOURCES: dict[str, tuple[str, str]] = {
    "assumed": (
        "系统默认期限，当地没有另行规定",
        "Term by default; nothing else is laid down here",
    ),
    "assumed: as in Zhejiang": (
        "系统默认期限，参照浙江省的规定；当地没有另行规定",
        "Term by default, as in Zhejiang; nothing else is laid down here",
    ),
    "户口登记条例 第十五条: 暂住三日以上的,三日内申报": (
        "《户口登记条例》第十五条：暂住三日以上的，三日内申报",
        "Regulations on Household Registration, art. 15: who stays over three days registers within three days",
    ),
    "出境入境管理法 第三十九条: 24小时内登记": (
        "《出境入境管理法》第三十九条：24 小时内登记",
        "Exit and Entry Administration Law, art. 39: register within 24 hours",
    ),
    "浙江省流动人口居住登记条例 (2016)": (
        "《浙江省流动人口居住登记条例》（2016 年）",
        "Zhejiang Regulations on Residence Registration (2016)",
    ),
    "广州市居住登记指引 (2022)": (
        "广州市居住登记指引（2022 年）",
        "Guangzhou guide to residence registration (2022)",
    ),
    "武汉市 (2024, second-hand)": (
        "武汉市的规定（2024 年，转引，未核对原文）",
        "Rule of Wuhan (2024, quoted at second hand)",
    ),
    "居住证暂行条例 第九条: 受理之日起15日内制发": (
        "《居住证暂行条例》第九条：受理之日起 15 日内制发",
        "Provisional Regulations on Residence Permits, art. 9: issued within 15 days of acceptance",
    ),
    "居住证暂行条例 第八条: 公安机关受理制作发放, 社区协助; the way through three desks is assumed": (
        "《居住证暂行条例》第八条：公安机关受理、制作、发放，社区协助；分三个环节是系统默认",
        "Provisional Regulations on Residence Permits, art. 8: the police accept, make and issue, the community assists; three stages by default",
    ),
    "assumed: one issuing station a street or town": (
        "系统默认：每个街道、乡镇一个制证派出所",
        "By default one issuing station a street or town",
    ),
    "assumed: time to bring what was missing": (
        "系统默认的补正期限",
        "Default time to submit what was missing",
    ),
    "assumed: time to confirm what an employer entered": (
        "系统默认的本人确认期限",
        "Time by default to confirm what an employer entered",
    ),
    "assumed: how long a draft is kept": (
        "系统默认的草稿保存期限",
        "How long a draft is kept by default",
    ),
    "行政复议法 第二十条: 六十日内申请行政复议": (
        "《行政复议法》第二十条：六十日内申请行政复议",
        "Administrative Reconsideration Law, art. 20: apply within sixty days",
    ),
    "assumed: papers are deleted so long after the application is closed (个人信息保护法 第四十七条)": (
        "系统默认：申请办结后这么久删除材料（《个人信息保护法》第四十七条）",
        "Default time after which documents are deleted once the application is closed (Personal Information Protection Law, art. 47)",
    ),
    "居住证暂行条例 第九条: 未满16周岁; 老年人权益保障法 第二条: 60周岁以上": (
        "《居住证暂行条例》第九条：未满 16 周岁；《老年人权益保障法》第二条：60 周岁以上",
        "Provisional Regulations on Residence Permits, art. 9: under 16; Law on the Elderly, art. 2: 60 and over",
    ),
    "assumed: as the photograph of the identity card (GA 461)": (
        "系统默认：同居民身份证相片（GA 461）",
        "By default as the photograph of the identity card (GA 461)",
    ),
}


def source_text(source: str, language: str) -> str:
    """Where a rule is written, for the reader."""
    pair = SOURCES.get(source)
    return source if pair is None else pair[0 if language.startswith("zh") else 1]
