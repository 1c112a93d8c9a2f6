"""People's files of dossiers become typed records; what cannot be read is set aside with its reason.

``names`` (titles and words people use) → ``mapping`` (which column is which) → ``sources`` (a file in chunks)
→ ``typed`` (texts to types, by ``cells`` and ``moments``) → ``rejects`` (rows that could not be read).
"""
