"""Days on which an office serves an employer's people at the employer or one of its sites."""
