"""Who may open the pages and operations of points and pledges."""

from tests.site.mandate import SceneRow
from tests.site.matrix import OPEN, Row

NOWHERE = {"more": {"draft": "00000000-0000-0000-0000-000000000000"}}
SEEN = {"without": "newcomer", "other": OPEN}
ROAD = ("pk=road",)
NEW = {"code": "P9", "title_zh": "新点位", "point_kind": 0, "area": 0}
ROWS = [
    Row("points:list", **SEEN),
    Row("points:map", **SEEN),
    Row("points:marks", **SEEN),
    Row("points:create", other=OPEN),
    Row("points:hand-over", other=OPEN),
    Row("points:kinds", **SEEN),
    Row("points:create-kind", other=OPEN),
    SceneRow("points:kind", about=("pk=kind",), other=OPEN),
    SceneRow("points:detail", about=ROAD, without="resident"),
    SceneRow("points:change", about=ROAD),
    Row("points:sheet", other=OPEN),
    Row("points:sheet-template", **SEEN),
    Row("points:sheet-export", more={"form": "csv"}, **SEEN),
    Row("points:sheet-check", answer=404, **NOWHERE),
    Row("points:pledges:list", **SEEN),
    Row("points:pledges:create", other=OPEN),
    Row("points:pledges:by-place", **SEEN),
    SceneRow("points:pledges:by-person", about=("pk=leader",), without="resident"),
    SceneRow("points:pledges:detail", about=("pk=pledge",), without="resident"),
    SceneRow("points:pledges:end", about=("pk=pledge",)),
    Row("points:pledges:sheet", other=OPEN),
    Row("points:pledges:sheet-template", **SEEN),
    Row("points:pledges:sheet-export", more={"form": "csv"}, **SEEN),
    Row("points:pledges:sheet-check", answer=404, **NOWHERE),
    Row("/api/points", **SEEN),
    Row("/api/points/pledges", **SEEN),
    SceneRow("/api/points/{pk}", about=ROAD, without="resident"),
    SceneRow("/api/points", "POST", answer=404, other=404, data=NEW),
    SceneRow("/api/points/{pk}", "PUT", about=ROAD, answer=404, data=NEW),
]
