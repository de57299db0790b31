"""Who may open the pages of likely failures."""

from tests.site.problems.matrix import SceneRow

ROWS = [
    SceneRow("likely:detail", without="newcomer"),
    SceneRow("likely:patrol", "POST", answer=302),
    SceneRow("/api/likely/{pk}", without="newcomer"),
]
