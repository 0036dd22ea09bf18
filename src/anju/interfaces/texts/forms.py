"""Words of forms of other offices: why a cell is empty, where a value is from, what is wrong with a form."""
# ruff: noqa: E501 - word tables read better as blocks than one word a line

from __future__ import annotations

Pairs = dict[str, tuple[str, str]]

WHY: Pairs = {
    "not_on_file": ("登记册里没有", "not on file"),
    "no_document": ("没有有效证件", "no valid document on file"),
    "no_phone": ("没有登记手机", "no phone on file"),
    "no_home": ("今天没有居住登记", "lives nowhere here today by the register"),
    "no_job": ("今天没有工作登记", "works nowhere today by the register"),
    "no_permit": ("没有有效的居住证", "holds no valid residence permit"),
    "not_declared": ("没有申报过", "never declared"),
    "to_enter": ("由填表人填写", "for a person to enter"),
    "several": ("有几个，请选一个填", "several on file; enter one"),
    "no_code": ("对方的代码里没有对应的", "the office’s codes have none for it"),
    "too_long": ("太长，写不下", "too long for the cell"),
}
SOURCES: Pairs = {
    "record": ("人员登记", "person’s record"),
    "register": ("登记册", "register"),
    "permit": ("居住证", "residence permit"),
    "form": ("本表", "this form"),
    "entered": ("填表人", "entered"),
    "counter": ("窗口登记", "counter"),
    "web": ("窗口登记", "counter"),
    "street": ("街道登记", "street"),
    "resident": ("本人申报", "resident"),
    "landlord": ("房东申报", "landlord"),
    "employer": ("单位申报", "employer"),
    "field": ("上门登记", "field"),
    "file": ("名单导入", "list"),
    "import": ("名单导入", "list"),
    "api": ("部门推送", "department"),
    "exchange": ("外地交换", "another place"),
    "police": ("公安", "police"),
}
STATES: Pairs = {
    "draft": ("待核对", "to be checked"),
    "done": ("已填好", "finished"),
    "withdrawn": ("已撤回", "taken back"),
    "proposed": ("待他人确认", "waits for acceptance"),
    "in_force": ("在用", "in force"),
    "ended": ("已停用", "ended"),
}
PRESENCES: Pairs = {
    "person": ("本人在场", "the person is here"),
    "mandate": ("受托人在场，有委托书", "somebody with a mandate is here"),
    "employer": ("用工单位要求", "asked for by the employer"),
    "self": ("本人在网上填写", "filled by the person online"),
}
REASONS: Pairs = {
    "office_form_unknown": (
        "没有这份表样，或不在您的范围内。",
        "There is no such form in your care.",
    ),
    "form_unreadable": (
        "表样说明读不出：{why}。请照示例改。",
        "The description cannot be read: {why}. See the example.",
    ),
    "form_unsound": (
        "表样说明有误：{part}。",
        "Something of the description is not right: {part}.",
    ),
    "form_no_basis": (
        "没有写明依据的法律或协议，不能要这些内容：{fields}。",
        "No law or agreement is named under which this may be asked: {fields}.",
    ),
    "form_fact_unknown": (
        "没有“{fact}”这项事实，不能代填。",
        "There is no fact “{fact}” that a form may ask for.",
    ),
    "form_fact_not_on_lists": (
        "单位名单里不能有这些内容：{fields}。",
        "These do not belong on an employer’s list: {fields}.",
    ),
    "form_template": (
        "表格模板不能用（{why}）：要填的格必须是空的、没有合并掉，文件不能带宏和公式。",
        "The template cannot be used ({why}): cells to be filled are empty and not merged away, and the file holds no macros or formulas.",
    ),
    "form_decided": (
        "这份表样已经处理过，请刷新页面。",
        "This form has been decided. Reload the page.",
    ),
    "form_not_in_force": (
        "这份表样今天不能用：还没有生效，或已过期。",
        "This form is not filled today: it is not in force yet, or no longer.",
    ),
    "form_presence": (
        "请先确认本人或受托人在场。",
        "Say first that the person, or somebody with their mandate, is here.",
    ),
    "form_mandate": ("请写委托书或申请的编号。", "Give the number of the mandate or request."),
    "form_is_list": (
        "这是单位名单，请从用工单位填。",
        "This is a list for employers; fill it for an employer.",
    ),
    "form_is_no_list": (
        "这份表一人一张，不能按单位填。",
        "This form is about one person and not for an employer.",
    ),
    "form_list_empty": (
        "这个单位今天没有您能看到的在职人员。",
        "Nobody in your sight works for this employer today.",
    ),
    "form_list_long": ("一次最多 {most} 人。", "A list has {most} persons at the most."),
    "form_cell_long": (
        "“{label}”最多 {most} 个字。",
        "At most {most} characters fit into “{label}”.",
    ),
    "form_cells_missing": (
        "还有必填的没有填：{labels}。",
        "These are still to be filled: {labels}.",
    ),
    "filled_unknown": (
        "没有这份填好的表，或不在您的范围内。",
        "There is no such filled form in your care.",
    ),
    "filled_done": (
        "这份表已填好或已撤回，不能再改。",
        "This form is finished or taken back and cannot be changed.",
    ),
}
