"""Dossiers (hồ sơ TTHC): sources, imports, figures, and the leaves that are fed from them."""
