"""Who may open the pages and operations of draws."""

from tests.site.assignments.street import StreetRow

SEEN = {"without": "leader"}
ROWS = [
    StreetRow("draws:detail", **SEEN),
    StreetRow("draws:plan"),
    StreetRow("draws:draw"),
    StreetRow("draws:discard"),
    StreetRow("draws:estimates", **SEEN),
    StreetRow("draws:record", **SEEN),
    StreetRow("draws:frame", **SEEN),
    StreetRow("/api/draws/{pk}", **SEEN),
    StreetRow("/api/draws/{pk}", "PUT", answer=422, data={"announced": "开奖号码", "quotas": []}),
    StreetRow("/api/draws/{pk}/draw", "POST", answer=422, data={"seed": "7"}),
    StreetRow("/api/draws/{pk}/points", **SEEN),
]
