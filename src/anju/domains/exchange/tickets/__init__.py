"""Correction tickets to the source (校核纠错): what an office doubts of a department's fact, the term, the answer."""
