"""What was done and looked at in vaccination, in groups of `actions`: action → (Chinese, English)."""

from __future__ import annotations

from anju.interfaces.texts.labels import Table

HEALTH: Table = {
    "health.clinic": ("公布接种门诊", "Clinic published"),
    "health.stock": ("疫苗出入库", "Stock of a vaccine moved"),
    "health.child": ("建立接种档案", "Child's vaccination record opened"),
    "health.admit": ("出示接种证", "Booklet shown at a clinic"),
    "health.hand_over": ("接种档案转到另一门诊", "Record handed to another clinic"),
    "health.moved_away": ("接种档案迁出", "Child has moved away"),
    "health.child_corrected": ("更正接种档案", "Child's record corrected"),
    "health.guardian": ("登记监护人", "Guardian entered"),
    "health.guardian_ended": ("监护人变更", "Guardian ended"),
    "health.observed": ("登记健康情况", "Child's health noted"),
    "health.joined": ("合并接种档案", "Records of one child joined"),
    "health.separated": ("拆分接种档案", "Records of two children separated"),
    "health.booklet_claimed": ("接种本绑定手机", "Booklet put on a phone"),
    "health.booklet_left": ("接种本解除绑定", "Booklet taken off a phone"),
    "health.dose": ("登记接种", "Dose recorded"),
    "health.dose_decided": ("撤回、更正或核对剂次", "Dose withdrawn, corrected or decided"),
    "health.appointment": ("预约接种", "Appointment for a dose"),
    "health.appointment_off": ("取消接种预约", "Appointment called off"),
    "health.reminded": ("接种提醒", "Family reminded"),
    "health.contact": ("查漏联系结果", "Contact of a survey noted"),
    "clinic.list": ("接种门诊的名单", "List of a clinic"),
    "clinic.alike": ("可能同一个孩子的档案", "Records that may be one child"),
    "clinic.child": ("一份儿童接种档案", "Record of a child at a clinic"),
    "clinic.print": ("打印接种证", "Vaccination booklet printed"),
    "clinic.survey": ("接种查漏名单", "Drop-outs of a clinic"),
    "children.list": ("孩子的接种本", "Children's booklets"),
    "children.one": ("孩子的一本接种本", "Booklet of a child"),
    "children.print": ("家长打印接种证", "Booklet printed by a guardian"),
    "health.exported": ("接种记录转出", "Vaccination record sent on"),
}
