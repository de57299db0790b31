"""Does the deeds of scene.py and mending.py as they are asked for: `python -m tests.site.field.deeds`.

A line holds a deed and its arguments as JSON, and is answered by a line of JSON. One process for
all of them: Django takes seconds to begin.
"""

from __future__ import annotations

import json
import sys

from tests.site.field import mending, scene

DEEDS = {**scene.DEEDS, **mending.DEEDS}

if __name__ == "__main__":
    for line in sys.stdin:
        name, *said = json.loads(line)
        print(json.dumps(DEEDS[name](*said)), flush=True)
