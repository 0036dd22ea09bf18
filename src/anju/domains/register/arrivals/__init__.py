"""The reception of a dormitory or of a large rental building: who comes, who goes, who moves to another room, today."""
