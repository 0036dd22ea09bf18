"""Tables for the public: what was published, and publishing an edition."""

from anju.domains.statistics.publishing.data.definitions import (
    EditionView,
    Line,
    OpenTable,
    TableContent,
    open_tables,
)
from anju.domains.statistics.publishing.operations.publishing import (
    PUBLISH,
    preview_edition,
    publish_edition,
)
from anju.domains.statistics.publishing.queries.counting import Counted
from anju.domains.statistics.publishing.queries.editions import (
    edition,
    editions,
    published_table,
)

__all__ = [
    "PUBLISH",
    "Counted",
    "EditionView",
    "Line",
    "OpenTable",
    "TableContent",
    "edition",
    "editions",
    "open_tables",
    "preview_edition",
    "publish_edition",
    "published_table",
]
