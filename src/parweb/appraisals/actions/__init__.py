"""What can be done about appraisals: one verb per file."""
