"""Sentences of the pages of the office."""

REASONS: dict[str, tuple[str, str]] = {
    "birth_date_contradicts_document": ("出生日期与在册身份证件号码不一致。证件号有误时，请先到窗口核对证件。",
                                        ("The date of birth contradicts the identity number on file. "
                                         "If the number is wrong, check the document at the counter first.")),
    "birth_date_future": ("出生日期不能晚于今天。", "The date of birth cannot be in the future."),
    "sex_contradicts_document": ("性别与在册身份证件号码不一致。", "The sex contradicts the identity number on file."),
    "sex_unknown": ("性别代码无效。", "That is no code of a sex."),
}
