"""Who may open the pages and operations of campaigns."""

from tests.site.mandate import SceneRow
from tests.site.matrix import OPEN, Row

NOWHERE = {"more": {"draft": "00000000-0000-0000-0000-000000000000"}}
SEEN = {"without": "newcomer", "other": OPEN}
ONE = {"about": ("pk=campaign",)}
NEW = {"code": "X", "title_zh": "新", "area": 0, "edition": 0, "lane": "sprint", "first_year": 2026}
ROWS = [
    Row("campaigns:list", **SEEN),
    Row("campaigns:create", other=OPEN),
    SceneRow("campaigns:detail", without="newcomer", **ONE),
    SceneRow("campaigns:change", **ONE),
    Row("campaigns:sheet", other=OPEN),
    Row("campaigns:sheet-template", **SEEN),
    Row("campaigns:sheet-export", more={"form": "csv"}, **SEEN),
    Row("campaigns:sheet-check", answer=404, **NOWHERE),
    Row("/api/campaigns", **SEEN),
    SceneRow("/api/campaigns/{pk}", without="newcomer", **ONE),
    SceneRow("/api/campaigns", "POST", answer=404, other=404, data=NEW),
    SceneRow("/api/campaigns/{pk}", "PUT", answer=404, data=NEW, **ONE),
]
