"""The points engine: reads schemes, reads answers, scores, explains, ranks. Pure."""

from anju.domains.permits.points.rules.answers import read_answers
from anju.domains.permits.points.rules.conditions import years_old
from anju.domains.permits.points.rules.reading import read_scheme
from anju.domains.permits.points.rules.scoring import Cut, cut, score

__all__ = ["Cut", "cut", "read_answers", "read_scheme", "score", "years_old"]
