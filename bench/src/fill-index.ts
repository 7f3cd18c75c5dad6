// The index of a hospital with very many studies, by SQL alone: eight categories, forty scanners, ten years, one series and one file a study.

const uuid = (prefix: string, i: string) => `(${prefix} || lpad(to_hex(${i}), 12, '0'))::uuid`
const study = (i: string) => uuid(`'01900000-0000-7000-8000-'`, i)
const series = (i: string) => uuid(`'01900000-0000-7000-8001-'`, i)
const quarantined = (i: string) => uuid(`'01900000-0000-7000-8002-'`, i)
/** The intake that brought all of them, one of the studies, and one of the first in quarantine. */
export const [intakeOfFill, studyOfFill, quarantinedOfFill] = [
  '01900000-0000-7000-8003-000000000000',
  '01900000-0000-7000-8000-0000000004d2',
  '01900000-0000-7000-8002-000000001000',
]
const intake = `'${intakeOfFill}'::uuid`
const category = (i: string) => `(array['lung-ct', 'liver-ct', 'fracture-ct', 'brain-mri'])[1 + ${i} % 4]`
const modality = (i: string) => `(case ${i} % 4 when 3 then 'MR' else 'CT' end)`
/** One of them makes no MR. */
const maker = (i: string) =>
  `(case when ${i} % 4 = 0 and ${i} % 64 < 32 then 'Antumbra' else (array['Halo', 'Umbra', 'Penumbra', 'Corona'])[1 + (${i} / 4) % 4] end)`
const verdict = (i: string) => `(array['accept', 'accept', 'accept', 'warn', 'quarantine'])[1 + (${i} / 16) % 5]`
const day = (i: string) => `(date '2015-01-01' + (${i} * 7919::int8 % 3650)::int)`
const added = (i: string) => `(timestamptz '2024-01-01T00:00:00Z' + (${i} % 700) * interval '1 day')`
const hash = (i: string) => `encode(sha256((${i})::text::bytea), 'hex')`

/** Statements that enter studies `from` to `to`, all of one intake. */
export function fillIndex(from: number, to: number): string[] {
  const numbers = `generate_series(${from}, ${to}) as i`
  const tiers = `jsonb_build_array(
    jsonb_build_object('tier', 1, 'verdict', 'accept', 'rules', 20), jsonb_build_object('tier', 2, 'verdict', 'accept', 'rules', 20),
    jsonb_build_object('tier', 3, 'verdict', case ${verdict('i')} when 'warn' then 'warn' else 'accept' end, 'rules', 8))`
  const passport = `jsonb_build_object('schema', 'assay.quality-passport/1', 'study', '1.2.' || i, 'category', ${category('i')},
    'manifestHash', ${hash('i')}, 'issuedAt', '2025-01-01T00:00:00.000Z', 'ruleSets', '[]'::jsonb, 'verdict', 'accept',
    'tiers', ${tiers}, 'outcomes', '[]'::jsonb)`
  return [
    `insert into intake_runs (id, way, source, category, provenance, names_are_neutral, state, found, accepted, known, quarantined, bytes,
       started_at, changed_at) values (${intake}, 'folder', 'bench', 'lung-ct', 'public', true, 'finished', 0, 0, 0, 0, 0, now(), now())
       on conflict do nothing`,
    `insert into studies (id, uid, patient, category, provenance, modality, manufacturer, model, body_part, study_date, series, instances,
       bytes, verdict, intake_id, passport, rules_key, added_at)
     select ${study('i')}, '1.2.' || i, 'P' || (i / 3), ${category('i')}, 'public', ${modality('i')}, ${maker('i')}, 'M' || (i % 10),
       'CHEST', ${day('i')}, 1, 1, 500000, ${verdict('i')}, ${intake}, ${passport}, 'held', ${added('i')} from ${numbers}`,
    `insert into series (id, study_id, uid, modality, sop_class, manufacturer, model, body_part, description, instances, bytes)
     select ${series('i')}, ${study('i')}, '1.2.' || i || '.1', ${modality('i')}, '1.2.840.10008.5.1.4.1.1.2', ${maker('i')}, 'M', 'CHEST',
       '', 1, 500000 from ${numbers}`,
    `insert into instances (series_id, uid, role, sha256, pixel_sha256, size)
     select ${series('i')}, '1.2.' || i || '.1.1', 'instance', ${hash('i')}, ${hash('-i')}, 500000 from ${numbers}`,
    `insert into quarantine (id, intake_id, category, item, name, what, study_id, code, parameters, files, state, acceptable, at)
     select ${quarantined('i')}, ${intake}, ${category('i')}, '1.2.' || i, '1.2.' || i, 'study', ${study('i')},
       case when i % 50000 = 64 then 'study-altered' else 'study-quality' end,
       jsonb_build_object('rules', 'a/b', 'findings', ${hash('i')}), '[]'::jsonb,
       case when i % 160 < 80 then 'waiting' else 'resolved' end, true, now() from ${numbers} where ${verdict('i')} = 'quarantine'`,
  ]
}

/** What the node counts as studies settle, once all are entered. */
export const countFilled = [
  `insert into directory select category, modality, manufacturer, model, body_part, extract(year from study_date)::int, verdict, count(*),
     sum(series), sum(instances) from studies group by 1, 2, 3, 4, 5, 6, 7`,
  `insert into verdict_counts select to_char(added_at at time zone 'UTC', 'YYYY-MM'), (one->>'tier')::int, one->>'verdict', count(*)
     from studies, jsonb_array_elements(passport->'tiers') as one group by 1, 2, 3`,
  'insert into quarantine_counts select category, what, code, state, count(*) from quarantine group by 1, 2, 3, 4',
  'insert into studies_by_rules select category, rules_key, count(*) from studies group by 1, 2',
]
