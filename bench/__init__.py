"""Benchmarks: each module runs alone (`./anju bench NAME`, or `python -m bench.NAME`) and reports one JSON object."""
