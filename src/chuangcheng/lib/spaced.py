"""Text made ready for full-text search, the same for SQLite's FTS5 and PostgreSQL's 'simple'.

Neither engine knows where a Chinese word ends, and an index of three-letter pieces finds no word
of two characters.
So every character of a script written without spaces is a token of its own, words and numbers of
other scripts stay whole, and what a person types is looked for as a phrase: the tokens side by
side, in that order.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

#: Han with its extensions, iteration marks and numerals, kana, bopomofo and hangul: letters only.
_ALONE = (
    "\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3038-\u303c\u3041-\u3096\u309d-\u309f\u30a1-\u30fa"
    "\u30fc-\u30ff\u3105-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U0001b000-\U0001b16f\U00020000-\U000323af"
)
_TOKEN = re.compile(rf"[{_ALONE}]|[^\W_{_ALONE}]+")
#: Stands between two texts of one thing, so that no phrase runs from one into the other; both
#: databases take it for a word, and nobody looks for it.
_BREAK = "\ua66e"
#: PostgreSQL leaves out words beyond 2 047 bytes; nobody types one of a hundred characters.
_LONGEST = 100


@dataclass(frozen=True)
class Token:
    """A token and where it stands in the text it was found in."""

    text: str
    start: int
    end: int


def tokens(text: str) -> list[str]:
    """The tokens of a text: compatibility forms resolved (NFKC), case folded."""
    return [token[:_LONGEST] for token in _TOKEN.findall(_folded(text))]


def spaced(text: str) -> str:
    """The tokens with a space between them: what goes into the index."""
    return " ".join(tokens(text))


def spaced_apart(texts: Iterable[str]) -> str:
    """Several texts of one thing for the index, of which no phrase may span two."""
    return f" {_BREAK} ".join(filter(None, map(spaced, filter(None, texts))))


def phrases(query: str) -> list[list[str]]:
    """What a person typed as phrases, all of which have to be found; without tokens, none.

    Blanks separate phrases; whatever else has a meaning in a query language is only a separator.
    """
    return [words for part in query.split() if (words := tokens(part))]


def fts5(query: str) -> str:
    """The query as FTS5 reads it after MATCH, or "" when there is nothing to look for.

    The table has to be made with ``tokenize = 'ascii'``: it divides at ASCII punctuation alone,
    so its tokens are ours, whatever Unicode the engine was built with.
    """
    return " AND ".join(f'"{" ".join(words)}"' for words in phrases(query))


def tsquery(query: str) -> str:
    """The query as PostgreSQL's ``to_tsquery('simple', …)`` reads it, or "" likewise."""
    return " & ".join(f"({' <-> '.join(map(_quoted, words))})" for words in phrases(query))


def marks(text: str, query: str) -> list[tuple[int, int]]:
    """Where the phrases of a query stand in a text: (start, end) pairs in order, none touching."""
    placed = list(_placed(text))
    found = [
        (placed[at].start, placed[at + len(words) - 1].end)
        for words in phrases(query)
        for at in range(len(placed) - len(words) + 1)
        if [token.text for token in placed[at : at + len(words)]] == words
    ]
    return _joined(sorted(found))


def _folded(text: str) -> str:
    """NFKC and folded case; folding may undo what NFKC composed, so it is composed again."""
    if text.isascii():
        return text.lower()  # the same, and codes and numbers are most of what is indexed
    return _composed(_composed(text).casefold())


def _composed(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _quoted(word: str) -> str:
    """A word between quotes; its characters are letters and digits, so none needs escaping."""
    return f"'{word}'"


def _placed(text: str) -> Iterator[Token]:
    """The tokens with their places in the text as it is written.

    Folding may make one character several, or none; each keeps the place it came from.
    """
    pieces = [_folded(letter) for letter in text]
    origin = [at for at, piece in enumerate(pieces) for _ in piece]
    for found in _TOKEN.finditer("".join(pieces)):
        last = origin[found.end() - 1]
        yield Token(found[0][:_LONGEST], origin[found.start()], last + 1)


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Overlapping and touching spans as one."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
