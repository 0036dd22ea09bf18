"""Yes-or-no answers about one person: services, agreements, asking, shields, and how they were used."""

from anju.domains.exchange.answers.data.catalogue import AnswerService, services
from anju.domains.exchange.answers.data.questions import (
    MOST_QUESTIONS,
    NO,
    YES,
    AgreementTerms,
    Answer,
    Asked,
    Outcome,
    Question,
    Use,
)
from anju.domains.exchange.answers.operations.agreements import (
    MANAGE,
    accept_answers,
    end_answers,
    propose_answers,
)
from anju.domains.exchange.answers.operations.asking import (
    ACTION,
    ASK,
    ask_as_department,
    use_for_counts,
)
from anju.domains.exchange.answers.operations.signed import (
    PATH,
    SignedQuestions,
    answer_signed,
)
from anju.domains.exchange.answers.queries.agreements import answer_agreements, uses
from anju.domains.exchange.answers.rules.asking import prefix_of
from anju.domains.exchange.shields.data import SHIELD_REASONS
from anju.domains.exchange.shields.operations import (
    SHIELD,
    end_shield,
    shield,
    shield_reason_of,
)

__all__ = [
    "ACTION",
    "ASK",
    "MANAGE",
    "MOST_QUESTIONS",
    "NO",
    "PATH",
    "SHIELD",
    "SHIELD_REASONS",
    "YES",
    "AgreementTerms",
    "Answer",
    "AnswerService",
    "Asked",
    "Outcome",
    "Question",
    "SignedQuestions",
    "Use",
    "accept_answers",
    "answer_agreements",
    "answer_signed",
    "ask_as_department",
    "end_answers",
    "end_shield",
    "prefix_of",
    "propose_answers",
    "services",
    "shield",
    "shield_reason_of",
    "use_for_counts",
    "uses",
]
