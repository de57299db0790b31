"""Speed against named peers, and the coverage of intervals; every figure can be made again."""
