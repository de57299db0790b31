"""Who may open the pages of notices."""

from tests.site.matrix import OPEN, Row

EVERYBODY = {"other": OPEN, "lacking": OPEN}

ROWS = [
    Row("notices:own", **EVERYBODY),
    Row("notices:log", other=OPEN),
    Row("/api/notices", **EVERYBODY),
    Row("notices:address", more={"channel": "none"}, answer=404, other=404, lacking=404),
]
