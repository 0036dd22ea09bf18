"""Sentences of the pages of the office."""
# ruff: noqa: E501 - word tables read better as blocks than one word a line

REASONS: dict[str, tuple[str, str]] = {
    "name_picture_unknown": (
        "没有这张姓名图像，或已删除。",
        "There is no such picture of a name, or it was removed.",
    ),
    "name_picture_unclear": (
        "图片上看不清字：须是浅底深字。请在明亮处重拍或扫描，只留姓名一行。",
        "No writing can be made out: it must be dark on a light ground. Scan it or photograph it again in good light, with nothing but the line of the name.",
    ),
    "name_picture_small": (
        "字太小，印出来会模糊：字高至少 {pixels} 像素。请靠近拍，或用更高的分辨率扫描。",
        "The writing is too small to print sharply: it needs {pixels} pixels of height. Come closer, or scan at a higher resolution.",
    ),
    "name_picture_shape": (
        "图片不像一行横写的姓名（太高或太长）。请只截姓名一行；竖写的姓名请改用横排的字形。",
        "The picture is not one horizontal line of a name (too high or too long). Cut it to the line of the name; use horizontal glyphs for a name that is written downwards.",
    ),
    "birth_date_after_first_day": (
        "这个出生日期晚于已登记的居住或工作记录（从 {first} 起）。请核对出生日期；记录的开始日期不对的，先更正那条记录。",
        "This birth date is after a stay or job on the record (from {first}). Check it; if the first day of the record is wrong, correct the record first.",
    ),
    "birth_date_contradicts_document": (
        "出生日期与在册身份证件号码不一致。证件号有误时，请先到窗口核对证件。",
        (
            "The date of birth contradicts the identity number on file. "
            "If the number is wrong, check the document at the counter first."
        ),
    ),
    "birth_date_future": ("出生日期不能晚于今天。", "The date of birth cannot be in the future."),
    "sex_contradicts_document": (
        "性别与在册身份证件号码不一致。",
        "The sex contradicts the identity number on file.",
    ),
    "sex_unknown": ("性别代码无效。", "That is no code of a sex."),
}
