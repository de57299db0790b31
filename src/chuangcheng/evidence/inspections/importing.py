"""A round as the taker of a file of observations."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from chuangcheng.evidence.inspections import actions
from chuangcheng.evidence.inspections.models import Round
from chuangcheng.evidence.inspections.sheet import Fresh
from chuangcheng.ground.scope import Person
from chuangcheng.ground.sheets.importer import Plan, Source


@dataclass(frozen=True)
class RoundFile:
    """Takes files into one round."""

    round_: Round

    def take(self, person: Person, name: str, content: bytes) -> Plan[Fresh]:
        """Write a file whole, or raise ValidationError and write nothing."""
        source = Source(name, sha256(content).hexdigest())
        return actions.take_in(
            person, round_=self.round_, name=name, content=content, source=source
        )
