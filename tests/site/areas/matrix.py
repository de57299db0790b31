"""Who may open the pages and operations of areas."""

from tests.site.matrix import OPEN, Row

NEW = {"code": "QH-NH", "title_zh": "南湖镇", "level": 3}
NOWHERE = {"more": {"draft": "00000000-0000-0000-0000-000000000000"}}
ROWS = [
    Row("areas:list", without="newcomer", other=OPEN),
    Row("areas:create", other=OPEN),
    Row("areas:detail", key="street", without="resident"),
    Row("areas:change", key="street"),
    Row("areas:move", key="street"),
    Row("areas:remove", key="street"),
    Row("areas:sheet", other=OPEN),
    Row("areas:sheet-template", without="newcomer", other=OPEN),
    Row("areas:sheet-export", without="newcomer", other=OPEN, more={"form": "csv"}),
    Row("areas:sheet-check", answer=404, **NOWHERE),
    Row("/api/areas", without="newcomer", other=OPEN),
    Row("/api/areas/{pk}", key="street", without="resident"),
    Row("/api/areas", "POST", with_="top", answer=422, other=422, data=NEW),
    Row("/api/areas/{pk}", "PUT", key="street", data=NEW),
]
