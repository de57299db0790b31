"""A noun of the site: a Django app cut in the common way, found by its files."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig


class NounConfig(AppConfig):
    """Base of every noun's `apps.py`.

    `prefix` is where its pages hang below the site's root, such as `areas/`.
    Import this module, not the class: Django takes every config it sees in `apps.py` for its own.
    Its rights (`rules`), verbs (`actions`), sheets, menu entries, jobs, what can be found of it
    (`search`) and what phones are sent to do for it (`errands`) are declared by being imported, so
    the modules that hold them are imported once, here.
    """

    default_auto_field = "django.db.models.BigAutoField"
    prefix: str = ""
    declaring = ("rules", "actions", "desk", "tasks", "search", "errands")

    def ready(self) -> None:
        for module in self.declaring:
            if self.has(module):
                import_module(f"{self.name}.{module}")

    def has(self, module: str) -> bool:
        """Whether the noun has a file of this name."""
        return find_spec(f"{self.name}.{module}") is not None
