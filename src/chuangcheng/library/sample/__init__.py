"""The sample county (青禾县, Qinghe County): fictional, and the same on every machine.

`generate` writes nothing; it returns the text of every file, so that the command line, the site and
the tests all have the same county. The county follows the framework it is given: no item, standard
or method is named here, so an office can look at the sample with its own framework.
"""

from __future__ import annotations

from chuangcheng.library.sample.files import SEED, generate

__all__ = ["SEED", "generate"]
