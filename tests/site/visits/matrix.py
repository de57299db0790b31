"""Who may open the pages of visits, and that a browser's session opens nothing of phones."""

from tests.site.devices.matrix import same
from tests.site.matrix import Row

UUID = {"uuid": "3f2b8a52-3c9e-4bb5-9d2b-0f6f5a4f6a10"}
ROWS = [
    Row("field:day", **same(401)),
    Row("field:checklist", more={"digest": "0" * 64}, **same(401)),
    Row("field:visit", "PUT", more=UUID, **same(401)),
    Row("field:outbox", "POST", **same(401)),
]
