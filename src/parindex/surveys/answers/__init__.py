"""What came back, as one wide table of codes: its contract (``table``), reading people's files, exporting."""
