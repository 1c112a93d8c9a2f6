"""Tags of the documents."""
