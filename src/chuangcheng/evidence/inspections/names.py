"""The titles of a framework by kind and id, in the reader's language. Pure but for the language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from chuangcheng.engine.framework import Framework, Title
from chuangcheng.ground.words import Words


@dataclass(frozen=True)
class Names:
    """The titles of a framework by kind and id."""

    titles: dict[tuple[str, str], Title]

    @classmethod
    def to(cls, framework: Framework) -> Names:
        """The titles of everything in a framework."""
        return cls(dict(_titled(framework)))

    def of(self, kind: str, id_: str) -> str:
        """The title in the reader's language, the id where there is none."""
        return str(self.both(kind, id_))

    def both(self, kind: str, id_: str) -> Words:
        """The title in both languages, the id where there is none."""
        title = self.titles.get((kind, id_))
        return Words(title.zh, title.en or title.zh) if title else Words(id_, id_)


def _titled(framework: Framework) -> Iterable[tuple[tuple[str, str], Title]]:
    yield ("total", "total"), framework.title
    for project in framework.projects:
        yield ("project", project.id), project.title
        for content in project.contents:
            yield ("content", content.id), content.title
            for standard in content.standards:
                yield ("standard", standard.id), standard.title
    stack = list(framework.methods)
    while stack:
        method = stack.pop()
        yield ("method", method.id), method.title
        stack += method.methods
    methods = {method.id: method.title for method in framework.leaf_methods()}
    for part in framework.parts():
        yield ("part", part.id), methods[part.method]
    for item in framework.items:
        yield ("item", item.id), item.title
    for kind in framework.point_types:
        yield ("point_type", kind.id), kind.title
    for entry in framework.sanctions:
        yield ("sanction", entry.id), entry.title
