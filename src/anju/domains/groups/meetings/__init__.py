"""Meetings of groups: notice with its term, agenda, attendance, votes, minutes, decisions published to members."""
