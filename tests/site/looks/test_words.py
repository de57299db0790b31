"""English words of all nouns: one message says the same wherever it stands."""

from collections import defaultdict
from pathlib import Path

from django.apps import apps

from chuangcheng.conf.messages import Catalogue


def test_it_says_one_thing_in_one_way() -> None:
    """Django keeps one translation of a message for all nouns; another would never be seen."""
    said: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for noun in apps.get_app_configs():
        if noun.name.startswith("chuangcheng."):
            for message, texts in Catalogue(noun.label, Path(noun.path)).read().texts.items():
                said[message].add(tuple(texts))
    assert {message: texts for message, texts in said.items() if len(texts) > 1} == {}
