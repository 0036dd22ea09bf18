"""Rentals on file in words: who files, states, steps, what is refused."""

from __future__ import annotations

from anju.interfaces.texts.labels import Table

FILERS: Table = {
    "landlord": ("房东本人", "The landlord"),
    "agency": ("经纪机构或住房租赁企业", "An agency or letting company"),
    "sublessor": ("转租人", "Somebody who rents it and lets it on"),
}
STATES: Table = {
    "filed": ("已备案，待承租人核对", "Filed, to be checked by the tenant"),
    "confirmed": ("承租人已核对", "Confirmed by the tenant"),
    "objected": ("承租人有异议", "The tenant objects"),
    "ended": ("已终止", "Ended"),
    "withdrawn": ("已撤回", "Withdrawn"),
}
STEPS: Table = {
    "filed": ("提交备案", "Filed"),
    "confirmed": ("承租人核对无误", "The tenant confirmed it"),
    "objected": ("承租人提出异议", "The tenant objected"),
    "amended": ("修改备案", "Changed"),
    "signed": ("签署责任书", "Letter of responsibility agreed to"),
    "prompted": (
        "租期届满未退房，已提醒双方",
        "Lease over without moving out: both sides notified",
    ),
    "ended": ("租赁终止", "Ended"),
    "withdrawn": ("撤回备案", "Withdrawn"),
}
ANSWERS: Table = {
    "": ("待核对", "Not answered yet"),
    "confirmed": ("核对无误", "Confirmed"),
    "objected": ("有异议", "Objects"),
}
SHOWN: Table = {
    "live": ("未终止", "Not ended"),
    "objected": ("有异议", "Objected to"),
    "run_out": ("租期已满", "Term over"),
    "all": ("全部", "All"),
}
REASONS: Table = {
    "rental_unknown": (
        "没有这条租赁备案，或与您无关。",
        "There is no such rental on file, or it is none of yours.",
    ),
    "rental_step": (
        "这条备案的状态刚才变了，不能再这样办。请刷新页面看最新情况。",
        "The filing has just changed; this is no longer possible. Load the page again.",
    ),
    "rental_text_missing": ("请写明情况或理由。", "Say in words what is wrong, or why."),
    "rental_tenants": (
        "请选承租人，最多 {most} 人。",
        "Choose the tenants, at most {most}.",
    ),
    "rental_tenant_unregistered": (
        "承租人要先登记入住这间房，才能备案。请先登记入住。",
        "A tenant must be registered in this home first. Check them in, then file the lease.",
    ),
    "rental_exists": (
        "其中有人在这间房、这段时间已有备案（{number}）。请修改那一条，不要重复备案。",
        "One of them has a lease on file here for these days ({number}). Change that one instead.",
    ),
    "rental_begins": (
        "租期的第一天不早于 2000-01-01、不晚于 {last}，请核对年份。",
        "A lease begins between 2000-01-01 and {last}. Look at the year again.",
    ),
    "rental_period": (
        "租期的最后一天要晚于第一天，最长 {years} 年。",
        "The last day comes after the first, and a lease runs {years} years at most.",
    ),
    "rental_rent": (
        "月租金要大于 0、不超过 {most} 元，最多两位小数；不想填可以留空。",
        "The rent is above 0 and at most {most} yuan a month, with two decimals at most; it may be left empty.",
    ),
    "rental_filer": (
        "由机构或转租人备案的，请写明名称（最多 100 字）。",
        "Where an agency or somebody who lets it on files, give their name (at most 100 characters).",
    ),
    "rental_end": (
        "终止日期要在起租日以后、今天以前（含今天）。",
        "The day lies between the first day of the lease and today.",
    ),
    "letter_unknown": (
        "本地没有责任书文本，不需要签署。",
        "There is no letter of responsibility here, and nothing to agree to.",
    ),
    "letter_changed": (
        "责任书文本刚更新了，请看过新文本再签署。",
        "The text has just changed. Read the new one, then agree to it.",
    ),
}
