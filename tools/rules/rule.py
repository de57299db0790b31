"""What a rule is: a sentence, the files it looks at, and a function that finds offending lines."""

import ast
import io
import re
import tokenize
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

#: A comment that excuses its line from a rule that allows for exceptions; a reason must follow.
EXCUSE = re.compile(r"house: \S+")


@dataclass(frozen=True)
class Source:
    """A text file of the project: its path from the root, and what it says."""

    path: PurePosixPath
    text: str

    @cached_property
    def lines(self) -> list[str]:
        """The file's lines without their ends."""
        return self.text.splitlines()

    @cached_property
    def tree(self) -> ast.Module:
        """The file as Python; ``SyntaxError`` when it is none."""
        return ast.parse(self.text, filename=str(self.path))

    @cached_property
    def comments(self) -> list[tuple[int, str]]:
        """Line number and text of every Python comment."""
        tokens = tokenize.generate_tokens(io.StringIO(self.text).readline)
        return [
            (token.start[0], token.string) for token in tokens if token.type == tokenize.COMMENT
        ]

    @property
    def is_test(self) -> bool:
        """Whether the file belongs to tests, wherever they live."""
        return "tests" in self.path.parts


Find = Callable[[Source], Iterator[int]]


@dataclass(frozen=True)
class Rule:
    """A sentence to read when it is broken, the file endings it concerns, and its finder."""

    sentence: str
    endings: tuple[str, ...]
    find: Find
    may_be_excused: bool

    def broken_lines(self, source: Source) -> Iterator[int]:
        """Yield the numbers of the lines that break the rule and are not excused."""
        if self.endings and source.path.suffix not in self.endings:
            return
        for number in self.find(source):
            if not (self.may_be_excused and EXCUSE.search(source.lines[number - 1])):
                yield number


#: Every rule, in the order of its declaration.
RULES: list[Rule] = []


def rule(sentence: str, *endings: str, may_be_excused: bool = False) -> Callable[[Find], Rule]:
    """Declare a rule over the files with these endings, over all text files when none is given."""

    def declare(find: Find) -> Rule:
        declared = Rule(sentence, endings, find, may_be_excused)
        RULES.append(declared)
        return declared

    return declare


def matching(pattern: re.Pattern[str], lines: list[str]) -> Iterator[int]:
    """Yield the numbers of the lines in which ``pattern`` is found."""
    return (number for number, line in enumerate(lines, 1) if pattern.search(line))
