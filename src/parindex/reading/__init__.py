"""People's files: CSV, XLSX and Parquet become clean tables, or all their problems at once."""
