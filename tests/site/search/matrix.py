"""Who may open search: everybody who is signed in, and each finds what is theirs to see."""

from tests.site.matrix import OPEN, Row

EVERYBODY = {"other": OPEN, "lacking": OPEN}
ROWS = [
    Row("search:results", **EVERYBODY),
    Row("/api/search", data={}, answer=422, other=422, lacking=422),  # nothing is asked for
]
