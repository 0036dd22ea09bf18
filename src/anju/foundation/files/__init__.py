"""Files that people send: known by their content, written anew, kept without anything but what can be seen.

`cleaned` is the one way in for photographs and papers, whoever sends them and on whichever page.
"""

from anju.foundation.files.cleaning import cleaned
from anju.foundation.files.pictures import JPEG, LARGEST, PDF, PNG, opened, written

__all__ = ["JPEG", "LARGEST", "PDF", "PNG", "cleaned", "opened", "written"]
