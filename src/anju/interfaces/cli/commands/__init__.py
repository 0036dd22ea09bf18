"""One module per command, found by its file name.

A module has `NAME`, `HELP`, `configure(parser)` and `run(args) -> int`; the exit status is 0 (done), 1 (refused or
failed) or 2 (asked wrongly). `PASSTHROUGH = True` leaves unknown arguments in `args.rest`.
"""
