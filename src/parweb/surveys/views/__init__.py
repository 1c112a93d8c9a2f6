"""Pages of surveys: for those who run them, and for those who answer."""
