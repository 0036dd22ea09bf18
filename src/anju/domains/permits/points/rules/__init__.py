"""The points engine: reads schemes, reads answers, reckons, explains, ranks. Pure."""

from anju.domains.permits.points.rules.answers import read_answers
from anju.domains.permits.points.rules.ranking import Cut, cut
from anju.domains.permits.points.rules.reading import read_scheme
from anju.domains.permits.points.rules.scoring import reckon
from anju.domains.permits.points.rules.spans import years_old

__all__ = ["Cut", "cut", "read_answers", "read_scheme", "reckon", "years_old"]
