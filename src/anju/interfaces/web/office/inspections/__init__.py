"""Inspections of premises: the list, one record, a new one on a phone, the notice to rectify."""
