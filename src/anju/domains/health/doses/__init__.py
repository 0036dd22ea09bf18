"""Doses of children: recorded with their source, evaluated, decided about; reminders, drop-outs, coverage."""
