"""Tests of devices that work without a network."""
