"""Sentences and names of imports: code → (Chinese, English)."""

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "batch_unknown": ("没有这次申报，或不在您的范围内。", "There is no such batch in your care."),
    "column_missing": (
        "没有认出必需的列（姓名、证件号码），请在下面指明是哪一列。",
        "A needed column (name, document number) was not recognised. Say below which one it is.",
    ),
    "date_invalid": ("日期认不出，或结束早于开始。", "A date cannot be read, or the end is before the start."),
    "duplicate_in_file": ("同一证件号码在前面的行已经出现。", "An earlier row has the same document number."),
    "employer_missing": ("请选择用工单位。", "Choose the employer."),
    "employer_unknown": ("没有这个用工单位。", "There is no such employer."),
    "file_empty": ("文件是空的。", "The file is empty."),
    "file_missing": ("请选择一个文件。", "Choose a file."),
    "file_password": (
        "文件有打开密码，请去掉密码后再上传。",
        "The file is locked by a password. Remove it and try again.",
    ),
    "file_too_large": ("文件太大，最多 {megabytes} MB。", "The file is too large: {megabytes} MB at most."),
    "file_unreadable": (
        "打不开这个文件，请用 Excel 另存为 .xlsx 再试。",
        "The file cannot be read. Save it as .xlsx and try again.",
    ),
    "form_unknown": ("没有这种表。", "There is no such kind of list."),
    "header_missing": (
        "没有找到表头，请在下面指明每一列是什么。",
        "No header was found. Say below what each column is.",
    ),
    "id_area": ("号码前六位不是任何一个地区。", "The first six digits never were a division."),
    "id_birth_date": ("号码里的出生日期不存在。", "The birth date in the number does not exist."),
    "id_checksum": (
        "号码校验位不对，多半有一位写错了。",
        "The check digit is wrong: most likely a digit was mistyped.",
    ),
    "id_length": ("证件号码位数不对。", "The document number has a wrong length."),
    "id_missing": ("没有证件号码。", "The document number is missing."),
    "id_precision_lost": (
        "号码被表格软件当成数字，末几位已丢失，请重新填写。",
        "The spreadsheet turned the number into a float; its last digits are lost. Enter it again.",
    ),
    "import_applied_already": (
        "这次导入已经写入，不能再改；可以撤销。",
        "It counts already and cannot be changed; undo it.",
    ),
    "import_for_others": ("您不能替这个单位报送。", "You cannot send lists for this unit."),
    "import_not_applicable": ("现在不能写入这次导入。", "This import cannot be applied now."),
    "import_unknown": ("没有这次导入，或不在您的范围内。", "There is no such import in your care."),
    "list_unknown": ("没有这个清单。", "There is no such list."),
    "name_missing": ("没有姓名。", "The name is missing."),
    "outside_jurisdiction": ("不在您的辖区内。", "This is outside your area."),
    "phone_invalid": ("手机号码认不出，已略过手机号。", "The phone cannot be read; the row was taken without it."),
    "region_missing": ("请选择这些人住在哪个社区。", "Choose the community these rows belong to."),
    "rows_missing": ("表头下面没有数据。", "There are no rows below the header."),
    "sheet_missing": ("没有名为 {sheet} 的工作表。", "There is no sheet named {sheet}."),
    "undo_changed_since": (
        "之后又有新的申报改动了其中 {people} 人，不能整批撤销。请先撤销后来的，或逐个更正。",
        "Later declarations built on {people} of these people. Undo those first, or correct one by one.",
    ),
    "undo_not_applied": ("这次导入没有写入，或已经撤销。", "It does not count, or was undone already."),
}

FORMS: dict[str, tuple[str, str]] = {
    "employer-roster": ("用工花名册", "Employer's roster"),
    "rental-tenants": ("出租房租客登记表", "Tenants of rentals"),
    "inflow": ("流入人口登记表", "People who moved in"),
    "outflow": ("流出人口登记表", "People who went away"),
}

STATES: dict[str, tuple[str, str]] = {
    "reading": ("正在读取", "Reading"),
    "previewed": ("待确认", "To be confirmed"),
    "queued": ("正在写入", "Applying"),
    "applied": ("已写入", "Applied"),
    "undone": ("已撤销", "Undone"),
    "failed": ("没有成功", "Failed"),
}

FIELDS: dict[str, tuple[str, str]] = {
    "name": ("姓名", "Name"),
    "doc_number": ("证件号码", "Document number"),
    "doc_type": ("证件类型", "Document type"),
    "phone": ("手机", "Phone"),
    "sex": ("性别", "Sex"),
    "birth_date": ("出生日期", "Birth date"),
    "nationality": ("国籍", "Nationality"),
    "hukou_text": ("户籍地", "Hukou"),
    "community": ("社区", "Community"),
    "address": ("地址", "Address"),
    "building": ("楼栋", "Building"),
    "unit": ("单元", "Unit"),
    "room": ("房号", "Room"),
    "dorm": ("楼栋房号", "Building and room"),
    "position": ("部门、工种", "Position"),
    "start": ("开始日期", "Start"),
    "end": ("结束日期", "End"),
    "reason": ("事由", "Reason"),
    "dwelling": ("住所类型", "Dwelling"),
    "relation": ("与户主关系", "Relation"),
    "head": ("户主证件号", "Head's number"),
    "landlord": ("房东", "Landlord"),
    "destination": ("去向", "Destination"),
    "left_children": ("留守儿童", "Children left"),
    "left_elderly": ("留守老人", "Elderly left"),
    "home": ("住处", "Home"),
}
"""Fields of a list, as a person chooses them for a column."""


def word(table: dict[str, tuple[str, str]], code: str, language: str) -> str:
    """The name of a code in the reader's language; the code itself when the table lacks it."""
    pair = table.get(code)
    return code if pair is None else pair[0 if language.startswith("zh") else 1]
