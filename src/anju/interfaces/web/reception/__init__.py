"""The reception of a dormitory or a large rental building: one page for all comings and goings, by keyboard."""
