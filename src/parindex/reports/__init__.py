"""The content of reports as data: titles, tables, notes, in the language asked for; never their layout."""
