"""Who may come by an outside identity, and who may take one off a person."""

from tests.site.matrix import OPEN, Row

SHUT = {"answer": 404, "other": 404, "lacking": 404, "signed_out": 404}
ROWS = [
    Row("sso:begin", **SHUT),  # no provider is named where the matrix is run
    Row("sso:back", **SHUT),
    Row("sso:list", other=OPEN),
    Row("sso:release", "POST", key="identity", answer=302),
]
