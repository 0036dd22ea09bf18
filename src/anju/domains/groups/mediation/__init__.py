"""Mediation by a committee or a residents' home: free, confidential, with the consent of both sides."""
