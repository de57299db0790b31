"""Who may open the pages and operations of people, roles and grants."""

from tests.site.matrix import OPEN, Row

NOWHERE = {"more": {"draft": "00000000-0000-0000-0000-000000000000"}}
NEW = {"username": "newer", "name": "新小小"}
ROWS = [
    Row("people:list", other=OPEN),
    Row("people:create", other=OPEN),
    Row("people:detail", key="clerk", without="inspector"),
    Row("people:change", key="clerk"),
    Row("people:issue-password", key="clerk"),
    Row("people:place", key="clerk"),
    Row("people:give", key="clerk"),
    Row("people:withdraw", key="clerk_grant", without="inspector"),
    Row("people:delegate", key="clerk_grant", without="inspector"),
    Row("people:roles", other=OPEN),
    Row("people:create-role", other=OPEN),
    Row("people:role", key="clerk_role", other=OPEN),
    Row("people:sheet", other=OPEN),
    Row("people:sheet-template", other=OPEN),
    Row("people:sheet-export", other=OPEN, more={"form": "csv"}),
    Row("people:sheet-check", answer=404, **NOWHERE),
    Row("/api/people", other=OPEN),
    Row("/api/people/{pk}", key="clerk", without="inspector"),
    Row("/api/people", "POST", with_="top", answer=201, other=403, data=NEW),
    Row("/api/people/{pk}", "PUT", key="clerk", with_="top", data=NEW),
    Row("/api/people/{pk}/grants", "POST", key="clerk", answer=404, data={"role": 0}),
]
