"""What the office's and the employer's own pages about an employer have in common."""
