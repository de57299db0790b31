"""Who may open the pages and operations of duties."""

from tests.site.mandate import SceneRow
from tests.site.matrix import OPEN, Row

NOWHERE = {"more": {"draft": "00000000-0000-0000-0000-000000000000"}}
SEEN = {"without": "newcomer", "other": OPEN}
ONE = {"about": ("pk=duty",)}
WHOLE = {"about": ("pk=campaign",)}
ROWS = [
    Row("duties:list", **SEEN),
    SceneRow("duties:detail", without="resident", **ONE),
    SceneRow("duties:change", **ONE),
    SceneRow("duties:remove", **ONE),
    SceneRow("duties:unit", about=("pk=police",), without="resident"),
    SceneRow("duties:coverage", without="inspector", **WHOLE),
    SceneRow("duties:create", **WHOLE),
    SceneRow("duties:decompose", **WHOLE),
    SceneRow("duties:hand-over", more={"code": "1-1-2"}, **WHOLE),
    Row("duties:sheet", other=OPEN),
    Row("duties:sheet-template", **SEEN),
    Row("duties:sheet-export", more={"form": "csv"}, **SEEN),
    Row("duties:sheet-check", answer=404, **NOWHERE),
    Row("/api/duties", **SEEN),
    SceneRow("/api/duties/{pk}", without="resident", **ONE),
    SceneRow("/api/duties/coverage/{pk}", without="inspector", **WHOLE),
    SceneRow("/api/duties", "POST", answer=404, other=404,
             data={"campaign": 0, "standard": "1-1-2"}, without="clerk"),
    SceneRow("/api/duties/{pk}", "PUT", data={"task": "清"}, **ONE),
]  # fmt: skip
