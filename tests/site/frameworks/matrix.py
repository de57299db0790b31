"""Who may open the pages and operations of frameworks."""

from tests.site.mandate import SceneRow
from tests.site.matrix import OPEN, Row

SEEN = {"without": "newcomer", "other": OPEN}
ONE = {"about": ("pk=edition",), "without": "newcomer"}
DRAFT = {"about": ("pk=draft",)}
ROWS = [
    Row("frameworks:list", **SEEN),
    Row("frameworks:import", other=OPEN),
    Row("frameworks:load", other=OPEN, more={"name": "minors-environment"}),
    SceneRow("frameworks:detail", **ONE),
    SceneRow("frameworks:items", **ONE),
    SceneRow("frameworks:item", more={"code": "litter"}, **ONE),
    SceneRow("frameworks:standard", more={"code": "1-1-1"}, **ONE),
    SceneRow("frameworks:export", more={"form": "yaml"}, **ONE),
    SceneRow("frameworks:compare", about=("pk=draft", "other=edition"), without="newcomer"),
    SceneRow("frameworks:issue", **DRAFT),
    SceneRow("frameworks:discard", **DRAFT),
    SceneRow("frameworks:withdraw", about=("pk=edition",)),
    Row("/api/frameworks", **SEEN),
    SceneRow("/api/frameworks/{pk}", **ONE),
    SceneRow("/api/frameworks/{pk}/document", **ONE),
    SceneRow("/api/frameworks/{pk}/standards", **ONE),
]
