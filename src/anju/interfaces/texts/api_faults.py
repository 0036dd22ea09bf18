"""What does not fit the description of the API, field by field: kind of fault → Chinese. English is
the validator's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

CHINESE: dict[str, str] = {
    "missing": "必填，没有给出",
    "extra_forbidden": "没有这个字段",
    "string_type": "应为文字",
    "string_too_short": "太短，至少 {min_length} 个字",
    "string_too_long": "太长，最多 {max_length} 个字",
    "string_pattern_mismatch": "格式不对",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "int_parsing_size": "数字太大",
    "float_type": "应为数字",
    "float_parsing": "应为数字",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "greater_than": "应大于 {gt}",
    "greater_than_equal": "不能小于 {ge}",
    "less_than": "应小于 {lt}",
    "less_than_equal": "不能大于 {le}",
    "literal_error": "只能是 {expected}",
    "enum": "只能是 {expected}",
    "list_type": "应为列表",
    "dict_type": "应为对象",
    "model_type": "应为对象",
    "model_attributes_type": "应为对象",
    "too_short": "太少，至少 {min_length} 项",
    "too_long": "太多，最多 {max_length} 项",
    "date_type": "应为日期，如 2026-11-21",
    "date_parsing": "应为日期，如 2026-11-21",
    "date_from_datetime_parsing": "应为日期，如 2026-11-21",
    "date_from_datetime_inexact": "应为不带时刻的日期，如 2026-11-21",
    "datetime_type": "应为时刻，如 2026-11-21T08:00:00+08:00",
    "datetime_parsing": "应为时刻，如 2026-11-21T08:00:00+08:00",
    "datetime_from_date_parsing": "应为时刻，如 2026-11-21T08:00:00+08:00",
    "timezone_aware": "时刻须带时区，如 2026-11-21T08:00:00+08:00",
    "union_tag_invalid": "种类不对",
    "union_tag_not_found": "没有说明种类",
    "json_invalid": "不是正确的 JSON",
    "none_required": "应为空",
}
OTHER = "不符合接口说明"


def fault_in_words(error: Mapping[str, Any], language: str) -> str:
    """One fault the validator found, in the client's language."""
    if not language.startswith("zh"):
        return str(error.get("msg", ""))
    text = CHINESE.get(str(error.get("type", "")), OTHER)
    try:
        return text.format(**(error.get("ctx") or {}))
    except (KeyError, IndexError):
        return OTHER
