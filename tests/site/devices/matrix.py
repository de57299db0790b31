"""Who may open the pages of phones, and that a browser's session opens nothing of phones."""

from tests.site.matrix import OPEN, Row

EVERYBODY = {"other": OPEN, "lacking": OPEN}


def same(status: int) -> dict[str, int]:
    """The same answer for all, signed in or not."""
    return {"answer": status, "other": status, "lacking": status, "signed_out": status}


ROWS = [
    Row("devices:own", **EVERYBODY),
    Row("devices:pair", "POST", **EVERYBODY),
    Row("devices:list", other=OPEN),
    Row("devices:detail", key="phone"),
    Row("devices:revoke", "POST", key="phone", answer=302),
    Row("field:api-root", **same(404)),
    Row("field:pair", "POST", **same(422)),
]
