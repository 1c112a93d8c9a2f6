"""Tags and filters of templates: ``{% load interface %}``."""
