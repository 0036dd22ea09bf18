"""What makes two records look like one person: pure, without a database."""
