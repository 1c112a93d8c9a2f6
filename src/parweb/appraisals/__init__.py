"""What appraisers, councils and appeals decide."""
