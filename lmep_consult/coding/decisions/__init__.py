"""What people decided about transcripts: the log they write to, and what all decisions come to."""
