"""Forms as XLSForm workbooks, for ODK and Kobo, and back.

``writing`` (a form to a workbook) and ``reading`` (a workbook to a form): ``sheets`` (rows, numbered) →
``languages`` → ``lists`` (choices) → ``outline`` (groups) → ``questions`` → ``specified``. ``extras`` is the
sheet of what XLSForm cannot say, ``odk`` asks pyxform whether a workbook opens in ODK.
"""
