-- The sums every results indicator of the profile «solnechny» needs, as an engineer writes them by hand:
-- one query for the cells, one for the flags of every pupil by all breakdowns. Columns may be named freely;
-- what the engine scans must give the same totals (benchmarks.region compares them).
-- `results` is the table of facts with first_try = attempt IS NULL OR attempt IN ('main', 'reserve').

-- name: cells
SELECT upload, organisation, year, procedure, subject, grade, sex,
    count(*) AS m0,
    sum(raw_score) FILTER (WHERE max_score IS NOT NULL AND participated AND raw_score IS NOT NULL) AS m1,
    sum(max_score) FILTER (WHERE max_score IS NOT NULL AND participated AND raw_score IS NOT NULL) AS m2,
    count(*) FILTER (WHERE mark >= 3 AND mark IS NOT NULL AND participated) AS m3,
    count(*) FILTER (WHERE mark IS NOT NULL AND participated) AS m4,
    count(*) FILTER (WHERE mark >= 3 AND participated) AS m5,
    count(*) FILTER (WHERE first_try AND exam_level = 'profile' AND participated AND NOT passed AND passed IS NOT NULL) AS m6,
    count(*) FILTER (WHERE first_try AND exam_level = 'profile' AND participated AND passed IS NOT NULL) AS m7,
    count(*) FILTER (WHERE first_try AND exam_level = 'profile' AND participated AND scaled_score >= 70 AND scaled_score IS NOT NULL) AS m8,
    count(*) FILTER (WHERE first_try AND exam_level = 'profile' AND participated AND scaled_score IS NOT NULL) AS m9,
    count(*) FILTER (WHERE first_try AND participated AND NOT passed AND passed IS NOT NULL) AS m10,
    count(*) FILTER (WHERE first_try AND participated AND passed IS NOT NULL) AS m11,
    count(*) FILTER (WHERE first_try AND participated AND scaled_score >= 70 AND scaled_score IS NOT NULL) AS m12,
    count(*) FILTER (WHERE first_try AND participated AND scaled_score IS NOT NULL) AS m13,
    count(*) FILTER (WHERE first_try AND mark = 2 AND mark IS NOT NULL AND participated) AS m14,
    count(*) FILTER (WHERE first_try AND mark IS NOT NULL AND participated) AS m15,
    count(*) FILTER (WHERE first_try AND mark = 5 AND mark IS NOT NULL AND participated) AS m16,
    count(*) FILTER (WHERE mark = 2 AND mark IS NOT NULL AND participated) AS m17,
    count(*) FILTER (WHERE mark = 5 AND mark IS NOT NULL AND participated) AS m18,
    count(*) FILTER (WHERE participated AND (level IS NOT NULL OR mark IS NOT NULL) AND (level IN ('above_base', 'high') OR level IS NULL AND mark >= 4)) AS m19,
    count(*) FILTER (WHERE participated AND (level IS NOT NULL OR mark IS NOT NULL)) AS m20,
    count(*) FILTER (WHERE participated AND (level IS NOT NULL OR mark IS NOT NULL) AND (level IN ('base', 'above_base', 'high') OR level IS NULL AND mark >= 3)) AS m21,
    count(*) FILTER (WHERE participated AND (grade = 4 AND mark IS NOT NULL AND procedure = 'vpr' AND subject IN ('russian', 'math', 'world_around') OR grade IN (5, 6) AND mark IS NOT NULL AND procedure = 'vpr' AND subject IN ('russian', 'math') OR first_try AND mark IS NOT NULL AND procedure = 'oge' AND subject IN ('russian', 'math') OR first_try AND passed IS NOT NULL AND procedure = 'ege' AND subject = 'russian' OR first_try AND exam_level = 'profile' AND passed IS NOT NULL AND procedure = 'ege' AND subject = 'math') AND (mark = 2 OR NOT passed AND procedure = 'ege')) AS m22,
    count(*) FILTER (WHERE participated AND (grade = 4 AND mark IS NOT NULL AND procedure = 'vpr' AND subject IN ('russian', 'math', 'world_around') OR grade IN (5, 6) AND mark IS NOT NULL AND procedure = 'vpr' AND subject IN ('russian', 'math') OR first_try AND mark IS NOT NULL AND procedure = 'oge' AND subject IN ('russian', 'math') OR first_try AND passed IS NOT NULL AND procedure = 'ege' AND subject = 'russian' OR first_try AND exam_level = 'profile' AND passed IS NOT NULL AND procedure = 'ege' AND subject = 'math')) AS m23,
    count(*) FILTER (WHERE (mark >= 3 OR mark IS NULL) AND participated) AS m24
FROM results
GROUP BY ALL;

-- name: pupils
SELECT upload, organisation, year, subject, special_needs, grade, domain, control_stage, pupil,
    bool_or(participated AND procedure = 'aoop') AS f0,
    bool_or(participated AND procedure = 'aoop' AND NOT coalesce(passed, false)) AS f1,
    bool_or(first_try AND participated AND NOT passed AND passed IS NOT NULL AND procedure = 'ege' AND subject IN ('russian', 'math')) AS f2,
    bool_or(first_try AND participated AND passed IS NOT NULL AND procedure = 'ege' AND subject IN ('russian', 'math')) AS f3,
    bool_or(first_try AND participated AND NOT passed AND passed IS NOT NULL AND procedure = 'ege') AS f4,
    bool_or(first_try AND participated AND passed IS NOT NULL AND procedure = 'ege') AS f5,
    bool_or(first_try AND procedure = 'ege' AND subject IN ('russian', 'math')) AS f6,
    bool_or(first_try AND procedure = 'ege' AND subject IN ('russian', 'math') AND NOT coalesce(participated AND passed, false)) AS f7,
    bool_or(first_try AND grade = 11 AND procedure = 'gve' AND subject IN ('russian', 'math')) AS f8,
    bool_or(first_try AND grade = 11 AND procedure = 'gve' AND subject IN ('russian', 'math') AND NOT coalesce(participated AND passed, false)) AS f9,
    bool_or(first_try AND participated AND procedure = 'ege' AND subject IN ('russian', 'math')) AS f10,
    bool_or(first_try AND participated AND procedure = 'ege' AND subject IN ('russian', 'math') AND NOT coalesce(passed, false)) AS f11,
    bool_or(first_try AND procedure = 'ege') AS f12,
    bool_or(first_try AND procedure = 'ege' AND NOT coalesce(participated AND passed, false)) AS f13,
    bool_or(participated AND procedure = 'fl') AS f14,
    bool_or(grade IN (1, 2, 3, 4) AND level = 'high' AND participated AND procedure = 'metasubject') AS f15,
    bool_or(grade IN (1, 2, 3, 4) AND level = 'high' AND level IS NOT NULL AND participated AND procedure = 'metasubject') AS f16,
    bool_or(grade IN (1, 2, 3, 4) AND level IS NOT NULL AND participated AND procedure = 'metasubject') AS f17,
    bool_or(grade IN (5, 6, 7, 8, 9) AND level = 'high' AND participated AND procedure = 'metasubject') AS f18,
    bool_or(grade IN (5, 6, 7, 8, 9) AND level = 'high' AND level IS NOT NULL AND participated AND procedure = 'metasubject') AS f19,
    bool_or(grade IN (5, 6, 7, 8, 9) AND level IS NOT NULL AND participated AND procedure = 'metasubject') AS f20,
    bool_or(grade = 10 AND level = 'high' AND participated AND procedure = 'metasubject') AS f21,
    bool_or(grade = 10 AND level = 'high' AND level IS NOT NULL AND participated AND procedure = 'metasubject') AS f22,
    bool_or(grade = 10 AND level IS NOT NULL AND participated AND procedure = 'metasubject') AS f23,
    bool_or(first_try AND participated AND NOT passed AND passed IS NOT NULL AND procedure = 'oge' AND subject IN ('russian', 'math')) AS f24,
    bool_or(first_try AND participated AND passed IS NOT NULL AND procedure = 'oge' AND subject IN ('russian', 'math')) AS f25,
    bool_or(first_try AND participated AND NOT passed AND passed IS NOT NULL AND procedure = 'oge') AS f26,
    bool_or(first_try AND participated AND passed IS NOT NULL AND procedure = 'oge') AS f27,
    bool_or(first_try AND procedure = 'oge' AND subject IN ('russian', 'math')) AS f28,
    bool_or(first_try AND procedure = 'oge' AND subject IN ('russian', 'math') AND NOT coalesce(participated AND passed, false)) AS f29,
    bool_or(first_try AND grade = 9 AND procedure = 'gve' AND subject IN ('russian', 'math')) AS f30,
    bool_or(first_try AND grade = 9 AND procedure = 'gve' AND subject IN ('russian', 'math') AND NOT coalesce(participated AND passed, false)) AS f31,
    bool_or(first_try AND participated AND procedure = 'oge' AND subject IN ('russian', 'math')) AS f32,
    bool_or(first_try AND participated AND procedure = 'oge' AND subject IN ('russian', 'math') AND NOT coalesce(passed, false)) AS f33,
    bool_or(first_try AND procedure = 'oge') AS f34,
    bool_or(first_try AND procedure = 'oge' AND NOT coalesce(participated AND passed, false)) AS f35,
    bool_or(domain = 'reading' AND participated AND passed AND passed IS NOT NULL AND procedure = 'fl') AS f36,
    bool_or(domain = 'reading' AND participated AND passed IS NOT NULL AND procedure = 'fl') AS f37,
    bool_or(control_stage IN ('entry', 'interim', 'final') AND grade IN (2, 3, 4) AND level IN ('base', 'above_base', 'high') AND participated AND subject IN ('math', 'russian')) AS f38,
    bool_or(control_stage IN ('entry', 'interim', 'final') AND grade IN (2, 3, 4) AND level = 'base' AND level IN ('base', 'above_base', 'high') AND participated AND subject IN ('math', 'russian')) AS f39,
    bool_or(control_stage IN ('entry', 'interim', 'final') AND grade IN (2, 3, 4) AND level IN ('above_base', 'high') AND level IN ('base', 'above_base', 'high') AND participated AND subject IN ('math', 'russian')) AS f40,
    bool_or(control_stage IN ('entry', 'interim', 'final') AND grade IN (2, 3, 4) AND level IS NOT NULL AND level IN ('base', 'above_base', 'high') AND participated AND subject IN ('math', 'russian')) AS f41,
    bool_or(control_stage IN ('entry', 'interim', 'final') AND grade IN (2, 3, 4) AND level IS NOT NULL AND participated AND subject IN ('math', 'russian')) AS f42,
    bool_or(control_stage IN ('entry', 'interim', 'final') AND grade IN (5, 6, 7, 8, 9) AND level IN ('base', 'above_base', 'high') AND participated AND subject IN ('math', 'russian')) AS f43,
    bool_or(control_stage IN ('entry', 'interim', 'final') AND grade IN (5, 6, 7, 8, 9) AND level = 'base' AND level IN ('base', 'above_base', 'high') AND participated AND subject IN ('math', 'russian')) AS f44,
    bool_or(control_stage IN ('entry', 'interim', 'final') AND grade IN (5, 6, 7, 8, 9) AND level IN ('above_base', 'high') AND level IN ('base', 'above_base', 'high') AND participated AND subject IN ('math', 'russian')) AS f45,
    bool_or(control_stage IN ('entry', 'interim', 'final') AND grade IN (5, 6, 7, 8, 9) AND level IS NOT NULL AND level IN ('base', 'above_base', 'high') AND participated AND subject IN ('math', 'russian')) AS f46,
    bool_or(control_stage IN ('entry', 'interim', 'final') AND grade IN (5, 6, 7, 8, 9) AND level IS NOT NULL AND participated AND subject IN ('math', 'russian')) AS f47,
    bool_or(control_stage IN ('entry', 'interim', 'final') AND grade IN (10, 11) AND level IN ('base', 'above_base', 'high') AND participated AND subject IN ('math', 'russian')) AS f48,
    bool_or(control_stage IN ('entry', 'interim', 'final') AND grade IN (10, 11) AND level = 'base' AND level IN ('base', 'above_base', 'high') AND participated AND subject IN ('math', 'russian')) AS f49,
    bool_or(control_stage IN ('entry', 'interim', 'final') AND grade IN (10, 11) AND level IN ('above_base', 'high') AND level IN ('base', 'above_base', 'high') AND participated AND subject IN ('math', 'russian')) AS f50,
    bool_or(control_stage IN ('entry', 'interim', 'final') AND grade IN (10, 11) AND level IS NOT NULL AND level IN ('base', 'above_base', 'high') AND participated AND subject IN ('math', 'russian')) AS f51,
    bool_or(control_stage IN ('entry', 'interim', 'final') AND grade IN (10, 11) AND level IS NOT NULL AND participated AND subject IN ('math', 'russian')) AS f52,
    bool_or(first_try AND procedure = 'ege' AND subject IN ('russian', 'math') AND NOT coalesce(participated AND coalesce(passed, true), false)) AS f53,
    bool_or(first_try AND grade = 11 AND procedure = 'gve' AND subject IN ('russian', 'math') AND NOT coalesce(participated AND coalesce(passed, true), false)) AS f54,
    bool_or(first_try AND participated AND procedure = 'ege' AND subject IN ('russian', 'math') AND NOT coalesce(passed, true)) AS f55,
    bool_or(first_try AND procedure = 'ege' AND NOT coalesce(participated AND coalesce(passed, true), false)) AS f56,
    bool_or(first_try AND procedure = 'oge' AND subject IN ('russian', 'math') AND NOT coalesce(participated AND coalesce(passed, true), false)) AS f57,
    bool_or(first_try AND grade = 9 AND procedure = 'gve' AND subject IN ('russian', 'math') AND NOT coalesce(participated AND coalesce(passed, true), false)) AS f58,
    bool_or(first_try AND participated AND procedure = 'oge' AND subject IN ('russian', 'math') AND NOT coalesce(passed, true)) AS f59,
    bool_or(first_try AND procedure = 'oge' AND NOT coalesce(participated AND coalesce(passed, true), false)) AS f60,
    bool_or(participated AND procedure = 'aoop' AND NOT coalesce(passed, true)) AS f61
FROM results
WHERE (participated AND procedure = 'aoop')
   OR (first_try AND grade = 11 AND procedure = 'gve' AND subject IN ('russian', 'math'))
   OR (first_try AND procedure = 'ege')
   OR (participated AND procedure = 'fl')
   OR (grade IN (1, 2, 3, 4) AND level = 'high' AND participated AND procedure = 'metasubject')
   OR (grade IN (1, 2, 3, 4) AND level IS NOT NULL AND participated AND procedure = 'metasubject')
   OR (grade IN (5, 6, 7, 8, 9) AND level = 'high' AND participated AND procedure = 'metasubject')
   OR (grade IN (5, 6, 7, 8, 9) AND level IS NOT NULL AND participated AND procedure = 'metasubject')
   OR (grade = 10 AND level = 'high' AND participated AND procedure = 'metasubject')
   OR (grade = 10 AND level IS NOT NULL AND participated AND procedure = 'metasubject')
   OR (first_try AND grade = 9 AND procedure = 'gve' AND subject IN ('russian', 'math'))
   OR (first_try AND procedure = 'oge')
   OR (control_stage IN ('entry', 'interim', 'final') AND grade IN (2, 3, 4) AND level IN ('base', 'above_base', 'high') AND participated AND subject IN ('math', 'russian'))
   OR (control_stage IN ('entry', 'interim', 'final') AND grade IN (2, 3, 4) AND level IS NOT NULL AND participated AND subject IN ('math', 'russian'))
   OR (control_stage IN ('entry', 'interim', 'final') AND grade IN (5, 6, 7, 8, 9) AND level IN ('base', 'above_base', 'high') AND participated AND subject IN ('math', 'russian'))
   OR (control_stage IN ('entry', 'interim', 'final') AND grade IN (5, 6, 7, 8, 9) AND level IS NOT NULL AND participated AND subject IN ('math', 'russian'))
   OR (control_stage IN ('entry', 'interim', 'final') AND grade IN (10, 11) AND level IN ('base', 'above_base', 'high') AND participated AND subject IN ('math', 'russian'))
   OR (control_stage IN ('entry', 'interim', 'final') AND grade IN (10, 11) AND level IS NOT NULL AND participated AND subject IN ('math', 'russian'))
GROUP BY ALL;
