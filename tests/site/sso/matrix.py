"""Who may come by an outside identity, and who may take one off a person."""

from tests.site.matrix import OPEN, Row

SHUT = {"answer": 404, "other": 404, "lacking": 404, "signed_out": 404}
ROWS = [
    Row("sso:begin", **SHUT),  # nothing is opened where the matrix is run
    Row("sso:back", **SHUT),
    Row("sso:key-door", **SHUT),
    Row("sso:keys", answer=404, lacking=404),
    Row("sso:drop-key", key="office", answer=404, lacking=404),
    Row("sso:list", other=OPEN),
    Row("sso:all-keys", other=OPEN),
    Row("sso:revoke-key", "POST", key="passkey", answer=302),
    Row("sso:release", "POST", key="identity", answer=302),
]
