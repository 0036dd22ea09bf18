"""What `./anju import` assumed, in words: code → (Chinese, English)."""
# ruff: noqa: E501 - word tables read better as blocks than one word a line

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "region_assumed_unknown": (
        "没有给出地点：房屋记在“地点待核实”之下。可用 --region 写明社区代码。",
        "No place was given: homes are entered as “place not known yet”. Give the community's code by --region.",
    ),
    "employer_entered": (
        "单位 {code}（{name}）原先没有，已登记。",
        "Employer {code} ({name}) was not on file and has been entered.",
    ),
    "employer_not_given": (
        "没有给出单位：未与任何在册人员比对，名单上的人都算新增。可用 --employer 写明单位编码。",
        "No employer was given: the list was compared with nobody, so all on it count as joined. Give its code by --employer.",
    ),
    "employer_contact_name": ("请填写联系人姓名。", "Give the contact's name."),
    "employer_contact_phone": (
        "联系电话不对：手机 11 位，座机写作 0731-83612345。",
        "The phone number is not right: 11 digits for a mobile, or like 0731-83612345.",
    ),
    "employer_contact_unknown": ("没有这位联系人。", "There is no such contact."),
    "employer_contacts_full": (
        "最多 {most} 位联系人，请先删去一位。",
        "At most {most} contacts. Remove one first.",
    ),
    "file_not_chosen": (
        "还没有选择文件。把表格拖进来，或点击选择。",
        "No file is chosen. Drop a spreadsheet in, or choose one.",
    ),
    "file_missing": ("没有这个文件：{path}", "There is no such file: {path}"),
    "import_for_others": ("您不能替这个单位报送。", "You cannot send lists for this unit."),
    "column_ambiguous": (
        "有几列的名称都是“{title}”（{columns}），不知道哪一列是本人的。请指明{field}是哪一列，或修改列名后再传。",
        "Several columns are called “{title}” ({columns}); it is not clear which one is the person's own. Say which column is the {field}, or rename the columns.",
    ),
    "choice_unknown": ("不认识的选择：{choice}", "There is no such choice: {choice}"),
    "formula_no_value": (
        "单元格里是公式，但文件没有保存计算结果。请用表格软件打开、重新计算并保存，或直接填写内容。",
        "The cell holds a formula without a stored result. Open the file in a spreadsheet program, recalculate and save it, or write the value.",
    ),
    "text_damaged": (
        "这一行有字符损坏，无法识别。请对照原件改正。",
        "Characters in this row are damaged and cannot be read. Correct them from the original.",
    ),
    "people_in_one_cell": (
        "一格里写了两个人。在这里只留下一个人；另一个人请在“下载有问题的行”的表里另加一行，分开填写姓名和证件号码，再导入。",
        "One cell holds two people. Keep one of them here; give the other a row of their own, with name and number, in the sheet of refused rows, and import that.",
    ),
    "id_masked": (
        "证件号码被隐去了几位（如 430181****1234）。请填写完整号码。",
        "Digits of the number are masked (like 430181****1234). Give the whole number.",
    ),
    "id_letters": (
        "证件号码里混有字母（如把 0 写成 O、把 1 写成 l）。请改成数字；只有末位可以是 X。",
        "There are letters among the digits (an O for 0, an l for 1). Use digits; only the last place may be an X.",
    ),
    "id_kind_unclear": (
        "号码不是居民身份证号码，看起来是护照或其他证件。请在“证件类型”中写明是哪种证件。",
        "The number is not a resident identity number; it looks like a passport or another document. Name the kind of document.",
    ),
    "first_day_missing": (
        "没有开始日期（入职或入住）。给出日期之前，新人不会写入；已在册的人不受影响。",
        "There is no first day (of work or of living there). Newcomers are not entered until one is given; people on file are not affected.",
    ),
    "last_day_missing": (
        "已离职或搬离，但没有日期。将以写入当天为准；请尽量补上。",
        "Gone, but without a day. The day of applying will count; give the real one where you can.",
    ),
    "status_unknown": (
        "不认识的状态，按在册处理。请核对。",
        "The status is not known; the row is read as if the person were there. Check it.",
    ),
    "differs_from_number": (
        "性别或出生年份与证件号码不符，以号码为准。请对照证件核对号码。",
        "Sex or year of birth differs from what the number says; the number counts. Check it against the document.",
    ),
    "remark_says_gone": (
        "备注里写着已离职或搬离，但按在册读入。请核对；可增加“在职状态”或“离职日期”一列。",
        "The remark says that the person has left; the row is read as there. A column of states or of last days settles it.",
    ),
    "month_unclear": (
        "写的是“年.1”，按 1 月读入；如果原来是 10 月（数字单元格会去掉末尾的 0），请改正。",
        "It says “year.1” and is read as January. If it was October (a number cell loses the last 0), correct it.",
    ),
    "room_is_date": (
        "房号、楼栋或地址里是一个日期：表格软件把 1-2 这样的号码变成了日期。请按原件改成号码（单元格先设为文本）。",
        "The room, building or address holds a date: the spreadsheet turned a number like 1-2 into one. Write the number again, in a cell set to text.",
    ),
    "relation_unknown": ("不认识的关系，未写入。", "The relation is not known and is not entered."),
    "nationality_unknown": (
        "不认识的国籍，未写入。",
        "The nationality is not known and is not entered.",
    ),
    "row_hidden": ("这一行在表格里是隐藏的。", "This row is hidden in the sheet."),
    "row_struck": ("这一行在表格里画了删除线。", "This row is struck through in the sheet."),
    "job_broken": (
        "处理中途出错，登记没有任何改变。请再试一次；仍不行，请联系社区。",
        "Something broke on the way and nothing was changed. Try again; if it goes on, ask the community office.",
    ),
    "list_unknown": ("没有这个清单。", "There is no such list."),
}

FORMS: dict[str, tuple[str, str]] = {
    "employer-roster": ("用工花名册", "Employer's roster"),
    "rental-tenants": ("出租房租客登记表", "Tenants of rentals"),
    "inflow": ("流入人口登记表", "People who moved in"),
    "outflow": ("流出人口登记表", "People who went away"),
    "rental-listings": ("房源清单", "Rental listings"),
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
    "contract_end": ("合同到期", "Contract ends"),
    "reason": ("事由", "Reason"),
    "dwelling": ("住所类型", "Dwelling"),
    "relation": ("与户主关系", "Relation"),
    "head": ("户主证件号", "Head's number"),
    "landlord": ("房东", "Landlord"),
    "destination": ("去向", "Destination"),
    "left_children": ("留守儿童", "Children left"),
    "left_elderly": ("留守老人", "Elderly left"),
    "home": ("住处", "Home"),
    "surname": ("姓", "Surname"),
    "given": ("名", "Given name"),
    "status": ("状态", "Status"),
    "native": ("籍贯", "Native place"),
    "birthplace": ("出生地", "Birthplace"),
    "serial": ("序号", "Serial number"),
    "staff_number": ("工号", "Staff number"),
    "age": ("年龄", "Age"),
    "ethnicity": ("民族", "Ethnicity"),
    "belief": ("宗教", "Belief"),
    "fertility": ("婚育", "Fertility"),
    "health": ("健康", "Health"),
    "education": ("学历", "Education"),
    "marital": ("婚姻", "Marital status"),
    "political": ("政治面貌", "Political status"),
    "employer": ("单位", "Employer"),
    "bed": ("床位", "Bed"),
    "position_more": ("班组", "Team"),
    "name_more": ("外文姓名", "Foreign name"),
    "doc_number_more": ("另一证件号码", "Second document number"),
    "phone_more": ("另一电话", "Second phone"),
    "floor": ("楼层", "Floor"),
    "remark": ("备注", "Remark"),
    "home_code": ("房屋编码", "Home code"),
    "police_reason": ("公安口径的原因", "Reason in the police list"),
    "origin": ("户籍区划", "Division of origin"),
    "region": ("所在社区", "Community declared"),
    "issuer": ("签发国家或地区", "Issued by"),
    "employer_code": ("单位编码", "Employer's code"),
}
"""Fields of a list, as they are shown to a person."""
CHOOSABLE = tuple(
    f
    for f in FIELDS
    if f
    not in (
        "home",
        "native",
        "birthplace",
        "serial",
        "staff_number",
        "age",
        "ethnicity",
        "belief",
        "fertility",
        "health",
        "education",
        "marital",
        "political",
        "employer",
        "bed",
        "position_more",
        "remark",
        "home_code",
        "police_reason",
        "origin",
        "region",
        "issuer",
        "employer_code",
    )
)
"""Those a person chooses from for a column."""
