"""Sentences about rows and declarations: code → (Chinese, English). What is wrong, where, what to do next.

Codes of files and batches stand in `file_reasons`, of answers and merges in `review_reasons`, of homes and
divisions in `place_reasons`, of sign-in and grants in `access`, of the audit chain in `audit`, of the REST API
in `requests`.
"""
# ruff: noqa: E501 - word tables read better as blocks than one word a line

from __future__ import annotations

from typing import Any

from anju.interfaces.texts.sentences import text_of


def sentence(code: str, language: str, /, **params: Any) -> str:  # noqa: ANN401 - whatever the sentence names
    """A code in words, in Chinese (``zh…``) or English; the bare code when no table knows it."""
    return text_of(code, language, params)


ROWS: dict[str, tuple[str, str]] = {
    "name_missing": ("没有姓名，请补填。", "The name is missing. Fill it in."),
    "relation_missing": (
        "请选择家人与户主的关系。",
        "Choose how this member of the family is related to the householder.",
    ),
    "name_symbols": (
        "姓名里有表情、图形或尖括号等符号，请按证件只填姓名。",
        "The name holds an emoji, a picture sign or an angle bracket. Write the name alone, as on the card.",
    ),
    "nationality_missing": (
        "护照和外国人永久居留身份证须填国籍，例如：美国、USA。",
        "Give the nationality with a passport or a foreigner's permanent residence card, such as United States or USA.",
    ),
    "nationality_not_known": (
        "不认识这个国籍。请填国名或 ISO 代码，例如：美国、USA。",
        "This nationality is not known. Give the name of the country or its ISO code, such as United States or USA.",
    ),
    "id_missing": (
        "没有证件号码，请补填；确无证件的，在窗口凭姓名和出生日期登记。",
        "The document number is missing. Fill it in; without any document, register at the counter with name and birth date.",
    ),
    "id_precision_lost": (
        "证件号码被表格软件变成了数字，末几位已丢失。请把该列设为“文本”格式后重新填写。",
        "The spreadsheet turned the document number into a number and lost its last digits. Set the column to text and type it again.",
    ),
    "id_length": (
        "证件号码的位数不对，居民身份证应为 18 位（旧证 15 位），请核对。",
        "The document number has the wrong length: an identity number has 18 characters (15 on old cards). Check it.",
    ),
    "id_area": (
        "身份证号码前 2 位不是任何省级行政区划的代码，请对照证件核对。",
        "The first two digits of the identity number stand for no province. Check them against the card.",
    ),
    "id_area_unlisted": (
        "身份证号码前 6 位不在已收录的行政区划代码中，请对照证件核对；无误的可以登记。",
        "The first six digits of the identity number are in none of the division tables we hold. Compare with the card; if it is right, it can be registered.",
    ),
    "name_doubtful": (
        "姓名不像一个人的完整姓名（有符号、数字，或只有一个字、像两个人），请对照证件核对。",
        "This hardly is one person's whole name (signs, digits, one character, two people). Compare it with the card.",
    ),
    "age_unlikely": (
        "按证件号码或出生日期，此人已满 105 岁；15 位号码也可能是 18 位号码的前 15 位。请对照证件核对。",
        "By the number or the birth date this person is 105 or older; 15 digits may also be the beginning of a number of 18. Compare with the card.",
    ),
    "start_before_birth": (
        "来住、入职或外出日期早于出生日期，请核对。孩子在全家来住以后出生的，请单独登记，来住日期填出生日期。",
        "The first day is before the birth date. Check both. Register a child born later separately, from the day of birth.",
    ),
    "end_before_birth": (
        "离开或离职日期早于出生日期，请核对这两个日期。",
        "The last day is before the birth date. Check both.",
    ),
    "start_far_ahead": (
        "来住或入职日期在一个月以后，请核对年份。",
        "The first day is more than a month ahead. Check the year.",
    ),
    "worker_too_young": (
        "未满 16 周岁，用人单位不得招用（劳动法第十五条），请核对出生日期。",
        "Younger than 16: no employer may hire (Labour Law, art. 15). Check the birth date.",
    ),
    "child_alone": (
        "未满 16 周岁，没有同住的成年人，请核对并登记监护人。",
        "Younger than 16 and no adult in the same home. Check, and register the guardian.",
    ),
    "sex_against_relation": (
        "性别与“与户主关系”不符，请核对。",
        "The sex and the relation to the householder do not agree. Check both.",
    ),
    "age_against_relation": (
        "未满 16 周岁，与“与户主关系”（配偶、父母等）不符，请核对。",
        "Younger than 16, which does not agree with the relation to the householder (spouse, parent …). Check both.",
    ),
    "home_full": (
        "入住后人数将超过这套房登记的可住人数，请核对房号和人数。",
        "More people would live here than the home is registered for. Check the room and the number of people.",
    ),
    "id_birth_date": (
        "身份证号码中的出生日期不存在或在将来，请对照证件核对。",
        "The birth date inside the identity number is impossible. Check it against the card.",
    ),
    "id_checksum": (
        "身份证号码的校验位不对，至少有一位写错，请对照证件核对。",
        "The identity number's check digit does not fit: at least one digit is wrong. Check it against the card.",
    ),
    "date_invalid": (
        "日期看不懂。请核对，并写成 2026-11-21 这样。",
        "The date cannot be read. Check it, and write it like 2026-11-21.",
    ),
    "day_missing": ("请填日期。", "Give the day."),
    "date_unreal": (
        "没有这一天（例如 2 月 30 日、13 月）。请核对日期。",
        "There is no such day (like 30 February, or month 13). Check the date.",
    ),
    "date_order_unclear": (
        "看不出哪个是月、哪个是日。请写成 2026-11-21 这样，年在前。",
        "Which number is the month and which the day is not clear. Write it like 2026-11-21, the year first.",
    ),
    "date_without_day": (
        "日期只写了年份。请写到月和日，例如 2026-11-21。",
        "Only a year is given. Give the month and the day too, like 2026-11-21.",
    ),
    "date_without_year": (
        "日期没有写年份。请写全，例如 2026-11-21。",
        "The date has no year. Write it in full, like 2026-11-21.",
    ),
    "date_too_early": (
        "日期早于 1949-10-01。请核对年份。",
        "The date lies before 1949-10-01. Check the year.",
    ),
    "date_too_late": (
        "日期晚于一年以后。请核对年份。",
        "The date lies more than a year ahead. Check the year.",
    ),
    "date_end_before_start": (
        "结束日期早于开始日期。请核对这两个日期。",
        "The end lies before the start. Check both dates.",
    ),
    "contract_end_before_start": (
        "合同到期日早于入职日期。请核对这两个日期；续签过的，请填写现行合同的到期日。",
        "The contract ends before the first day. Check both dates; after a renewal give the end of the present contract.",
    ),
    "lease_end_too_early": (
        "租期结束日期须晚于入住日期。请核对。",
        "The end of the lease must lie after the day of moving in. Check it.",
    ),
    "old_issued_ahead": (
        "签发日期在今天以后。请核对。",
        "The day of issue lies in the future. Check it.",
    ),
    "span_day_left_out": (
        "开始日期一格里写了起止两个日期，只采用了开始日期，没有登记结束。如已结束，请在单独的结束日期（离职、退租日期）列写明。",
        "The cell of the first day holds two dates: only the first was taken, and no end is entered. If it has ended, give the last day in a column of its own.",
    ),
    "birth_date_too_early": (
        "出生日期早于 1850 年。请核对年份。",
        "The birth date lies before 1850. Check the year.",
    ),
    "birth_date_missing": (
        "这种证件（例如护照）的号码里没有出生日期。请另填出生日期。",
        "The number of this kind of document (a passport, for example) does not hold the birth date. Give it besides.",
    ),
    "duplicate_in_file": (
        "同一个人在前面的行里已经出现过，本行未重复登记。",
        "An earlier row of this file is about the same person; this row was not taken in again.",
    ),
    "name_too_long": (
        "姓名超过 100 个字，无法登记。请核对这一格是否写进了别的内容。",
        "The name is longer than 100 characters. Check whether the cell holds something else besides.",
    ),
    "row_address_too_long": (
        "地址（各列连起来）超过 150 个字，无法登记。请只写到门牌、楼栋和房号。",
        "The address (its columns joined) is longer than 150 characters. Write it down to the door and room only.",
    ),
    "position_too_long": (
        "部门或岗位（各列连起来）超过 60 个字，无法登记。请缩短后再报。",
        "The department or position (its columns joined) is longer than 60 characters. Shorten it.",
    ),
    "room_too_long": (
        "楼栋超过 60 个字，或单元、房号超过 20 个字，无法登记。请缩短后再报。",
        "The building is longer than 60 characters, or the unit or room than 20. Shorten it.",
    ),
    "hukou_too_long": (
        "户籍地址超过 200 个字，无法登记。请缩短后再报。",
        "The household registration's address is longer than 200 characters. Shorten it.",
    ),
    "destination_too_long": (
        "去往地超过 100 个字，无法登记。请缩短后再报。",
        "The destination is longer than 100 characters. Shorten it.",
    ),
    "value_too_long": (
        "这一行有一项（号码、代码或房东姓名）比登记的长得多，请核对是否写错了格。",
        "A number, a code or the landlord's name in this row is far too long. Check whether it stands in the wrong cell.",
    ),
    "kind_unknown": (
        "不认识的申报种类。可用：arrive、leave、hire、dismiss、outflow。",
        "Unknown kind of declaration. Use arrive, leave, hire, dismiss or outflow.",
    ),
}
"""Refusals of single rows, in a file or a request."""

OUTCOMES: dict[str, tuple[str, str]] = {
    "person_unknown": (
        "没有找到这个人，请核对姓名和证件号码。",
        "There is no such person. Check name and document number.",
    ),
    "home_missing": (
        "没有写明住在哪里，请填写地址或房屋编码。",
        "The home is missing. Give an address or a home code.",
    ),
    "home_not_found": (
        "登记的地址在房屋库中没有找到，已转社区核实。",
        "The address is not among the known homes; the community will look into it.",
    ),
    "home_not_yours": (
        "这间房不在您名下，不能由您申报。请核对房号，或联系社区更正。",
        "This home is not yours to declare. Check the room, or ask the community to correct it.",
    ),
    "employer_missing": (
        "没有写明用工单位，请填写单位编码。",
        "The employer is missing. Give its code.",
    ),
    "employer_not_yours": (
        "这一行写的是别的单位，不能由您申报。",
        "This row speaks of another employer; it is not yours to declare.",
    ),
    "outside_jurisdiction": (
        "地址不在您的辖区，请转交当地社区。",
        "The address is outside your area. Pass it on to the community there.",
    ),
    "region_missing": (
        "没有写明所属社区（12 位区划代码），请选择社区。",
        "The community (12-digit division code) is missing. Choose one.",
    ),
    "identity_number_in_text": (
        "文字里有身份证号码，没有保存。请去掉号码再提交；确需提供的，请填到证件号码一栏或到窗口办理。",
        (
            "The text holds an identity number, so nothing was kept. Take it out and send again; where it is needed, "
            "it belongs in the field for document numbers or at the counter."
        ),
    ),
    "stay_over": (
        "已于 {day} 办过退房，这次没有再登记。",
        "The move-out on {day} is on record already; nothing was entered again.",
    ),
    "own_stay_over": (
        "您已不住在这里（已办过搬离，或登记有了变化），没有再申报。请看下面现在的住处。",
        "You do not live there any more: you moved out already, or the record has changed. Nothing was declared again.",
    ),
    "stay_taken_back": (
        "这条居住登记刚才已被撤销或更正，没有改动。请看现在的登记。",
        "This stay was taken back or corrected meanwhile; nothing was changed. See how it stands now.",
    ),
    "room_empty": (
        "这间房已经没有住客，没有可退的。",
        "Nobody lives in this room any more; there is nothing to check out.",
    ),
    "job_over": (
        "已于 {day} 登记过离职，这次没有再登记。",
        "They left on {day} already, as is on record; nothing was entered again.",
    ),
    "stay_not_open": (
        "没有找到尚未结束的居住登记，不能办理搬离。",
        "There is no open stay to end.",
    ),
    "leave_reached": (
        "搬走的日期已到，不能再撤回。如仍居住，请重新登记入住。",
        "The day of moving out has come; it cannot be withdrawn. If the tenant stays, check them in again.",
    ),
    "leave_not_planned": (
        "这项居住没有单独登记的搬走计划可以撤回；随名单提交的，请撤销整份名单或联系社区窗口。",
        "There is no planned move-out of its own to withdraw. If it came in a list, undo the list or ask the counter.",
    ),
    "job_not_open": ("没有找到尚未结束的用工登记，不能办理离职。", "There is no open job to end."),
    "leave_before_arrival": (
        "离开日期早于开始日期，请核对。",
        "The day of leaving is before the day of arrival. Check it.",
    ),
    "decided_against": (
        "经工作人员核实，未予登记。",
        "After a check the declaration was not accepted.",
    ),
    "same_person": (
        "可能与已登记的人是同一个人，等待工作人员核对。",
        "This may be a person we know already; an official will compare.",
    ),
    "name_differs": (
        "这个证件号码已登记在另一个姓名下，等待工作人员核对。",
        "This document number is on file under another name; an official will compare.",
    ),
    "being_checked": (
        "已收到，正在核对，结果会告知您。",
        "Received. It is being checked; you will be notified of the result.",
    ),
    "contradiction": (
        "与另一来源的居住登记有矛盾，等待工作人员核实。",
        "This contradicts another source; an official will check it.",
    ),
    "confirm": (
        "已收到，等待房东或管理人确认；逾期未答复的，由工作人员办理。",
        "Received; waiting for the landlord's confirmation. Without an answer in time an official takes over.",
    ),
    "left": (
        "名单上不再有此人，请确认是否已离职。",
        "No longer on the list: please confirm whether this person has left.",
    ),
}
"""What became of a declaration: refused, or waiting for a person to decide."""


REASONS: dict[str, tuple[str, str]] = ROWS | OUTCOMES
