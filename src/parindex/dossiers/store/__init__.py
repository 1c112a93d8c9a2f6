"""The store of dossiers: a folder of Parquet files in which the latest state of each dossier counts.

``folder`` is opened first; ``importing`` reads files into it; ``taking`` decides which rows win; ``index``
finds earlier states; ``compacting`` and ``rederiving`` rewrite parts of it; ``live`` reads rows for
drilling down. Nothing counts before ``manifest`` names it, and a manifest is replaced in one step.
"""
