"""What is said about photographs of identity cards: code → (Chinese, English)."""

from __future__ import annotations

FIELDS: dict[str, tuple[str, str]] = {
    "doc_number": ("证件号码", "Document number"),
    "name": ("姓名", "Name"),
    "sex": ("性别", "Sex"),
    "birth_date": ("出生日期", "Date of birth"),
    "address": ("住址", "Address"),
}
REASONS: dict[str, tuple[str, str]] = {
    "card_not_found": (
        "照片上没有找到身份证正面。请把证件放平、占满画面再拍，或手工填写。",
        "No front of an identity card was found. Lay it flat, fill the picture with it, or type.",
    ),
    "card_not_read": ("没有读出，请填写。", "Not read. Type it."),
    "card_not_sure": ("读得不准，请填写。", "Read too uncertainly. Type it."),
    "card_number_wrong": (
        "读出的号码通不过校验，请填写。",
        "The number that was read has a fault. Type it.",
    ),
    "card_number_differs": (
        "读出的号码与出生日期或性别对不上，请填写。",
        "The number that was read does not fit the date of birth or the sex. Type it.",
    ),
    "card_number_area": (
        "读出的号码的地区码不存在，请填写。",
        "The area in the number that was read does not exist. Type it.",
    ),
    "card_name_unsure": (
        "姓名请照证件填写：有字可能认错，或是机器不认识的字。",
        "Type the name as it is printed: a character may be misread, or be one that the machine does not know.",
    ),
    "card_reading_missing": (
        "这台服务器没有装识别证件照的软件，请手工填写。",
        "This server has no software to read cards. Type the fields.",
    ),
    "card_reading_no_memory": (
        "服务器内存不够，现在不能识别证件照，请手工填写。",
        "The server has too little memory to read cards now. Type the fields.",
    ),
    "card_reading_busy": (
        "识别证件照的人正多，请过一会儿再试，或手工填写。",
        "Many cards are being read just now. Try again shortly, or type the fields.",
    ),
    "card_reading_failed": (
        "这张照片识别不了，请重拍或手工填写。",
        "This photograph cannot be read. Take it again, or type the fields.",
    ),
}
