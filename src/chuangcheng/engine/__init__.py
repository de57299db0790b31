"""The arithmetic: columns in, columns out, and no Django.

Read it in this order; each module uses those before it.

What is asked
    `titles` names and texts in two languages · `reasons` why something is refused, in words ·
    `rules` item rules · `framework` the tree · `checks` what must hold in it · `plan` the same as
    arrays
What was seen, and what it comes to
    `tally` rows counted where they live · `exact` whole-number sums · `sums` rows valued and added
    · `scoring` shares, points, substitutes · `areas` the tree of areas · `sanctions` bonus,
    penalty, veto · `ranking` ranks and distances
Who lost it
    `attribution` prices of losses · `rows` of one observation · `duties` lead and partners ·
    `gains` what mending would win
All together
    `assess` the whole way in one call · `outputs` its tables · `bulk` (`parquet`, `dense`) the same
    for more rows than fit into memory
How far it can be trusted
    `draws` samples that anybody can repeat · `resampling` (`sampled`, `strata`, `weights`,
    `redraw`, `threads`, `intervals`, `chances`) margins of scores and ranks · `agreement` of two
    inspectors · `estimating` all points from those drawn ·
    `risk` where the same failure is likely
From published tables
    `combine` components to totals · `years` three years to one
"""
