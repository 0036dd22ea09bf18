"""Reads: pairs of records by DuckDB and Splink, and the register's."""
