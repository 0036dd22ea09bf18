"""All pieces and sample pages with invented data: for looking at, in development and in the tests only."""
