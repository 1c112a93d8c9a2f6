"""A form written on a page: ``words`` and ``rows`` (what is typed) → ``naming`` → ``skips`` → ``making``.

``opening`` turns a form that was kept into what is typed; ``scales`` are those a form may be answered on.
"""
