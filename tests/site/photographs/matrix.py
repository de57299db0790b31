"""Who may open the pages and operations of photographs."""

from tests.site.devices.matrix import same
from tests.site.matrix import OPEN, Row
from tests.site.photographs.scene import LostRow, ShotRow

NEW = {"uuid": "6f0c4ef2-5f0f-4c2f-8a55-1d2b7d6c9b10"}
DECIDED = {"verdict": "kept", "reason": "同一处两次拍摄"}
BOXES = {"boxes": [[0.1, 0.1, 0.3, 0.3]]}
ROWS = [
    Row("field:photograph", "PUT", more=NEW, **same(401)),
    Row("field:photograph-rest", "PATCH", more=NEW, **same(401)),
    Row("field:retake-before", more=NEW, **same(401)),
    Row("photographs:list", without="resident", other=OPEN),
    Row("photographs:doubts", without="leader", other=OPEN),
    Row("photographs:unproven", without="leader", other=OPEN),
    Row("photographs:lost", without="leader", other=OPEN),
    LostRow("photographs:set-aside", without="leader"),
    ShotRow("photographs:flag", without="leader", about="pk"),
    ShotRow("photographs:detail", without="resident"),
    ShotRow("photographs:cover", without="leader"),
    ShotRow("photographs:picture", without="resident"),
    ShotRow("photographs:thumbnail", without="resident"),
    ShotRow("photographs:plain", without="leader"),
    ShotRow("photographs:original", without="supervisor"),
    Row("/api/photographs", without="resident", other=OPEN),
    Row("/api/photographs/doubts", without="leader", other=OPEN),
    ShotRow(
        "/api/photographs/doubts/{pk}/decide", "POST", without="leader", about="pk", data=DECIDED
    ),
    ShotRow("/api/photographs/{uuid}", without="resident"),
    ShotRow("/api/photographs/{uuid}/publish", "POST", without="leader", data=BOXES),
]
