"""Photographs of identity cards: the text of the front, read by machine in a process of its own (decision 0046).

The picture lives in the memory of that process until it is answered, and nowhere else.
"""

from anju.foundation.cards.asking import read
from anju.foundation.cards.fields import Card

__all__ = ["Card", "read"]
