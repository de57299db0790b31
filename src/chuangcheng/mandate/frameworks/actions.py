"""What can be done with editions of frameworks."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256

from django.utils import timezone

from chuangcheng.engine.framework import Framework, PointType
from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.audit.verbs import Outcome, changed, made, removed, verb
from chuangcheng.ground.points import actions as points
from chuangcheng.ground.points.rules import KindFacts
from chuangcheng.ground.scope import Person
from chuangcheng.mandate.frameworks import lines, queries, rules
from chuangcheng.mandate.frameworks.models import Edition, Item, Standard, State
from chuangcheng.mandate.frameworks.rules import CHANGE


@dataclass(frozen=True)
class Whole:
    """A framework as it is kept: its plain document and the SHA-256 of its canonical JSON."""

    framework: Framework

    @property
    def document(self) -> dict[str, object]:
        """The framework as plain lists and mappings."""
        return self.framework.model_dump(mode="json")

    @property
    def sha256(self) -> str:
        """The hash by which two editions are known to say the same."""
        text = json.dumps(self.document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return sha256(text.encode()).hexdigest()


@verb(
    "framework.import",
    zh="导入了测评体系“{title}”",
    en="imported the framework “{title}”",
    right=CHANGE,
)
def take_in(actor: Person, *, framework: Framework, area: Area | None = None) -> Outcome[Edition]:
    """Keep a framework as a draft, in place of a draft of the same code and version."""
    same = Edition.objects.filter(
        code__iexact=framework.id, version__iexact=framework.version, area=area
    )
    rules.check_replaceable(same)
    whole = Whole(framework)
    edition = same.first() or Edition(area=area)
    edition.code, edition.version = framework.id, framework.version
    edition.title_zh, edition.title_en = framework.title.zh, framework.title.en
    edition.document, edition.sha256 = whole.document, whole.sha256
    edition.full_clean()
    edition.save()
    _lay(edition, framework)
    return made(edition)


@verb(
    "framework.issue",
    zh="印发了测评体系“{title}”",
    en="issued the framework “{title}”",
    right=CHANGE,
)
def issue(actor: Person, *, edition: Edition) -> Outcome[Edition]:
    """Let a draft hold from now on, unchangeable; its kinds of point are made where missing."""
    before = edition.facts()
    rules.check_may_issue(edition)
    points.lay_kinds(actor, kinds=[_kind(t) for t in queries.framework(edition).point_types])
    edition.state, edition.issued_at = State.ISSUED, timezone.now()
    edition.save(update_fields=["state", "issued_at"])
    return changed(edition, before)


@verb(
    "framework.withdraw",
    zh="停用了测评体系“{title}”",
    en="withdrew the framework “{title}”",
    right=CHANGE,
)
def withdraw(actor: Person, *, edition: Edition, why: str = "") -> Outcome[Edition]:
    """Let no new campaign begin by an edition; those that run by it go on."""
    before = edition.facts()
    rules.check_may_withdraw(edition)
    edition.state = State.WITHDRAWN
    edition.save(update_fields=["state"])
    return changed(edition, before, why=why)


@verb(
    "framework.discard",
    zh="删除了测评体系草稿“{title}”",
    en="discarded the draft framework “{title}”",
    right=CHANGE,
)
def discard(actor: Person, *, edition: Edition, why: str = "") -> Outcome[Edition]:
    """Throw a draft away."""
    rules.check_may_discard(edition)
    outcome = removed(edition, edition.facts(), why=why)
    edition.delete()
    return outcome


def _lay(edition: Edition, framework: Framework) -> None:
    """The rows of standards and items, made anew from the document."""
    edition.items.all().delete()
    edition.standards.all().delete()
    standards = [
        _standard(edition, position, line)
        for position, line in enumerate(lines.standard_lines(framework))
    ]
    Standard.objects.bulk_create(standards, batch_size=500)
    by_code = {standard.code: standard for standard in standards}
    Item.objects.bulk_create(
        [
            _item(edition, position, line, by_code)
            for position, line in enumerate(lines.item_lines(framework))
        ],
        batch_size=500,
    )


def _standard(edition: Edition, position: int, line: lines.StandardLine) -> Standard:
    project, content, standard = line.project, line.content, line.standard
    return Standard(
        edition=edition, position=position, points=line.points,
        requirement=standard.requirement.zh, requirement_en=standard.requirement.en,
        project_code=project.id, project_zh=project.title.zh, project_en=project.title.en,
        content_code=content.id, content_zh=content.title.zh, content_en=content.title.en,
        code=standard.id, title_zh=standard.title.zh, title_en=standard.title.en,
        methods=_spaced(line.methods), point_types=_spaced(line.point_types),
    )  # fmt: skip


def _item(
    edition: Edition, position: int, line: lines.ItemLine, standards: dict[str, Standard]
) -> Item:
    item = line.item
    return Item(
        edition=edition, position=position, code=item.id, rule_kind=item.rule.kind, points=line.points,
        title_zh=item.title.zh, title_en=item.title.en,
        standard=standards[line.standards[0]] if len(line.standards) == 1 else None,
        methods=_spaced(line.methods), way=line.way,
    )  # fmt: skip


def _spaced(codes: tuple[str, ...]) -> str:
    return f" {' '.join(codes)} " if codes else ""


def _kind(point_type: PointType) -> KindFacts:
    return KindFacts(point_type.id, point_type.title.zh, point_type.title.en)
