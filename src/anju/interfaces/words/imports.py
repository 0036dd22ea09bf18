"""What `./anju import` assumed, in words: code → (Chinese, English)."""
# ruff: noqa: E501 - word tables read better as blocks than one word a line

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "region_assumed_unknown": ("没有给出地点：房屋记在“地点待核实”之下。可用 --region 写明社区代码。",
                               "No place was given: homes are entered as “place not known yet”. Give the community's code by --region."),
    "employer_entered": ("单位 {code}（{name}）原先没有，已登记。", "Employer {code} ({name}) was not on file and has been entered."),
    "employer_not_given": ("没有给出单位：未与任何在册人员比对，名单上的人都算新增。可用 --employer 写明单位编码。",
                           "No employer was given: the list was compared with nobody, so all on it count as joined. Give its code by --employer."),
    "file_missing": ("没有这个文件：{path}", "There is no such file: {path}"),
}
