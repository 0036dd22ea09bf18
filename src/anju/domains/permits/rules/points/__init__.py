"""The points engine: reads schemes, reads answers, reckons, explains, ranks. Pure."""

from anju.domains.permits.rules.points.answers import read_answers
from anju.domains.permits.rules.points.ranking import Cut, cut
from anju.domains.permits.rules.points.reading import read_scheme
from anju.domains.permits.rules.points.reckoning import reckon
from anju.domains.permits.rules.points.spans import years_old

__all__ = ["Cut", "cut", "read_answers", "read_scheme", "reckon", "years_old"]
