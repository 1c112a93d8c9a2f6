"""Looking over the site: who did what, and whether the log still tells the truth."""
