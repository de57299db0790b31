"""Who may open the pages that belong to no noun."""

from tests.site.matrix import OPEN, Row

EVERYBODY = {"other": OPEN, "lacking": OPEN}
ROWS = [
    Row("overview", **EVERYBODY),
    Row("settings", **EVERYBODY),
    Row("healthz", **EVERYBODY, signed_out=OPEN),
    Row("metrics", **EVERYBODY, signed_out=OPEN),  # the tests ask from the machine itself
]
