"""Purposes for which personal information may be read, each with its legal basis.

PIPL: Personal Information Protection Law (2021). Article 13 lists the bases: item 2 contract, item 3 statutory duty.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Purpose:
    """A purpose. `zh` and `en` are what a person reads; `basis_zh` and `basis_en` name the article."""

    code: str
    zh: str
    en: str
    basis_zh: str
    basis_en: str


PURPOSES: dict[str, Purpose] = {
    purpose.code: purpose
    for purpose in (
        Purpose(
            "register",
            "居住登记",
            "Residence registration",
            "个人信息保护法第13条第3项：法定职责（居住证暂行条例）",
            "PIPL 13(3): statutory duty (Interim Regulations on Residence Permits)",
        ),
        Purpose(
            "service",
            "公共服务办理",
            "Public service",
            "个人信息保护法第13条第3项：法定职责；第34条",
            "PIPL 13(3): statutory duty; 34",
        ),
        Purpose(
            "verification",
            "核验",
            "Verification",
            "个人信息保护法第13条第3项：法定职责；第6条最小范围",
            "PIPL 13(3): statutory duty; 6, least extent",
        ),
        Purpose(
            "safety",
            "公共安全",
            "Public safety",
            "个人信息保护法第13条第3项：法定职责；第34条",
            "PIPL 13(3): statutory duty; 34",
        ),
        Purpose(
            "correction",
            "更正与答复本人请求",
            "Correction and answers to the person",
            "个人信息保护法第45至50条",
            "PIPL 45–50",
        ),
        Purpose(
            "vaccination",
            "预防接种",
            "Vaccination",
            "疫苗管理法第47、48条；本人或监护人申请转移的，个人信息保护法第45条",
            "Vaccine Law 47–48; sent on at the request of the person or guardian, PIPL 45",
        ),
        Purpose(
            "maternal",
            "妇幼保健",
            "Mother and child health",
            "母婴保健法；基本医疗卫生与健康促进法；本人或监护人自愿并单独同意，个人信息保护法第29、31条",
            "Maternal and Infant Health Care Law; joined at will with separate consent, PIPL 29, 31",
        ),
        Purpose(
            "schooling",
            "入学就学",
            "Schooling",
            "义务教育法第12条；本人或监护人申请转移的，个人信息保护法第45条",
            "Compulsory Education Law 12; sent on at the request of the person or guardian, PIPL 45",
        ),
        Purpose(
            "care",
            "留守人员关爱",
            "Care for people left behind",
            "未成年人保护法第22条；应本人或监护人请求",
            "Minors Law 22; at the request of the person or guardian",
        ),
        Purpose(
            "rescue",
            "救助管理",
            "Rescue and shelter",
            "个人信息保护法第13条第3、4项，第28至31条：法定职责（城市生活无着的流浪乞讨人员救助管理办法）、紧急情况下保护生命健康",
            "PIPL 13(3), 13(4), 28–31: statutory duty (Measures on Rescue, Order 381), and to protect life and health",
        ),
        Purpose(
            "statistics",
            "统计",
            "Statistics",
            "个人信息保护法第13条第3项：法定职责（统计法）",
            "PIPL 13(3): statutory duty (Statistics Law)",
        ),
        Purpose(
            "tenancy",
            "租住信息报送",
            "Reporting of tenants",
            "个人信息保护法第13条第3项：法定义务（住房租赁条例）",
            "PIPL 13(3): statutory obligation (Housing Rental Regulations)",
        ),
        Purpose(
            "employment",
            "用工信息报送",
            "Reporting of employees",
            "个人信息保护法第13条第2、3项：人力资源管理与法定义务",
            "PIPL 13(2), 13(3): staff management and statutory obligation",
        ),
        Purpose(
            "own",
            "本人查阅与申报",
            "Own data and declarations",
            "个人信息保护法第44、45条：本人权利",
            "PIPL 44, 45: the person's own right",
        ),
        Purpose(
            "administration",
            "系统管理",
            "Administration",
            "个人信息保护法第51条：安全管理",
            "PIPL 51: security management",
        ),
        Purpose(
            "audit",
            "合规审计",
            "Compliance audit",
            "个人信息保护法第54条：合规审计",
            "PIPL 54: compliance audit",
        ),
    )
}
