"""Who may open the audit log."""

from tests.site.matrix import OPEN, Row

ROWS = [
    Row("audit:list", other=OPEN),
    Row("audit:detail", more={"seq": 3}),  # the making of 青禾县
    Row("/api/audit", other=OPEN),
]
