"""Who may open the pages and operations of assignments."""

from tests.site.assignments.street import StreetRow

SEEN = {"without": "leader"}
ONE = ("pk=round", "assignment")
ROUTE = ("pk=round", "day", "inspector")
ROWS = [
    StreetRow("assignments:detail", **SEEN),
    StreetRow("assignments:plan"),
    StreetRow("assignments:route", about=ROUTE, **SEEN),
    StreetRow("assignments:marks", about=ROUTE, **SEEN),
    StreetRow("assignments:reorder", "POST", answer=302, about=ROUTE),
    StreetRow("assignments:shorten", "POST", answer=302, about=ROUTE),
    StreetRow("assignments:replace", about=("pk=round", "drawn")),
    StreetRow("assignments:agreement", **SEEN),
    StreetRow("assignments:pairs", **SEEN),
    StreetRow("assignments:change", about=ONE),
    StreetRow("assignments:drop", about=ONE),
    StreetRow("/api/assignments/{pk}", **SEEN),
    StreetRow("/api/assignments/{pk}", "POST", answer=422, data={"inspectors": [], "days": []}),
]
