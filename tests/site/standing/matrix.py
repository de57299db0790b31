"""Who may open the pages and operations of the standing."""

from tests.site.inspections.scene import SceneRow
from tests.site.matrix import OPEN, Row

C = ("pk=computation",)
A = (*C, "code")
ROWS = [
    Row("standing:list", without="inspector", other=OPEN),
    SceneRow("standing:compute", "POST", answer=302, about=("round_=round",)),
    SceneRow("standing:detail", without="inspector", about=C),
    SceneRow("standing:repeat", "POST", answer=302, about=C),
    SceneRow("standing:ranks", without="inspector", about=C),
    SceneRow("standing:area", without="inspector", about=A),
    SceneRow("standing:tree", without="inspector", about=A),
    SceneRow(
        "standing:branch", without="inspector", about=A, more={"kind": "project", "node": "1"}
    ),
    SceneRow("standing:returns", without="inspector", about=A),
    SceneRow("standing:units", without="inspector", about=A),
    SceneRow("standing:kinds", without="inspector", about=A),
    SceneRow("standing:items", without="inspector", about=A),
    SceneRow("standing:losses", without="inspector", about=A),
    SceneRow("standing:loss", without="inspector", about=(*A, "loss")),
    Row("/api/standing", without="inspector", other=OPEN),
    SceneRow("/api/standing/{pk}", without="inspector", about=C),
    SceneRow("/api/standing/{pk}/ranks", without="inspector", about=C),
    SceneRow("/api/standing/{pk}/nodes", without="inspector", about=C),
    SceneRow("/api/standing/{pk}/losses", without="inspector", about=C),
    SceneRow("/api/standing/{pk}/repeat", "POST", about=C),
    SceneRow("/api/standing/rounds/{pk}/compute", "POST", answer=201, about=("pk=round",)),
    SceneRow("/api/standing/rounds/{pk}/now", without="inspector", about=("pk=round",)),
]
