"""Labels of code tables: table → code → (Chinese, English).

Which codes there are is data of the domains; here they only get words. Sources: GB/T 2261.1 (sex), GB/T 2261.2
(marital status), GB/T 4658 (education), GB/T 4761-2008 (relation to the head), GB/T 31000-2015 (reasons, dwellings),
GA/T 517-2004 (documents; `HMT` is our own code for the residence permit of Hong Kong, Macao and Taiwan residents).
"""


from __future__ import annotations

from anju.interfaces.words.reasons import sentence

__all__ = ["TABLES", "choices", "label", "sentence"]

Table = dict[str, tuple[str, str]]

SEX: Table = {
    "0": ("未知", "unknown"), "1": ("男", "male"), "2": ("女", "female"), "9": ("未说明", "not stated"),
}
MARITAL: Table = {
    "10": ("未婚", "single"), "20": ("已婚", "married"), "21": ("初婚", "first marriage"), "22": ("再婚", "remarried"),
    "23": ("复婚", "remarried to the same spouse"), "30": ("丧偶", "widowed"), "40": ("离婚", "divorced"),
    "90": ("未说明", "not stated"),
}
EDUCATION: Table = {
    "10": ("研究生", "postgraduate"), "11": ("博士毕业", "doctorate"), "14": ("硕士毕业", "master's degree"),
    "20": ("本科", "undergraduate"), "21": ("本科毕业", "bachelor's level"), "30": ("专科", "junior college"),
    "31": ("专科毕业", "junior college completed"), "40": ("中职", "vocational secondary"),
    "41": ("中专", "technical secondary"), "44": ("职高", "vocational high school"), "47": ("技校", "technical school"),
    "60": ("高中", "senior secondary"), "61": ("高中毕业", "senior secondary completed"),
    "70": ("初中", "junior secondary"), "80": ("小学", "primary school"), "90": ("其他", "other"),
}
RELATION: Table = {
    "01": ("本人", "self"), "02": ("户主", "head of household"), "10": ("配偶", "spouse"), "11": ("夫", "husband"),
    "12": ("妻", "wife"), "20": ("子", "son"), "21": ("独生子", "only son"), "22": ("长子", "eldest son"),
    "23": ("次子", "second son"), "27": ("养子或继子", "adopted son or stepson"), "28": ("女婿", "son-in-law"),
    "30": ("女", "daughter"), "37": ("养女或继女", "adopted daughter or stepdaughter"),
    "38": ("儿媳", "daughter-in-law"), "40": ("孙辈", "grandchild"), "50": ("父母", "parent"), "51": ("父亲", "father"),
    "52": ("母亲", "mother"), "53": ("公公", "husband's father"), "54": ("婆婆", "husband's mother"),
    "55": ("岳父", "wife's father"), "56": ("岳母", "wife's mother"), "57": ("继父或养父", "stepfather or adoptive father"),
    "58": ("继母或养母", "stepmother or adoptive mother"), "60": ("祖辈", "grandparent"),
    "70": ("兄弟姐妹", "sibling"), "71": ("兄", "elder brother"), "73": ("弟", "younger brother"),
    "75": ("姐", "elder sister"), "77": ("妹", "younger sister"), "80": ("其他", "other"),
    "97": ("其他亲属", "other relative"), "98": ("保姆", "domestic worker"), "99": ("非亲属", "not related"),
}
REASON: Table = {
    "01": ("务工", "employment"), "02": ("务农", "farming"), "03": ("经商", "business"),
    "04": ("学习培训", "study or training"), "05": ("婚嫁", "marriage"), "06": ("随迁", "moving with family"),
    "07": ("治病疗养", "medical care"), "08": ("投亲靠友", "joining relatives or friends"),
    "09": ("工作调动", "transfer"), "99": ("其他", "other"),
}
POLICE_REASON: Table = {
    "务工": ("务工", "employment"), "经商": ("经商", "business"), "务农": ("务农", "farming"), "服务": ("服务", "services"),
    "因公出差": ("因公出差", "business trip"), "借读培训": ("借读培训", "schooling or training"),
    "治病疗养": ("治病疗养", "medical care"), "随迁亲属": ("随迁亲属", "moving with family"),
    "拆迁搬家": ("拆迁搬家", "resettlement"), "寄挂户口": ("寄挂户口", "nominal registration"),
    "婚姻嫁娶": ("婚姻嫁娶", "marriage"), "投靠亲友": ("投靠亲友", "joining relatives or friends"),
    "保姆": ("保姆", "domestic work"), "探亲访友": ("探亲访友", "visiting"), "旅游观光": ("旅游观光", "tourism"),
    "人才引进": ("人才引进", "talent programme"), "其他": ("其他", "other"),
}
DWELLING: Table = {
    "01": ("自购房屋", "own home"), "02": ("租赁房屋", "rented home"), "03": ("寄宿", "boarding"),
    "04": ("借住", "staying with others"), "05": ("单位宿舍", "employer's dormitory"),
    "06": ("临时性宿舍", "temporary dormitory"), "07": ("农民工公寓", "workers' apartments"), "99": ("其他", "other"),
}
DOCUMENT: Table = {
    "111": ("居民身份证", "identity card"), "112": ("临时居民身份证", "temporary identity card"),
    "113": ("户口簿", "household register"), "414": ("护照", "passport"),
    "511": ("台湾居民来往大陆通行证", "Taiwan residents' travel permit"),
    "513": ("往来港澳通行证", "exit permit to Hong Kong and Macao"),
    "516": ("港澳居民来往内地通行证", "Hong Kong and Macao residents' travel permit"),
    "553": ("外国人永久居留身份证", "foreign permanent resident card"),
    "HMT": ("港澳台居民居住证", "residence permit of Hong Kong, Macao and Taiwan residents"),
}
CHANNEL: Table = {
    "counter": ("窗口", "counter"), "landlord": ("房东", "landlord"), "resident": ("本人", "resident"),
    "employer": ("用工单位", "employer"), "grid": ("网格员", "grid worker"), "import": ("批量导入", "file"),
    "api": ("部门接口", "interface"), "exchange": ("异地交换", "exchange"), "demo": ("演示", "demo"),
    "system": ("系统", "system"), "cli": ("命令行导入", "command line"), "web": ("网页", "web"),
}
REVIEW: Table = {
    "same_person": ("是否同一人", "same person?"), "home_not_found": ("地址待核实", "address to be found"),
    "contradiction": ("来源矛盾", "sources contradict"), "doubtful": ("待核对证件", "to be checked with the document"),
    "confirm": ("待房东确认", "landlord's word"), "tie": ("家庭关系待核对", "family relation to check"),
    "left": ("疑似离职", "left?"),
}
KIND: Table = {
    "arrive": ("入住", "move-in"), "leave": ("搬离", "move-out"), "hire": ("入职", "hiring"),
    "dismiss": ("离职", "leaving a job"), "outflow": ("流出", "outflow"),
}
STATUS: Table = {
    "applied": ("已登记", "registered"), "unchanged": ("无变化", "unchanged"), "refused": ("未通过", "refused"),
    "waiting": ("待核实", "waiting"), "undone": ("已撤销", "undone"),
}
DECISION: Table = {
    "": ("待处理", "open"), "same": ("是同一人", "same person"), "new": ("是另一人", "another person"),
    "accept": ("同意", "accepted"), "refuse": ("不予登记", "refused"), "undone": ("随批次撤销", "undone with its batch"),
}
FORM: Table = {
    "employer-roster": ("用工花名册", "employer's roster"), "rental-tenants": ("出租屋租客名单", "tenants of rentals"),
    "inflow": ("流入人口台账", "inflow ledger"), "outflow": ("流出人口台账", "outflow ledger"),
}
IMPORT_STATE: Table = {
    "previewed": ("待确认", "to be confirmed"), "queued": ("排队中", "queued"), "applied": ("已生效", "applied"),
    "undone": ("已撤销", "undone"), "failed": ("失败", "failed"),
}

TABLES: dict[str, Table] = {
    "channel": CHANNEL, "decision": DECISION, "document": DOCUMENT, "dwelling": DWELLING, "education": EDUCATION,
    "form": FORM, "import_state": IMPORT_STATE, "kind": KIND, "marital": MARITAL, "police_reason": POLICE_REASON,
    "reason": REASON, "relation": RELATION, "review": REVIEW, "sex": SEX, "status": STATUS,
}
"""Every table by name."""


def label(table: str, code: str, language: str) -> str:
    """What a code is called, in Chinese (``zh…``) or English; the bare code when the table does not know it."""
    return _pick(TABLES[table].get(code, (code, code)), language)


def choices(table: str, language: str) -> list[tuple[str, str]]:
    """(code, label) of a whole table in its order, for a form."""
    return [(code, _pick(pair, language)) for code, pair in TABLES[table].items()]


def _pick(pair: tuple[str, str], language: str) -> str:
    return pair[0] if language.lower().startswith("zh") else pair[1]
