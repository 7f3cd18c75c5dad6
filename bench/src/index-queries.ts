import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { hasPostgreSQL, runOnPGlite, runOnServer, startPostgreSQL } from '@assay/store/measuring'
import { type BenchNode, startBenchNode } from './bench-node.ts'
import { countFilled, fillIndex, intakeOfFill, quarantinedOfFill, studyOfFill } from './fill-index.ts'
import type { Measured } from './measured.ts'

const deep = `after=2015-02-01_${studyOfFill}`

/** What the desk asks, as it asks it. A list of studies has one order, by date and the newest first. */
const asked: Readonly<Record<string, string>> = {
  'the newest studies': '/studies',
  'studies, a page deep in': `/studies?${deep}`,
  'studies of a category': '/studies?category=lung-ct',
  'studies of a modality': '/studies?modality=MR',
  'studies of a manufacturer': '/studies?manufacturer=Umbra',
  'studies of a verdict': '/studies?verdict=warn',
  'studies of a verdict that none has': '/studies?verdict=reject',
  'studies of a category in quarantine, deep in': `/studies?category=lung-ct&verdict=quarantine&${deep}`,
  'studies of a modality and a manufacturer': '/studies?modality=CT&manufacturer=Corona',
  'studies of a modality and a manufacturer that never go together': '/studies?modality=MR&manufacturer=Antumbra',
  'studies of a modality and a verdict': '/studies?modality=MR&verdict=quarantine',
  'studies of a manufacturer and a verdict': '/studies?manufacturer=Umbra&verdict=quarantine',
  'studies of a manufacturer in a year': '/studies?manufacturer=Umbra&from=2019-01-01&to=2019-12-31',
  'studies of a category, modality, manufacturer and verdict':
    '/studies?category=lung-ct&modality=CT&manufacturer=Halo&verdict=warn',
  'a category that has none of a manufacturer': '/studies?category=brain-mri&manufacturer=None',
  'studies of an intake, in the middle': `/studies?intake=${intakeOfFill}&after=2019-07-01_${studyOfFill}`,
  'studies of a pseudonym': '/studies?patient=P1234',
  'verdicts by tier and month': '/verdicts',
  'the quarantine': '/quarantine?limit=20',
  'the quarantine, a page deep in': `/quarantine?limit=20&after=${quarantinedOfFill}`,
  'the quarantine by a reason that is rare': '/quarantine?limit=20&code=study-altered',
  'the quarantine by a reason that is not there': '/quarantine?limit=20&code=object-differs',
  'the quarantine of a category with what was decided': '/quarantine?limit=20&state=any&category=lung-ct',
  'the quarantine of an intake': `/quarantine?state=any&limit=500&intake=${intakeOfFill}`,
  'the quarantine of a study': `/quarantine?study=${studyOfFill}`,
  'how much is in quarantine': '/quarantine/counts',
  'counts by directory': '/directory',
  'a study with its passport': `/studies/${studyOfFill}`,
  'a passport': `/studies/${studyOfFill}/passport.json`,
  'what changed rules touch': '/recheck',
  'the intakes': '/intake',
}

const [times, portion] = [40, 50_000]

/**
 * The node's index with a million studies, over HTTP, on PGlite and on a PostgreSQL server: milliseconds of each of the desk's questions,
 * least, median and worst of 40. ASSAY_STUDIES says how many studies.
 */
export async function measureIndex(): Promise<Measured> {
  const studies = Number(process.env.ASSAY_STUDIES ?? 1_000_000)
  const onPGlite = await measureOn('PGlite', (folder) => runOnPGlite(join(folder, 'database'), statements(studies)))
  if (!hasPostgreSQL()) return onPGlite
  const server = await startPostgreSQL()
  const { databaseUrl } = server
  try {
    const fill = () => runOnServer(databaseUrl, 'assay_hospital', statements(studies))
    return { ...onPGlite, ...(await measureOn('PostgreSQL', fill, databaseUrl)) }
  } finally {
    await server.stop()
  }
}

async function measureOn(name: string, fill: (folder: string) => Promise<void>, databaseUrl = ''): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-bench-index-'))
  try {
    mkdirSync(join(folder, 'exported'))
    await (await startBenchNode(folder, databaseUrl)).stop()
    await fill(folder)
    const node = await startBenchNode(folder, databaseUrl)
    try {
      return await measureQuestions(node, name)
    } finally {
      await node.stop()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function* statements(studies: number): Generator<string> {
  for (let from = 1; from <= studies; from += portion) {
    const to = Math.min(studies, from + portion - 1)
    yield* fillIndex(from, to)
    process.stderr.write(`\r${to} studies of ${studies} entered`)
  }
  yield* countFilled
  yield 'analyze'
  process.stderr.write('\n')
}

async function measureQuestions({ ask }: BenchNode, name: string): Promise<Measured> {
  const measured: Measured = {}
  for (const [what, path] of Object.entries(asked)) {
    await ask(path)
    const taken: number[] = []
    for (let i = 0; i < times; i += 1) {
      const begun = performance.now()
      await ask(path)
      taken.push(performance.now() - begun)
    }
    taken.sort((a, b) => a - b)
    measured[`${name}: ${what}, ms, median (aim below 50)`] = taken[times / 2]!
    measured[`${name}: ${what}, ms, worst`] = taken.at(-1)!
    measured[`${name}: ${what}, ms, least`] = taken[0]!
  }
  // Last: from here on the node is at work.
  const begun = performance.now()
  await ask('/recheck', { method: 'POST' })
  measured[`${name}: order to check all that changed rules touch again, ms`] = performance.now() - begun
  return measured
}
