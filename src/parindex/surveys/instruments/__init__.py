"""The form of a survey (phiếu khảo sát) as versioned data, and XLSForm in and out.

``parts`` and ``model`` (what a form is) → ``loading`` and ``registry`` (``questionnaires/`` by name) →
``checks`` (whether it makes sense) → ``expressions`` (skips and constraints) → ``xlsform`` (workbooks for ODK
and Kobo).
"""
