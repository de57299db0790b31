-- The tables that score.sql reads: a framework, its areas, and the observations of one round.
-- Plain SQL for DuckDB, SQLite and PostgreSQL. Texts that say nothing are '' (empty), numbers NULL.

CREATE TABLE observation (     -- one judged item a row, as in the table of observations
  area TEXT, unit TEXT, point TEXT, point_type TEXT, item TEXT, visit TEXT, result TEXT,
  "count" DOUBLE PRECISION, "of" DOUBLE PRECISION
);
CREATE TABLE area (area TEXT, parent TEXT, peer_group TEXT, place INTEGER);
CREATE TABLE decision (area TEXT, sanction TEXT, times DOUBLE PRECISION);

CREATE TABLE fw_setting (      -- one row
  full_marks DOUBLE PRECISION, scale DOUBLE PRECISION, rounding TEXT, ranking TEXT,
  bonus_cap DOUBLE PRECISION, penalty_cap DOUBLE PRECISION
);
CREATE TABLE fw_method (method TEXT, parent TEXT, weight DOUBLE PRECISION);
CREATE TABLE fw_part (
  part TEXT, standard TEXT, content TEXT, project TEXT, method TEXT, points DOUBLE PRECISION,
  rule TEXT, when_absent TEXT, when_unassessed TEXT
);
CREATE TABLE fw_unmet (part TEXT, unmet INTEGER, share DOUBLE PRECISION);
CREATE TABLE fw_slot (         -- an item in its part, at one kind of point or ('') at any other
  slot INTEGER, item TEXT, kind_at TEXT, part TEXT, gauge INTEGER, rule TEXT,
  weight DOUBLE PRECISION, points DOUBLE PRECISION, item_cap DOUBLE PRECISION,
  pass_mark DOUBLE PRECISION, veto INTEGER, fixed DOUBLE PRECISION, again DOUBLE PRECISION,
  wanted DOUBLE PRECISION, price DOUBLE PRECISION, visit_cap DOUBLE PRECISION,
  low DOUBLE PRECISION, high DOUBLE PRECISION
);
CREATE TABLE fw_band (         -- the share met from `least` up to (not with) `below`
  slot INTEGER, least DOUBLE PRECISION, below DOUBLE PRECISION, share DOUBLE PRECISION
);
CREATE TABLE fw_share (slot INTEGER, result TEXT, share DOUBLE PRECISION);
CREATE TABLE fw_sanction (sanction TEXT, kind TEXT, points DOUBLE PRECISION, cap DOUBLE PRECISION);
