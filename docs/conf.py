"""Sphinx settings: MyST pages, the furo theme, warnings are errors (`make docs`)."""

from __future__ import annotations

import outsidein

project = "outsidein"
author = "The outsidein authors"
copyright = "2026, the outsidein authors"
release = outsidein.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3
suppress_warnings = ["myst.xref_missing"]  # the README's neighbours are outside the pages
autodoc_typehints = "description"
autodoc_member_order = "bysource"

html_theme = "furo"
html_title = "outsidein"
