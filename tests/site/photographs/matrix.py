"""Who may open the pages and operations of photographs."""

from tests.site.devices.matrix import same
from tests.site.matrix import Row

NEW = {"uuid": "6f0c4ef2-5f0f-4c2f-8a55-1d2b7d6c9b10"}
ROWS = [
    Row("field:photograph", "PUT", more=NEW, **same(401)),
]
