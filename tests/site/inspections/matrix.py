"""Who may open the pages and operations of rounds."""

from tests.site.inspections.scene import SceneRow
from tests.site.matrix import OPEN, Row

R = ("pk=round",)
O = (*R, "observation")  # noqa: E741
NOWHERE = {"draft": "00000000-0000-0000-0000-000000000000"}
ANEW = {"uuid": "3f2b8a52-3c9e-4bb5-9d2b-0f6f5a4f6a10", "result": "pass", "why": "看错了"}
ROUND = {
    "year": 2025, "number": 1, "title_zh": "暗访", "round_kind": "undercover",
    "starts": "2025-06-01", "ends": "2025-06-02", "members": [],
}  # fmt: skip
ROWS = [
    Row("inspections:list", without="newcomer", other=OPEN),
    Row("inspections:create", other=OPEN),
    Row("inspections:template", without="newcomer", other=OPEN),
    SceneRow("inspections:detail", without="resident", about=R),
    SceneRow("inspections:change", about=R),
    SceneRow("inspections:release", "POST", answer=302, about=R),
    SceneRow("inspections:close", "POST", answer=302, about=R),
    SceneRow("inspections:reopen", about=R),
    SceneRow("inspections:discard", about=R),
    SceneRow("inspections:decide", about=R),
    SceneRow("inspections:take-back", about=(*R, "decision")),
    SceneRow("inspections:observations", without="resident", about=R),
    SceneRow("inspections:export", without="resident", about=R, more={"form": "csv"}),
    SceneRow("inspections:observation", without="resident", about=O),
    SceneRow("inspections:judge", with_="inspector", about=O),
    SceneRow("inspections:upload", with_="inspector", about=R),
    SceneRow("inspections:check", answer=404, about=R, more=NOWHERE),
    Row("/api/inspections", without="newcomer", other=OPEN),
    SceneRow("/api/inspections/{pk}", without="resident", about=R),
    Row("/api/inspections", "POST", answer=404, data={**ROUND, "campaign": 0, "secret": True}),
    SceneRow("/api/inspections/{pk}", "PUT", about=R, data=ROUND),
    SceneRow("/api/inspections/{pk}/close", "POST", about=R),
    SceneRow("/api/inspections/{pk}/reopen", "POST", answer=422, about=R, data={"why": "漏"}),
    SceneRow("/api/inspections/{pk}/discard", "POST", answer=422, about=R, data={"why": "误"}),
    SceneRow("/api/inspections/{pk}/release", "POST", answer=422, about=R),
    SceneRow("/api/inspections/{pk}/observations", without="resident", about=R),
    SceneRow("/api/inspections/{pk}/observations/{observation}/judge", "POST", about=O, data=ANEW),
]
