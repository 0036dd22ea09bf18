"""Employers: units that employ people, their sites, and the days on which an office serves their people there."""
