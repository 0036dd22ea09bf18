"""Words of departments' data: types of fields, faults of mappings, reasons of refused rows, sentences."""
# ruff: noqa: E501 - word tables read better as blocks than one word a line

from __future__ import annotations

Pairs = dict[str, tuple[str, str]]

TYPES: Pairs = {
    "name": ("姓名", "name"),
    "document": ("证件号码", "document number"),
    "credit_code": ("统一社会信用代码", "unified social credit code"),
    "home_code": ("门牌编号", "home code"),
    "text": ("文字", "text"),
    "day": ("日期", "day"),
    "code": ("代码", "code"),
    "number": ("数字", "number"),
    "flag": ("是或否", "yes or no"),
}
WAYS: Pairs = {
    "database": ("数据库", "database"),
    "folder": ("文件夹", "folder"),
    "sftp": ("SFTP", "SFTP"),
    "form": ("外单位表格", "form of another office"),
}
HEALTH: Pairs = {
    "good": ("正常", "good"),
    "failing": ("出错", "failing"),
    "asking": ("等人确认", "waits for a person"),
    "late": ("晚了", "late"),
    "unlooked": ("没有按时查看", "not looked for in time"),
    "new": ("还没有来文", "nothing has come yet"),
    "stopped": ("已停用", "stopped"),
}
"""How a source in use is doing."""
NEXT_STEPS: Pairs = {
    "good": ("", ""),
    "refused_rows": (
        "上次退回 {n} 行，在来源页下载，请部门改后重送。",
        "{n} rows went back: download them on the page of the source and have the department send them mended.",
    ),
    "failing": (
        "打开来源页看上次的结果，改好后点“现在查看”。",
        "See the last result on the page of the source, mend it, then look now.",
    ),
    "asking": (
        "打开来源页，问过部门后确认收下或不收。",
        "Open the source, ask the department, then take the delivery or drop it.",
    ),
    "late": (
        "往常每 {days} 天来一次，请问部门：这次送了吗？",
        "It comes every {days} days as a rule: ask the department whether it was sent.",
    ),
    "unlooked": (
        "请系统管理员看后台作业是否在运行（./anju doctor）。",
        "Have the operator see whether the background jobs run (./anju doctor).",
    ),
    "new": (
        "请部门把第一份文件连同清单放进文件夹，或在来源页试读。",
        "Have the department lay its first file with a manifest into the folder, or try the database.",
    ),
    "stopped": ("", ""),
}
"""What to do next about a source."""
FORM_HEALTH: Pairs = {
    "good": ("正常", "good"),
    "proposed": ("等人启用", "waits to be put in force"),
    "soon": ("快到期", "ends soon"),
    "over": ("已过期", "over"),
}
FORM_STEPS: Pairs = {
    "good": ("", ""),
    "proposed": ("请另一位同事核对后启用。", "Have another person check it and put it in force."),
    "soon": (
        "用到 {day}，请向该单位要下一版。",
        "Used until {day}: ask the office for its next version.",
    ),
    "over": (
        "{day} 之后不再代填，请向该单位要新版。",
        "Not filled since {day}: ask the office for its new version.",
    ),
}
"""How a form of another office is doing, and what to do next."""
SUBJECTS: Pairs = {
    "person": ("居民", "residents"),
    "employer": ("单位", "employers and premises"),
    "home": ("房屋", "homes"),
}
SHORT: Pairs = {
    "map_missing": ("必填，没有填", "must be filled in"),
    "map_code": ("代码表里没有这个代码", "not in the code table"),
    "map_day": ("日期读不出", "not readable as a day"),
    "map_number": ("数字读不出", "not readable as a number"),
    "map_flag": ("只能是“是”或“否”", "neither yes nor no"),
    "map_long": ("太长", "too long"),
    "map_credit_code": ("统一社会信用代码不对", "no unified social credit code"),
    "map_damaged": ("有乱码，读不出", "its bytes are no text"),
    "id_missing": ("没有证件号码", "document number missing"),
    "id_precision_lost": (
        "证件号码被变成了数字，末几位已丢失",
        "number lost its last digits in a spreadsheet",
    ),
    "id_length": ("证件号码位数不对", "document number of a wrong length"),
    "id_birth_date": ("证件号码里的出生日期不对", "birth date in the document number is none"),
    "id_checksum": ("证件号码校验位不对", "check character of the document number is wrong"),
    "id_shape": ("证件号码与证件类型不符", "document number is not of this kind"),
    "fact_twice": ("同一份文件里另有一行说法不同", "another row of the file says something else"),
    "fact_older": ("日期早于已有的数据", "older than what is on file"),
    "fact_future": ("日期在将来", "of a day in the future"),
    "map_schema": ("列与映射不符", "columns are not those of the mapping"),
}
"""Why a row is refused, beside the field it is about."""
FAULTS: Pairs = {
    "mapping_field_unknown": ("没有这个字段", "there is no such field"),
    "mapping_field_missing": ("必填字段没有来源", "a required field has no source"),
    "mapping_rule_empty": ("没有写明来源列、缺省值或固定值", "no column, default or constant"),
    "mapping_rule_both": ("固定值和来源列只能选一种", "either a constant or a column"),
    "mapping_day_form": ("没有这种日期写法", "no such form of a day"),
    "mapping_codes_missing": ("代码表是空的", "the code table is empty"),
    "mapping_code_not_ours": ("我方代码里没有这个代码", "a code that is not one of ours"),
    "mapping_column_ignored": ("这一列又用又忽略", "a column that is both used and ignored"),
    "mapping_codes_many": ("代码太多", "too many codes"),
    "mapping_tests_many": ("测试行太多", "too many test rows"),
}
REASONS: Pairs = {
    "source_unknown": ("没有这个数据来源。", "There is no such source."),
    "source_folder": (
        "数据来源文件夹“{folder}”有误：{why}。",
        "The folder of the source “{folder}” is not as it should be: {why}.",
    ),
    "map_schema": (
        "文件的列与映射不符，一行也没有读入。缺少：{missing}；多出：{new}。请改映射，或请对方改文件。",
        "The columns are not those of the mapping, so no row was read. Missing: {missing}; new: {new}. Change the mapping, or have the file changed.",
    ),
    "map_columns_twice": (
        "这些列名出现了两次：{columns}。请先改名或删去一列。",
        "These column titles stand there twice: {columns}. Rename or remove one.",
    ),
    "file_without_table": (
        "文件“{filename}”里没有表格。",
        "There is no table in the file “{filename}”.",
    ),
    "mapping_unreadable": (
        "读不出这份映射（{why}）。请用从本系统导出的格式。",
        "This mapping cannot be read ({why}). Use the form that is exported here.",
    ),
    "mapping_source": (
        "这份映射属于另一个数据来源：{source}。",
        "This mapping belongs to another source: {source}.",
    ),
    "mapping_no_draft": ("没有草稿。", "There is no draft."),
    "mapping_unsound": (
        "映射还不完整：{field}（{fault}）。",
        "The mapping is not complete: {field} ({fault}).",
    ),
    "mapping_untested": (
        "至少要有一行能读入、一行会退回的测试行，才能生效。",
        "It needs a test row that passes and one that is refused before it counts.",
    ),
    "mapping_tests_fail": (
        "第 {rows} 行测试没有通过，请改映射或测试行。",
        "These test rows do not hold: {rows}. Change the mapping or the rows.",
    ),
    "mapping_test_real": (
        "测试行里有在册居民的证件号码。测试行只能用虚构的人。",
        "A test row has the document number of somebody on file. Test rows are of invented people.",
    ),
    "mapping_test_empty": ("请至少填一格。", "Fill in at least one cell."),
}
REASONS |= {
    "id_shape": (
        "证件号码与证件类型不符，请核对。",
        "The document number is not of this kind of document. Check both.",
    ),
    "map_long": ("内容太长，请缩短。", "This is too long. Shorten it."),
}
REASONS |= {
    "delivery_half": (
        "文件与清单不符，可能只传了一半，一行也没有读入。请对方重传。",
        "The file is not the one its manifest describes; perhaps only half of it arrived. No row was read. Have it sent again.",
    ),
    "delivery_rows": (
        "清单写 {said} 行，文件有 {found} 行，一行也没有读入。",
        "The manifest says {said} rows and the file has {found}, so no row was read.",
    ),
    "delivery_manifest": (
        "清单读不出，文件留在文件夹里。",
        "The manifest cannot be read; the file is left where it is.",
    ),
    "delivery_arriving": (
        "文件还在传，下一次再取。",
        "The file is still arriving; it is looked at again next time.",
    ),
    "delivery_no_manifest": (
        "文件没有清单，等清单到了再取。",
        "A file lies there without its manifest and waits for it.",
    ),
    "delivery_too_large": (
        "文件太大，留在文件夹里，请对方分成几份。",
        "The file is too large and is left where it is. Have it split.",
    ),
    "delivery_shrank": (
        "数量骤减：已有 {held} 条，这份里少了 {absent} 条。一条也没有读入，请先问对方。",
        "It shrank: of {held} facts on file {absent} are missing. Nothing was read; ask the department first.",
    ),
    "delivery_unknown": (
        "没有这份来文，或不在您的范围内。",
        "There is no such delivery in your care.",
    ),
    "delivery_decided": (
        "这份来文已经处理过，请刷新页面。",
        "This delivery has been decided. Reload the page.",
    ),
    "connector_unknown": ("这个来源还没有启用。", "This source is not in use."),
    "connector_stopped": (
        "这个来源已停用，请先启用。",
        "This source is stopped. Put it to use first.",
    ),
    "connector_hours": (
        "间隔是 1 到 {most} 小时。",
        "The interval is between 1 and {most} hours.",
    ),
    "connector_region": (
        "这个区域不在您的管理范围内。",
        "This region is not one in which you keep the exchange.",
    ),
    "fact_twice": (
        "同一份文件里另有一行说法不同，两行都退回。",
        "Another row of the file says something else of the same item; both are refused.",
    ),
    "fact_older": (
        "日期早于已有的数据，没有覆盖。",
        "It is of an earlier day than what is on file and was not applied.",
    ),
    "fact_future": ("日期在将来，请核对。", "It is of a day in the future. Check it."),
    "map_damaged": ("这一行有乱码，读不出。", "Bytes of this row are no text."),
}
REASONS |= {
    "fact_unknown": (
        "没有这条部门数据，或不在您的范围内。",
        "There is no such fact of a department in your care.",
    ),
    "source_ticket_unknown": (
        "没有这份纠错，或不在您的范围内。",
        "There is no such correction in your care.",
    ),
    "ticket_field": ("请选择有疑问的那一项。", "Choose the field you doubt."),
    "ticket_why": ("请写明理由，部门要看。", "Say why; the department reads it."),
    "ticket_known": (
        "这一项已经提出过，正在等答复。",
        "This field is doubted already and waits for an answer.",
    ),
    "ticket_outcome": (
        "请选择部门是改了，还是认为无误。",
        "Choose whether the department corrects it or stands by it.",
    ),
    "ticket_done": (
        "这份纠错已经办结，请刷新页面。",
        "This correction is closed. Reload the page.",
    ),
}
TICKET_STATES: Pairs = {
    "open": ("待送部门", "to be sent"),
    "sent": ("部门核对中", "with the department"),
    "answered": ("已答复", "answered"),
    "withdrawn": ("已撤回", "taken back"),
}
OUTCOMES: Pairs = {
    "corrected": ("部门已改", "corrected"),
    "upheld": ("部门认为无误", "upheld"),
    "changed": ("部门已送来新的数据", "another value was sent"),
}
STATES: Pairs = {
    "applied": ("已读入", "taken in"),
    "refused": ("整份退回", "refused as a whole"),
    "asking": ("等待确认", "waits for a decision"),
    "confirmed": ("已确认，待读入", "confirmed, taken in next"),
    "dropped": ("已作废", "dropped"),
}
PURPOSES: Pairs = {
    "register": ("登记", "registration"),
    "service": ("服务", "services"),
    "correction": ("更正", "corrections"),
}
LISTED = {("mapping_unsound", "fault"): FAULTS}
