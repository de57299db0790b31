-- Scores, losses and ranks of one round, by an auditor, in any database.
-- Written apart from the program, from the published rules, so that the two can check each other:
-- it reads the tables of schema.sql and leaves the answers in
--   unknown     observations that belong to no item of the framework (has to be empty)
--   part_score  area, part, possible, lost, status      node_score  area, kind, node, possible, earned
--   loss        area, part, item, unit, lost             standing    area, raw, net, printed, place
-- Plain SQL for DuckDB, SQLite and PostgreSQL. Binary floats: figures agree to about 1e-9.
-- A cap is written as CASE WHEN and never as least(): databases differ in what least(cap, NULL) is.

-- 1. What each observation is about.
CREATE TABLE seen AS
SELECT o.area, COALESCE(o.unit, '') AS unit, s.slot, s.gauge, s.part, s.item, s.weight, s.points,
  s.veto, s.fixed, s.again, s.rule, s.wanted, s.price, s.visit_cap, s.low, s.high,
  COALESCE(o.result, '') AS result, o."count" AS x, o."of" AS d,
  CASE WHEN o."of" IS NULL THEN o."count" ELSE o."count" / NULLIF(o."of", 0) END AS rate,
  CASE WHEN o.result IN ('na', 'absent') THEN 0 ELSE 1 END AS judged,
  CASE WHEN o.result = 'absent' THEN 1 ELSE 0 END AS absent
FROM observation o
LEFT JOIN fw_slot here ON here.item = o.item AND here.kind_at = COALESCE(o.point_type, '')
LEFT JOIN fw_slot anywhere ON anywhere.item = o.item AND anywhere.kind_at = ''
JOIN fw_slot s ON s.slot = COALESCE(here.slot, anywhere.slot);

CREATE TABLE unknown AS
SELECT o.area, o.item, o.point_type FROM observation o
LEFT JOIN fw_slot s ON s.item = o.item AND s.kind_at IN (COALESCE(o.point_type, ''), '')
WHERE s.slot IS NULL;

-- 2. What each observation lost by the rule of its item: a share in [0, 1], or points.
CREATE TABLE raw_loss AS
SELECT n.*, CASE
  WHEN n.rule = 'pass_fail' THEN CASE WHEN n.result = 'pass' THEN 0.0 ELSE 1.0 END
  WHEN n.result = 'pass' AND n.x IS NULL THEN 0.0
  WHEN n.rule = 'all_of' THEN CASE WHEN n.x >= COALESCE(n.wanted, n.d) THEN 0.0 ELSE 1.0 END
  WHEN n.rule IN ('by_count', 'bands') THEN 1.0 - COALESCE(b.share, 0.0)
  WHEN n.rule = 'quota' THEN CASE WHEN n.x < n.wanted THEN n.price * (n.wanted - n.x) ELSE 0.0 END
  WHEN n.rule = 'ratio' THEN 1.0 - n.x / COALESCE(n.wanted, n.d)
  WHEN n.rule = 'per_occurrence' THEN CASE WHEN n.result = 'pass' THEN 0.0
    ELSE n.price * COALESCE(n.x, 1.0) END
  WHEN n.rule = 'linear' THEN 1.0 - (n.rate - n.low) / (n.high - n.low)
  WHEN n.rule IN ('grade', 'answers') THEN 1.0 - COALESCE(f.share, 0.0)
END AS raw
FROM seen n
LEFT JOIN fw_band b ON b.slot = n.slot
  AND CASE WHEN n.rule = 'by_count' THEN n.x ELSE n.rate END >= b.least
  AND (b.below IS NULL OR CASE WHEN n.rule = 'by_count' THEN n.x ELSE n.rate END < b.below)
LEFT JOIN fw_share f ON f.slot = n.slot AND f.result = n.result;

CREATE TABLE capped_loss AS
SELECT r.*, CASE
  WHEN raw < 0 THEN 0.0
  WHEN rule IN ('quota', 'per_occurrence') THEN
    CASE WHEN raw > visit_cap THEN visit_cap ELSE raw END
  WHEN raw > 1 THEN 1.0 ELSE raw END AS capped
FROM raw_loss r;

CREATE TABLE row_loss AS
SELECT c.area, c.unit, c.part, c.gauge, c.item, c.judged, c.absent, c.veto,
  c.weight AS voice, c.points, c.rule,
  CASE WHEN c.rule = 'answers' THEN COALESCE(c.x, 1.0) ELSE 1.0 END AS stands_for,
  CASE WHEN c.judged = 0 THEN 0.0
    WHEN c.result = 'again' AND c.rule NOT IN ('quota', 'per_occurrence') AND c.capped * c.again > 1
      THEN 1.0
    ELSE c.capped * CASE WHEN c.result = 'fixed' THEN c.fixed
                         WHEN c.result = 'again' THEN c.again ELSE 1.0 END
  END AS lost
FROM capped_loss c;

-- 3. Sums by area (with all areas below it) and gauge: a gauge is a part that takes the rate of all
--    its observations, or one item of any other part.
CREATE TABLE area_above AS
WITH RECURSIVE up(area, above) AS (
  SELECT area, area FROM area
  UNION ALL
  SELECT up.area, p.area FROM up JOIN area a ON a.area = up.above JOIN area p ON p.area = a.parent
)
SELECT area, above FROM up;

CREATE TABLE peer AS
SELECT a.area, a.peer_group, a.place, COUNT(*) AS depth
FROM area a JOIN area_above u ON u.area = a.area GROUP BY a.area, a.peer_group, a.place;

CREATE TABLE row_at_gauge AS
SELECT u.above AS area, r.unit, r.part, r.gauge, r.item, r.absent, p.rule AS part_rule,
  r.judged * r.stands_for * CASE WHEN p.rule = 'rate' THEN r.voice ELSE 1.0 END AS judged,
  r.lost * r.stands_for * CASE
    WHEN p.rule = 'rate' THEN r.voice
    WHEN p.rule = 'deduct' AND r.rule NOT IN ('quota', 'per_occurrence') THEN r.points
    ELSE 1.0 END AS lost,
  CASE WHEN r.veto = 1 AND r.lost * r.stands_for > 0 THEN 1 ELSE 0 END AS vetoes
FROM row_loss r
JOIN area_above u ON u.area = r.area
JOIN fw_part p ON p.part = r.part;

CREATE TABLE gauge_sum AS
SELECT area, part, gauge, MAX(part_rule) AS rule, SUM(judged) AS judged, SUM(lost) AS lost,
  SUM(vetoes) AS vetoes, SUM(absent) AS absent
FROM row_at_gauge GROUP BY area, part, gauge;

CREATE TABLE gauge_facts AS
SELECT DISTINCT s.gauge, CASE WHEN p.rule = 'rate' THEN 1.0 ELSE s.weight END AS weight,
  CASE WHEN p.rule = 'rate' THEN NULL ELSE s.item_cap END AS item_cap,
  CASE WHEN p.rule = 'rate' THEN 1.0 ELSE s.pass_mark END AS pass_mark
FROM fw_slot s JOIN fw_part p ON p.part = s.part;

CREATE TABLE gauge_value AS
SELECT g.*, f.weight, CASE WHEN g.judged > 0 THEN g.lost / g.judged ELSE 0.0 END AS rate,
  CASE WHEN f.item_cap < g.lost THEN f.item_cap ELSE g.lost END AS capped,
  CASE WHEN g.judged > 0 AND g.lost / NULLIF(g.judged, 0) > 1.0 - f.pass_mark + 0.000000001
    THEN 1 ELSE 0 END AS unmet
FROM gauge_sum g JOIN gauge_facts f ON f.gauge = g.gauge;

-- 4. The share that each part lost.
CREATE TABLE part_sum AS
SELECT area, part, SUM(judged) AS judged, SUM(absent) AS absent, SUM(vetoes) AS vetoes,
  SUM(CASE WHEN judged > 0 THEN weight * rate ELSE 0.0 END) AS weighted,
  SUM(CASE WHEN judged > 0 THEN weight ELSE 0.0 END) AS weights,
  SUM(capped) AS deducted, SUM(unmet) AS unmet,
  SUM(CASE rule WHEN 'deduct' THEN capped WHEN 'counted' THEN unmet * rate
      ELSE weight * rate END) AS claimed
FROM gauge_value GROUP BY area, part;

CREATE TABLE part_band AS
SELECT v.area, v.part, COALESCE(MAX(b.share), 0.0) AS share
FROM part_sum v LEFT JOIN fw_unmet b ON b.part = v.part AND b.unmet >= v.unmet
GROUP BY v.area, v.part;

CREATE TABLE part_share AS
SELECT a.area, p.part, p.method, p.points, p.when_absent, p.when_unassessed,
  COALESCE(v.vetoes, 0) AS vetoes, COALESCE(v.claimed, 0.0) AS claimed,
  CASE WHEN v.judged > 0 THEN 'assessed' WHEN v.absent > 0 THEN 'absent'
    ELSE 'unassessed' END AS status,
  CASE WHEN v.vetoes > 0 THEN 1.0
    WHEN v.judged IS NULL OR v.judged = 0 THEN 0.0
    WHEN p.rule = 'deduct' THEN CASE WHEN v.deducted > p.points THEN 1.0
      ELSE v.deducted / p.points END
    WHEN p.rule = 'counted' THEN 1.0 - b.share
    ELSE v.weighted / v.weights END AS share
FROM area a CROSS JOIN fw_part p
LEFT JOIN part_sum v ON v.area = a.area AND v.part = p.part
LEFT JOIN part_band b ON b.area = a.area AND b.part = p.part;

-- 5. What stands in for a part that was not judged.
CREATE TABLE peer_mean AS
SELECT k.depth, k.peer_group, s.part, AVG(s.share) AS share
FROM part_share s JOIN peer k ON k.area = s.area
WHERE s.status = 'assessed' GROUP BY k.depth, k.peer_group, s.part;

CREATE TABLE part_stand_in AS
SELECT s.area, s.part, s.method, s.points, s.status, s.vetoes, s.claimed, w.substitute,
  CASE WHEN w.substitute = 'mean' THEN m.share ELSE s.share END AS share
FROM part_share s
JOIN peer k ON k.area = s.area
LEFT JOIN peer_mean m ON m.depth = k.depth AND m.peer_group = k.peer_group AND m.part = s.part
JOIN (
  SELECT s2.area, s2.part, CASE
    WHEN s2.status = 'assessed' THEN ''
    WHEN CASE s2.status WHEN 'absent' THEN s2.when_absent ELSE s2.when_unassessed END = 'mean'
      AND m2.share IS NULL THEN 'reweight'
    WHEN s2.status = 'absent' THEN s2.when_absent ELSE s2.when_unassessed END AS substitute
  FROM part_share s2 JOIN peer k2 ON k2.area = s2.area
  LEFT JOIN peer_mean m2 ON m2.depth = k2.depth AND m2.peer_group = k2.peer_group
    AND m2.part = s2.part
) w ON w.area = s.area AND w.part = s.part;

-- 6. The points that each part carries: full marks go down the methods by weight, past those of
--    which nothing is left to judge, and within a method to its parts by their printed points.
CREATE TABLE pool AS
SELECT area, method, SUM(CASE WHEN substitute = 'reweight' THEN 0.0 ELSE points END) AS points
FROM part_stand_in GROUP BY area, method;

CREATE TABLE alive AS
WITH RECURSIVE up(area, method) AS (
  SELECT area, method FROM pool WHERE points > 0
  UNION
  SELECT up.area, m.parent FROM up JOIN fw_method m ON m.method = up.method WHERE m.parent <> ''
)
SELECT area, method FROM up;

CREATE TABLE method_part AS
SELECT l.area, m.method, m.parent, m.weight / SUM(m.weight) OVER (PARTITION BY l.area, m.parent)
  AS share
FROM alive l JOIN fw_method m ON m.method = l.method;

CREATE TABLE budget AS
WITH RECURSIVE down(area, method, points) AS (
  SELECT p.area, p.method, t.full_marks * p.share
  FROM method_part p CROSS JOIN fw_setting t WHERE p.parent = ''
  UNION ALL
  SELECT p.area, p.method, down.points * p.share
  FROM down JOIN method_part p ON p.area = down.area AND p.parent = down.method
)
SELECT area, method, points FROM down;

CREATE TABLE part_score AS
SELECT s.area, s.part, s.status, s.vetoes, s.claimed,
  CASE WHEN s.substitute IN ('reweight', 'list') THEN 0.0
    ELSE s.points * b.points / q.points END AS possible,
  CASE WHEN s.substitute IN ('reweight', 'list') THEN 0.0
    ELSE s.share * s.points * b.points / q.points END AS lost
FROM part_stand_in s
LEFT JOIN budget b ON b.area = s.area AND b.method = s.method
LEFT JOIN pool q ON q.area = s.area AND q.method = s.method;

-- 7. Nodes: the total, the methods with all below them, and the tree.
CREATE TABLE part_node AS
WITH RECURSIVE up(part, method) AS (
  SELECT part, method FROM fw_part
  UNION ALL
  SELECT up.part, m.parent FROM up JOIN fw_method m ON m.method = up.method WHERE m.parent <> ''
)
SELECT part, 'method' AS kind, method AS node FROM up
UNION ALL SELECT part, 'total', 'total' FROM fw_part
UNION ALL SELECT part, 'project', project FROM fw_part
UNION ALL SELECT part, 'content', content FROM fw_part
UNION ALL SELECT part, 'standard', standard FROM fw_part
UNION ALL SELECT part, 'part', part FROM fw_part;

CREATE TABLE node_score AS
SELECT s.area, n.kind, n.node, SUM(s.possible) AS possible, SUM(s.possible - s.lost) AS earned
FROM part_score s JOIN part_node n ON n.part = s.part GROUP BY s.area, n.kind, n.node;

-- 8. Who lost it: a veto is borne by what caused it, anything else in proportion to its own cost.
CREATE TABLE loss AS
SELECT r.area, r.part, r.item, r.unit, SUM(CASE
  WHEN p.vetoes > 0 THEN p.lost * r.vetoes / p.vetoes
  WHEN p.claimed > 0 AND g.lost > 0 THEN p.lost * r.lost / g.lost / p.claimed * CASE g.rule
    WHEN 'deduct' THEN g.capped WHEN 'counted' THEN g.unmet * g.rate ELSE g.weight * g.rate END
  ELSE 0.0 END) AS lost
FROM row_at_gauge r
JOIN part_score p ON p.area = r.area AND p.part = r.part AND p.status = 'assessed'
JOIN gauge_value g ON g.area = r.area AND g.gauge = r.gauge
GROUP BY r.area, r.part, r.item, r.unit
UNION ALL
SELECT area, part, '', '', lost FROM part_score WHERE status <> 'assessed' AND lost > 0;

-- 9. Bonus, penalty, veto; printed figures, rounded once; ranks among peers.
CREATE TABLE sanctioned AS
SELECT d.area, e.kind, CASE WHEN SUM(d.times) * e.points > e.cap THEN e.cap
  ELSE SUM(d.times) * e.points END AS points
FROM decision d JOIN fw_sanction e ON e.sanction = d.sanction
GROUP BY d.area, d.sanction, e.kind, e.points, e.cap;

CREATE TABLE net_score AS
SELECT n.area, n.possible, n.earned AS raw, COALESCE(b.vetoes, 0) AS vetoes,
  COALESCE(CASE WHEN b.bonus > t.bonus_cap THEN t.bonus_cap ELSE b.bonus END, 0.0)
  - COALESCE(CASE WHEN b.penalty > t.penalty_cap THEN t.penalty_cap ELSE b.penalty END, 0.0)
  AS moved
FROM node_score n CROSS JOIN fw_setting t
LEFT JOIN (
  SELECT area, SUM(CASE WHEN kind = 'bonus' THEN points ELSE 0.0 END) AS bonus,
    SUM(CASE WHEN kind <> 'bonus' THEN points ELSE 0.0 END) AS penalty,
    SUM(CASE WHEN kind = 'veto' THEN 1 ELSE 0 END) AS vetoes
  FROM sanctioned GROUP BY area
) b ON b.area = n.area
WHERE n.kind = 'total';

CREATE TABLE printed_score AS
SELECT n.area, n.raw, n.possible, n.vetoes,
  CASE WHEN n.raw + n.moved < 0 THEN 0.0 ELSE n.raw + n.moved END AS net,
  ROUND(CAST(CASE WHEN n.raw + n.moved < 0 THEN 0.0 ELSE n.raw + n.moved END * t.scale
    + 0.0000001 - CASE WHEN t.rounding = 'truncate' THEN 0.5 ELSE 0.0 END AS DECIMAL(30, 11)))
  / t.scale AS printed
FROM net_score n CROSS JOIN fw_setting t;

CREATE TABLE standing AS
SELECT s.area, s.raw, s.net, s.printed, CASE
  WHEN s.vetoes > 0 OR s.possible <= 0 THEN NULL
  WHEN t.ranking = 'ordinal' THEN ROW_NUMBER() OVER (
    PARTITION BY k.depth, k.peer_group, CASE WHEN s.vetoes > 0 OR s.possible <= 0 THEN 1 ELSE 0 END
    ORDER BY s.printed DESC, k.place)
  ELSE RANK() OVER (
    PARTITION BY k.depth, k.peer_group, CASE WHEN s.vetoes > 0 OR s.possible <= 0 THEN 1 ELSE 0 END
    ORDER BY s.printed DESC) END AS place
FROM printed_score s JOIN peer k ON k.area = s.area CROSS JOIN fw_setting t;
