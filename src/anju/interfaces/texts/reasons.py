"""Sentences of the register and all it stands on: code → (Chinese, English). What is wrong, where, what to do next.

Codes of sign-in and grants stand in `access`, those of the audit chain in `audit`, those of the REST API in
`requests`.
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

FILES: dict[str, tuple[str, str]] = {
    "file_unreadable": (
        "文件无法读取。请用表格软件打开后另存为 .xlsx 再试。",
        "The file cannot be read. Open it in a spreadsheet program, save it as .xlsx and try again.",
    ),
    "file_is_pdf": (
        "这是 PDF 文件，不是表格。请用原来的表格文件，或把名单复制到表格里，存为 .xlsx。",
        "This is a PDF, not a spreadsheet. Use the original spreadsheet, or copy the list into one and save it as .xlsx.",
    ),
    "file_is_image": (
        "这是图片，不是表格。请把名单录入表格，存为 .xlsx。",
        "This is a picture, not a spreadsheet. Enter the list in a spreadsheet and save it as .xlsx.",
    ),
    "file_is_word": (
        "这是文档（Word 等），不是表格。请把名单复制到表格里，存为 .xlsx。",
        "This is a document (Word or alike), not a spreadsheet. Copy the list into a spreadsheet and save it as .xlsx.",
    ),
    "file_is_archive": (
        "这种压缩包不能读取。请解压后上传表格，或打包为 .zip。",
        "This kind of archive cannot be read. Unpack it and send the spreadsheet, or pack it as .zip.",
    ),
    "file_password": (
        "文件有密码保护，请取消密码后重新上传。",
        "The file is protected by a password. Remove it and try again.",
    ),
    "file_empty": ("文件是空的。", "The file is empty."),
    "file_too_large": (
        "文件太大，请拆成几份后分别上传。",
        "The file is too large. Split it and send the parts.",
    ),
    "upload_too_large": (
        "文件太大，没有收下：最多 {megabytes} MB。请拆成几份后分别上传。",
        "The file was not taken: it may have {megabytes} MB at most. Split it and send the parts.",
    ),
    "file_too_many_cells": (
        "表格太大：工作表占了 {cells} 个单元格，最多 {most} 个。请删去空行空列，或拆成几份，或另存为 CSV（逗号分隔）后上传。",
        "The sheets span {cells} cells, at most {most} are read. Delete empty rows and columns, split the file, or save it as CSV.",
    ),
    "file_built_oddly": (
        "文件的内部结构不正常，没有读取（{part}）。请用表格软件打开后另存为 .xlsx 再试。",
        "The file is built as no spreadsheet program builds one, and was not read ({part}). Open it in one, save it as .xlsx, send that.",
    ),
    "quote_open": (
        '第 {row} 行的引号（"）没有成对，后面的内容无法分辨。请改正这一行后重新上传，或另存为 .xlsx。',
        'In row {row} a quotation mark (") is not closed, so the rest cannot be read. Correct it, or save the file as .xlsx.',
    ),
    "line_too_long": (
        "文件中有一行超过 {letters} 个字，不像表格。请用表格软件打开后另存为 .xlsx 再试。",
        "A line of the file has more than {letters} letters, as no list has. Open it in a spreadsheet program and save it as .xlsx.",
    ),
    "sheet_missing": (
        "文件中没有名为“{sheet}”的工作表。现有：{sheets}。",
        "There is no sheet “{sheet}”. There are: {sheets}.",
    ),
    "header_missing": (
        "没有找到表头：需要有“姓名”和“身份证号”两列（或每张登记卡上有这两项）。已查看的工作表：{sheets}。用空格对齐的文本，请改用逗号或制表符分列，或另存为 .xlsx。",
        "No header was found: columns (or labels on cards) for name and document number are needed. Sheets looked at: {sheets}. Where spaces align the columns of a text, use commas or tabs, or save it as .xlsx.",
    ),
    "column_missing": (
        "工作表“{sheet}”缺少必需的列（{columns}），请指明哪一列是姓名、哪一列是证件号码。",
        "Sheet “{sheet}” lacks a needed column ({columns}). Say which column holds the name and which the document number.",
    ),
    "rows_missing": (
        "工作表“{sheet}”的表头下面没有数据行。",
        "Sheet “{sheet}” has no rows below its header.",
    ),
    "form_unknown": (
        "不认识的表格种类“{form}”。可用：{forms}。",
        "Unknown kind of file “{form}”. Use one of: {forms}.",
    ),
    "import_unknown": ("没有这次导入，或不在您的范围内。", "There is no such import in your care."),
    "import_applied_already": (
        "这次导入已经生效，不能再改；可撤销后重新导入。",
        "This import is applied already. Undo it first, then import again.",
    ),
    "leavers_many": (
        "名单以外的离职人数过多：在册 {present} 人中有 {leaving} 人将登记离职。请先核对文件和用工单位是否选对；确认无误的，勾选“已核对”后再写入。",
        "Unusually many would leave: {leaving} of {present} on record. Check that this is the right file for the right employer; if it is, confirm it and apply again.",
    ),
    "import_not_applicable": (
        "这次导入现在不能生效（状态：{state}）。",
        "This import cannot be applied now (state: {state}).",
    ),
    "batch_unknown": ("没有这个批次，或不在您的范围内。", "There is no such batch in your care."),
    "undo_not_applied": (
        "只有已生效的批次才能撤销（状态：{state}）。",
        "Only what was applied can be undone (state: {state}).",
    ),
    "undo_changed_since": (
        "之后又有别的申报涉及其中 {people} 人，不能整批撤销。请先撤销后来的批次，或逐人更正。",
        "Later declarations build on it for {people} people. Undo those first, or correct person by person.",
    ),
    "batch_undone": (
        "这一批已被撤销，不再接收新的内容。请用新的批次键（Idempotency-Key）重新提交。",
        "This batch was undone and takes nothing in any more. Send it as a new batch, under a new key.",
    ),
    "key_used_for_another": (
        "键“{key}”此前已用于内容不同的申报（共 {count} 项），本次提交没有保存。若是新的申报，请换新的键；若要更正，请另行提交更正或先撤销。",
        "The key “{key}” was used before for another content ({count} items); nothing was kept. Use a new key, or correct or undo the earlier declaration.",
    ),
    "item_key_missing_or_twice": (
        "每一项都要有自己的 key，同一批中不得重复。",
        "Every item needs a key of its own, and none may occur twice in a batch.",
    ),
}
"""Files and batches."""

DECISIONS: dict[str, tuple[str, str]] = {
    "review_unknown": (
        "没有这个待办，或不在您的范围内。",
        "There is no such question in your care.",
    ),
    "review_decided": ("{by} 已经处理过了。", "{by} has decided this already."),
    "decision_unknown": (
        "不认识的处理方式“{decision}”。可用：same、new、accept、refuse。",
        "Unknown decision “{decision}”. Use same, new, accept or refuse.",
    ),
    "decision_needs_person": ("请选择是哪一个人。", "Choose which person it is."),
    "decision_needs_home": ("请先找到对应的房屋。", "Find the home first."),
    "decision_needs_note": (
        "不予登记须写明原因，申报人会看到。",
        "Say why it is refused; the declarer will read it.",
    ),
    "tie_gone": (
        "申报已撤销，或其中一人的档案已合并、撤销，这个关系不能再登记。",
        "The declaration was undone, or one of the records was merged or withdrawn; the relationship cannot be entered.",
    ),
    "decision_not_applicable": (
        "这样处理仍不能登记，还有问题要先解决。",
        "It still cannot be applied that way; something else must be settled first.",
    ),
    "record_changed_since": (
        "这份档案刚刚被合并或撤销，请重新查找后再试。",
        "This record was merged or withdrawn meanwhile. Search again, then retry.",
    ),
    "merge_stale": (
        "这两份档案已被别人改动，请重新打开再试。",
        "These records were changed meanwhile. Open them again.",
    ),
    "merge_needs_second": (
        "这两份档案互相矛盾（出生日期、同类证件的号码或国籍），须由另一位同事批准。请在“重复档案”中并排打开这两份档案，提请合并。",
        "These records contradict each other (birth date, numbers of documents of one kind, or nationality), so a second person must approve. Open the two under “Duplicate records” and ask for the merge there.",
    ),
    "merge_needs_no_second": (
        "这两份档案现在没有矛盾，不需要第二人批准，可直接合并。",
        "These records do not contradict each other now; merge them directly.",
    ),
    "merge_asked_already": (
        "这两份档案的合并已有人提请，正等另一位同事批准。",
        "The merge of these records was asked for already and waits for a second person.",
    ),
    "merge_request_unknown": (
        "没有这项合并申请，或其中一人已不在您的范围内。",
        "There is no such request to merge in your care.",
    ),
    "merge_request_decided": (
        "这项合并申请已经处理过了。",
        "This request to merge was decided already.",
    ),
    "merge_built_on": (
        "保留的档案后来又并入了另一份档案，请先撤销那次合并。",
        "The record that was kept was itself merged into another one since. Undo that merge first.",
    ),
    "merge_undone_already": ("这次合并已经撤销过了。", "This merge was undone already."),
}
"""Answers to questions, and merges."""

PLACES: dict[str, tuple[str, str]] = {
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
"""Homes, employers, divisions, the calendar."""

REASONS: dict[str, tuple[str, str]] = ROWS | OUTCOMES | FILES | DECISIONS | PLACES
