"""Who may see the queue."""

from tests.site.matrix import OPEN, Row

ROWS = [
    Row("jobs:list", other=OPEN),
    Row("jobs:retry", "POST", key="job", with_="top", answer=302),
]
