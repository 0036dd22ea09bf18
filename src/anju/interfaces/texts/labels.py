"""Codes of the register in words: (Chinese, English). Standards are named at each table; the texts are ours."""

from __future__ import annotations

from anju.foundation import codes

Table = dict[str, tuple[str, str]]

MOVE_REASONS: Table = codes.MOVE_REASON.titles
"""GB/T 31000-2015, reasons of moving in."""
DWELLINGS: Table = codes.DWELLING.titles
"""GB/T 31000-2015, types of dwelling."""
DOCUMENTS: Table = codes.DOCUMENT.titles
"""GA/T 517-2004, identity documents."""
RELATIONS: Table = codes.RELATION.titles
"""GB/T 4761-2008, relations to the head of a household."""
SEXES: Table = codes.SEX.titles
"""GB/T 2261.1-2003."""
STATUSES: Table = {
    "applied": ("已登记", "Registered"),
    "unchanged": ("原已登记，无变化", "On file already, no change"),
    "refused": ("未通过", "Refused"),
    "waiting": ("待核", "Waiting"),
    "undone": ("已撤销", "Undone"),
}
REVIEWS: Table = {
    "same_person": ("是否同一人", "Same person?"),
    "home_not_found": ("住处找不到", "Home not found"),
    "contradiction": ("说法不一致", "Sources contradict"),
    "doubtful": ("待核对证件", "Check with the document"),
    "confirm": ("待确认的本人申报", "Own declaration to confirm"),
    "tie": ("家庭关系待核对", "Family relation to check"),
    "contest": ("本人有异议", "Objection by the person"),
    "left": ("是否已离开", "Has left?"),
}
"""Kinds of review items, which only a person can decide."""
BUILDINGS: Table = {
    "rental": ("出租楼", "Rental building"),
    "dormitory": ("宿舍", "Dormitory"),
    "house": ("住宅", "House"),
    "apartment": ("公寓", "Flats"),
}
PROVINCES: Table = {**codes.PROVINCE.titles, "": ("未知", "Unknown")}
"""GB/T 2260, first two digits."""
EXTRACTED: Table = {
    "birth_years": ("出生年份分组", "Years of birth in groups"),
    "street": ("居住街道", "Street or town"),
    "since": ("入住月份", "Month of moving in"),
    "reason": ("来本地的原因", "Reason for coming"),
    "dwelling": ("住所类型", "Type of dwelling"),
    "origin": ("户籍省份", "Province of registration"),
    "valid_permit": ("是否持有有效居住证", "Valid permit held"),
}
"""Columns of bulk extracts beside those below."""
FIELDS: Table = {
    "card": ("居住证证面", "Face of the permit"),
    "change": ("变更", "Change"),
    "vaccination": ("接种记录", "Vaccination record"),
    "health_plan": ("健康管理档案", "Health plan"),
    "name": ("姓名", "Name"),
    "sex": ("性别", "Sex"),
    "lease": ("租约", "Lease"),
    "birth_date": ("出生日期", "Date of birth"),
    "home": ("住所", "Home"),
    "nationality": ("国籍", "Nationality"),
    "hukou_text": ("户籍地址", "Registered address"),
    "education": ("学历", "Education"),
    "marital": ("婚姻状况", "Marital status"),
    "document": ("证件号", "Document number"),
    "document.number": ("证件号", "Document number"),
    "documents": ("证件", "Documents"),
    "phone": ("电话", "Phone"),
    **dict.fromkeys(("doc_number", "number"), ("证件号", "Document number")),
    **dict.fromkeys(
        ("document.masked", "document_masked"), ("遮盖的证件号", "Document number, masked")
    ),
    **dict.fromkeys(("phone.masked", "phone_masked"), ("遮盖的电话", "Phone, masked")),
    "name_picture": ("姓名图像", "Picture of the name"),
    "looks": ("访问记录", "Access log"),
    "stay": ("居住", "Stay"),
    "stays": ("居住经历", "Stays"),
    "jobs": ("工作经历", "Jobs"),
    "family": ("家庭", "Family"),
    "permit": ("居住证", "Permit"),
    "paper": ("申请材料", "Supporting documents of an application"),
    "record": ("本人档案", "Own record"),
    "case": ("事项", "Case"),
    "enrolment": ("入学报名", "Application for school"),
    "rescue": ("救助记录", "Stay at a rescue station"),
    "candidates": ("可能是同一人的档案", "Records that may be the same person"),
    "declarations": ("申报", "Declarations"),
    "filled_form": ("代填的表格", "Filled form of another office"),
    "department_facts": ("部门数据", "What departments say"),
    "entitlement": ("申领资格", "Eligibility for a permit"),
    "trail": ("访问记录", "Access log"),
    **EXTRACTED,
    "shield": ("对核验保密", "Shielded from questions"),
}


def label_in(table: Table, code: str, language: str) -> str:
    """The code in words; itself when the table does not know it."""
    pair = table.get(code)
    return code if pair is None else pair[0] if language.startswith("zh") else pair[1]
