"""Who may open the door, and the pages of one's own account."""

from tests.site.matrix import OPEN, Row

EVERYBODY = {"other": OPEN, "lacking": OPEN}
ROWS = [
    Row("signin:sign-in", **EVERYBODY, signed_out=OPEN),
    Row("signin:code", answer=302, other=302, lacking=302),
    Row("signin:sign-out", "POST", answer=302, other=302, lacking=302),
    Row("signin:language", "POST", answer=302, other=302, lacking=302),
    Row("signin:account", **EVERYBODY),
    Row("signin:password", **EVERYBODY),
    Row("signin:totp", **EVERYBODY),
    Row("signin:drop-totp", **EVERYBODY),
    Row("signin:end-session", key="office_session", lacking=404),
    Row("signin:reset-totp", "POST", key="clerk", answer=302),
]
