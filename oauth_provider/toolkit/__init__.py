"""Coming from django-oauth-toolkit: the import, its paths, its permission classes."""
