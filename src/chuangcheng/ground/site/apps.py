"""The shared pages as an app."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Base templates, styles and scripts."""

    name = "chuangcheng.ground.site"
    label = "site"
