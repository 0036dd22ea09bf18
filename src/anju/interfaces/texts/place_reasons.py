"""Sentences about homes, employers, divisions and the calendar: code → (Chinese, English)."""

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "home_unknown": (
        "没有这个房屋，或不在您的范围内。请核对门牌上的 10 位编码。",
        "There is no such home in your care. Check the ten characters on the plate.",
    ),
    "employer_unknown": (
        "没有这个用工单位，或不在您的范围内。请核对单位编码。",
        "There is no such employer in your care. Check its code.",
    ),
    "employer_name_missing": ("请填写单位名称。", "The employer's name is needed."),
    "employer_name_too_long": (
        "单位名称最多 {most} 个字。",
        "An employer's name has at most {most} characters.",
    ),
    "employer_address_too_long": (
        "单位地址最多 {most} 个字。",
        "An employer's address has at most {most} characters.",
    ),
    "employer_code_form": (
        "单位编码“{code}”的写法不对：自编码用 1 至 12 位字母、数字或连字符，或填 18 位统一社会信用代码。",
        "Employers have no codes like “{code}”: use up to 12 letters, digits or hyphens, or the credit code.",
    ),
    "employer_exists": (
        "编码 {code} 已有单位使用。",
        "An employer with the code {code} exists already.",
    ),
    "uscc_missing": ("没有统一社会信用代码。", "The unified social credit code is missing."),
    "uscc_length": (
        "统一社会信用代码应为 18 位。",
        "A unified social credit code has 18 characters.",
    ),
    "uscc_characters": (
        "统一社会信用代码中有不会出现的字符（不用 I、O、Z、S、V）。",
        "The unified social credit code has a character it never uses (I, O, Z, S, V).",
    ),
    "uscc_checksum": (
        "统一社会信用代码的校验位不对，请对照营业执照核对。",
        "The unified social credit code's check character does not fit. Check it against the licence.",
    ),
    "region_unknown": (
        "没有代码为 {region} 的区划。",
        "There is no division with the code {region}.",
    ),
    "area_unknown": (
        "{area} 不在本系统收录的区划代码中。",
        "{area} is not among the area codes this system holds.",
    ),
    "community_unknown": (
        "没有代码为 {region} 的社区。",
        "There is no community with the code {region}.",
    ),
    "finding_unknown": (
        "没有这一条（可能已处理）：{id}。请重新检查。",
        "There is no such finding (perhaps it is settled): {id}. Check again.",
    ),
    "home_waiting": (
        "房屋 {home} 还有待核的申报，请先处理。",
        "Declarations about the home {home} still wait; settle them first.",
    ),
    "area_code_digits": ("区划代码须为 6 位数字：{code}。", "An area code has six digits: {code}."),
    "area_name_missing": (
        "请填写当时的区划名称（最多 60 字）。",
        "The division needs its name then (at most 60 characters).",
    ),
    "area_source_missing": (
        "请写明依据（例如哪一年的公布文件，最多 120 字）。",
        "Name the source (a published list and its year; at most 120 characters).",
    ),
    "area_years": (
        "年份须自 {earliest} 年起，且结束年不早于开始年。",
        "Years begin with {earliest}, and the last is not before the first.",
    ),
    "area_exists": (
        "代码 {code} 自 {since} 年起的含义已经有了。",
        "A meaning of {code} since {since} is on file already.",
    ),
    "grid_number": ("网格编号须为 1 至 999。", "A grid's number is 1 to 999."),
    "grid_name_missing": ("请填写网格名称。", "The grid needs a name."),
    "grid_exists": ("这个编号的网格已经有了。", "A grid with this number exists already."),
    "calendar_unknown": (
        "还没有 {year} 年的放假安排，无法计算工作日。请更新日历。",
        "The official holidays of {year} are not known yet, so working days cannot be counted. Update the calendar.",
    ),
    "law_file_invalid": (
        "规则文件 {where} 有误：{problem}。请改正后再用，写法见 docs/law.md。",
        "The file of law is wrong at {where}: {problem}. Correct it; docs/law.md shows the form.",
    ),
    "calendar_file": ("放假安排文件无法读取：{path}", "The holiday file cannot be read: {path}"),
    "not_a_demo": ("这不是演示系统。", "This is not a demo."),
}
