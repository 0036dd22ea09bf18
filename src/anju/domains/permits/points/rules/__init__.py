"""The points engine: reads schemes, reads answers, scores, explains, ranks. Pure."""

from anju.domains.permits.points.rules.answers import read_answers
from anju.domains.permits.points.rules.ranking import Cut, cut
from anju.domains.permits.points.rules.reading import read_scheme
from anju.domains.permits.points.rules.scoring import score
from anju.domains.permits.points.rules.spans import years_old

__all__ = ["Cut", "cut", "read_answers", "read_scheme", "score", "years_old"]
