"""Declarations as they were submitted: batches, review items, local rules of declaring."""
