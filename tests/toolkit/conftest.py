"""The suite in ``suite/`` needs the toolkit installed: ``test_suite.py`` runs it on such a site."""

import os

IS_ON_SITE = os.environ.get("DJANGO_SETTINGS_MODULE", "").startswith("tests.toolkit.")

collect_ignore = [] if IS_ON_SITE else ["suite"]
