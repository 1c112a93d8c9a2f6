"""Editions in Excel: a workbook officials edit and give back, and workbooks units fill in.

``exporting.export_workbook`` and ``importing.import_workbook`` are the two ways of the road;
``template.template_workbook`` (many units) and ``unit_template.unit_workbook`` (one unit) make the forms.
"""
