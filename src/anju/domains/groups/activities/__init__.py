"""Courses, service days and job fairs of groups: places, waiting list, attendance, certificates,
work that follows."""
