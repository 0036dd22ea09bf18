"""Batch files of the former national exchange of inflow and outflow (CSV, XML): read, answered row by row, written."""
