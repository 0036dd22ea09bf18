"""What somebody may do, and which of it touches personal information."""

from __future__ import annotations

PERMISSIONS = frozenset(
    {
        "person.see",
        "person.reveal",
        "person.edit",
        "person.merge",
        "person.trail",
        "home.see",
        "home.edit",
        "employer.see",
        "employer.edit",
        "declare",
        "review.decide",
        "import.run",
        "import.apply",
        "user.manage",
        "audit.see",
        "outbox.see",
        "rules.edit",
        "grid.edit",
        "campaign.run",
        "sample.run",
        "sample.check",
        "quality.work",
        "staff.plan",
        "exchange.manage",
        "exchange.keys",
        "stats.see",
        "stats.publish",
        "permit.see",
        "permit.apply",
        "permit.decide",
        "permit.issue",
        "permit.make",
        "permit.keys",
        "permit.ask",
        "answer.ask",
        "change.fetch",
        "case.see",
        "case.enter",
        "case.handle",
        "rescue.see",
        "rescue.work",
        "rescue.lead",
        "rescue.manage",
        "supply.keep",
        "vaccination.see",
        "vaccination.give",
        "vaccination.figures",
        "care.see",
        "care.give",
        "enrol.see",
        "enrol.enter",
        "enrol.review",
        "enrol.run",
        "enrol.school",
        "group.manage",
    }
)
"""Every permission there is. `person.trail`: who read a person's record, for the offices that answer
for it (auditors read the whole trail by `audit.see`, everybody their own). Of permits: `decide` at
community and street, `issue` at the station (and suspend, restore, withdraw), `make` cards and hand
them out, `keys` of cards and credentials (dual control: two administrators). `ask`: yes-or-no
questions about entitlements; it opens no file. `answer.ask`: the same about where somebody lives, under an
agreement. `change.fetch`: changes of records, under one too. `quality.work`: lists of records that are wrong, and
whether one is. Of rescue stations: `see` and `work` hold at the very
division of the station and in no other, `lead` decides there,
`manage` opens stations and reads counts. `supply.keep`: points where free supplies are given.
Of vaccination: `see` children's health records, `give` works at a clinic's desk, `figures` are counts and
clinics' stocks, which show no child. Of mother and child: `see` plans of women around a birth and of children, `give`
keeps them at the clinic's desk. `enrol`: `see` applications for school, `enter` them at the counter, `review`
them; `run` rounds and allocate places at the education office; `school`: the children placed in the own school.
`group.manage`: recognise groups of residents, see how many members they have, and nobody's name."""

PURPOSE_BOUND = frozenset(
    {
        "exchange.manage",
        "person.see",
        "person.reveal",
        "person.edit",
        "person.merge",
        "person.trail",
        "quality.work",
        "permit.see",
        "permit.apply",
        "permit.decide",
        "permit.issue",
        "permit.make",
        "permit.ask",
        "answer.ask",
        "change.fetch",
        "case.see",
        "case.enter",
        "case.handle",
        "rescue.see",
        "rescue.work",
        "rescue.lead",
        "vaccination.see",
        "vaccination.give",
        "care.see",
        "care.give",
        "enrol.see",
        "enrol.enter",
        "enrol.review",
        "enrol.run",
        "enrol.school",
    }
)
"""Permissions that touch personal information: they hold only for the purposes of their grant (PIPL 6)."""
