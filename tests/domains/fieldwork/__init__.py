"""Tests of work in the field."""
