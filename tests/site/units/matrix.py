"""Who may open the pages and operations of units."""

from tests.site.matrix import OPEN, Row

NOWHERE = {"more": {"draft": "00000000-0000-0000-0000-000000000000"}}
# The area of nobody: whoever may create gets as far as being told that it is not there.
NEW = {"code": "QH-X", "title_zh": "新局", "unit_kind": "department", "area": 0}
ROWS = [
    Row("units:list", without="newcomer", other=OPEN),
    Row("units:create", other=OPEN),
    Row("units:headquarters", other=OPEN),
    Row("units:detail", key="police", without="resident"),
    Row("units:change", key="police"),
    Row("units:sheet", other=OPEN),
    Row("units:sheet-template", without="newcomer", other=OPEN),
    Row("units:sheet-export", without="newcomer", other=OPEN, more={"form": "xlsx"}),
    Row("units:sheet-check", answer=404, **NOWHERE),
    Row("/api/units", without="newcomer", other=OPEN),
    Row("/api/units/{pk}", key="police", without="resident"),
    Row("/api/units", "POST", answer=404, data=NEW),
    Row("/api/units/{pk}", "PUT", key="police", answer=404, data=NEW),
]
