import { payloadTypes, type TrustFile } from '@assay/contracts'
import { createKey, sha256OfJson, sign } from '@assay/signing'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { composeReport } from '../document/compose-report.ts'
import type { ReportBundle } from '../document/report-bundle.ts'
import { type ExampleEvaluation, exampleEvaluation, identityOf } from '../testing/example-evaluation.ts'
import { exampleTraining } from '../testing/example-training.ts'
import { examplePdf as pdf, sealedExample } from '../testing/sealed-example.ts'
import { sealReport } from './seal-report.ts'
import { verifyReport } from './verify-report.ts'

let example: ExampleEvaluation & { bundle: ReportBundle }

beforeAll(async () => {
  example = await sealedExample()
})

const supervision = {
  office: 'Engineer, radiology',
  place: 'Reading room 2',
  deviceVersion: '2.4.1',
  versionReadFrom: 'About',
  startedAt: '2026-11-23T11:30:00.000Z',
  endedAt: '2026-11-23T11:34:00.000Z',
  how: 'Unplugged.',
  inputsHeldBy: 'The engineer',
  recordHash: sha256OfJson('record'),
  archiveHash: sha256OfJson('archive'),
}

const stranger = createKey((length) => new Uint8Array(length).fill(7))

function failedChecks(value: unknown, trust: TrustFile | undefined = example.trust, files = [pdf]): string[] {
  return verifyReport(value, { ...(trust ? { trust } : {}), files })
    .checks.filter(({ status }) => status === 'failed')
    .map(({ id: check }) => check)
}

/** The bundle with a change. */
function changed(change: (bundle: ReportBundle) => void): ReportBundle {
  const copy = structuredClone(example.bundle)
  change(copy)
  return copy
}

/** The bundle with a change that the hub itself made and signed. */
function forged(change: (bundle: ReportBundle) => void): ReportBundle {
  const { report, evidence } = changed(change)
  return sealReport(report, evidence, [pdf], example.hub.key)
}

type Path = (string | number)[]

/** Paths of all leaves below a value that are of a type. */
function leavesBelow(value: unknown, type: 'number' | 'string', path: Path = []): Path[] {
  if (typeof value === type) return [path]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => leavesBelow(inner, type, [...path, key]))
}

function changeAt(value: unknown, path: Path, change: (leaf: never) => unknown): void {
  const holder = path.slice(0, -1).reduce((inner, key) => (inner as Record<string, unknown>)[key], value)
  const leaf = path.at(-1)!
  const held = holder as Record<string, unknown>
  held[leaf] = change(held[leaf] as never)
}

const oneMore = (number: number) => number + (Number.isInteger(number) ? 1 : 1e-9)
const oneOther = (text: string) => (text === '' ? 'a' : text.slice(0, -1) + (text.endsWith('1') ? '2' : '1'))

describe('verifyReport', () => {
  it('passes a report that its hub and hospitals signed, to a reader who trusts their keys', () => {
    const { bundle, trust } = example
    const verification = verifyReport(bundle, { trust, files: [pdf] })
    expect(verification).toMatchObject({ outcome: 'passed', number: 'EV-2026-0031' })
    expect(verification.checks.map(({ status }) => status)).toEqual(Array(12).fill('passed'))
  })

  it('says that the origin is unverified where nobody is trusted, and still finds a change', () => {
    expect(verifyReport(example.bundle, { files: [pdf] })).toMatchObject({ outcome: 'unverified' })
    const other = changed(({ report }) => {
      report.hospitals[0]!.patients += 1
    })
    expect(verifyReport(other)).toMatchObject({ outcome: 'failed' })
    const broken = changed(({ report }) => {
      report.hub.publicKey = 'no key'
    })
    expect(verifyReport(broken)).toMatchObject({ outcome: 'failed' })
  })

  it('fails on any changed number of the document', () => {
    const paths = leavesBelow(example.bundle.report, 'number')
    expect(paths.length).toBeGreaterThan(700)
    for (const path of paths) {
      const other = changed(({ report }) => changeAt(report, path, oneMore))
      expect([path, sha256OfJson(other.report) === sha256OfJson(example.bundle.report)]).toEqual([path, false])
    }
    fc.assert(
      fc.property(fc.constantFrom(...paths), (path) => {
        const other = changed(({ report }) => changeAt(report, path, oneMore))
        expect(verifyReport(other, { trust: example.trust }).outcome).toBe('failed')
      }),
      { numRuns: 60 },
    )
  })

  it('fails on any changed character of the bundle', () => {
    const paths = leavesBelow(example.bundle, 'string')
    fc.assert(
      fc.property(fc.constantFrom(...paths), (path) => {
        const other = changed((bundle) => changeAt(bundle, path, oneOther))
        expect(verifyReport(other, { trust: example.trust }).outcome).toBe('failed')
      }),
      { numRuns: 60 },
    )
  })

  it('fails when the hub signs a figure, an outcome or a count that the releases do not give', () => {
    const { endpoints, criteria, outcomes } = example.bundle.report
    const paths = [
      ...leavesBelow(endpoints, 'number').map((path) => ['endpoints', ...path]),
      ...leavesBelow(criteria, 'number').map((path) => ['criteria', ...path]),
      ...leavesBelow(outcomes, 'number').map((path) => ['outcomes', ...path]),
    ]
    fc.assert(
      fc.property(fc.constantFrom(...paths), (path) => {
        expect(failedChecks(forged(({ report }) => changeAt(report, path, oneMore)))).not.toEqual([])
      }),
      { numRuns: 60 },
    )
    const better = forged(({ report }) => {
      report.verdict = 'met'
    })
    expect(failedChecks(better)).toEqual(['figures'])
    const more = forged(({ report }) => {
      report.hospitals[0]!.cases += 1
    })
    expect(failedChecks(more)).toEqual(['releases', 'figures'])
  })

  it('fails when the hub changes what a hospital found in the declared training data, or keeps it back', async () => {
    const { bundle, trust, hub } = await sealedExample({ training: exampleTraining })
    const failed = (change: (report: ReportBundle['report']) => void) => {
      const { report, evidence } = structuredClone(bundle)
      change(report)
      return failedChecks(sealReport(report, evidence, [pdf], hub.key), trust)
    }
    expect(failed(() => undefined)).toEqual([])
    expect(failed(({ hospitals }) => hospitals[0]!.training!.namedDataSets.pop())).toEqual(['approvals'])
    expect(
      failed(({ hospitals }) => {
        hospitals[1]!.training = null
      }),
    ).toEqual(['approvals'])
  })

  it('fails when the hub leaves a hospital out, or says that it withheld what it released', () => {
    const { report, releases } = example
    const again = (hospitals: typeof report.hospitals, kept: typeof releases) => {
      const { protocol, manifest, hub, story, softwareVersion } = report
      const given = { protocol, manifest, hub, story, softwareVersion, issuedAt: new Date(report.issuedAt) }
      return composeReport({
        ...given,
        releases: kept,
        hospitals: hospitals.map(({ hospitalId, keyId, state, reason, patients, cases }) => ({
          hospitalId,
          keyId,
          state,
          reason,
          patients,
          cases,
        })),
      })
    }
    const without = forged((bundle) => {
      bundle.report = again(report.hospitals.slice(1), releases.slice(1))
      bundle.evidence.releases.shift()
    })
    expect(failedChecks(without)).toEqual(['protocol'])
    const withheld = forged((bundle) => {
      const [first, ...rest] = report.hospitals
      bundle.report = again([{ ...first!, state: 'withheld' }, ...rest], releases.slice(1))
      bundle.evidence.releases.shift()
    })
    expect(failedChecks(withheld)).toEqual(['ledger'])
  })

  it('fails when two hospitals’ releases are swapped', () => {
    const swapped = forged(({ evidence: { releases } }) => {
      const [first, second] = releases
      const kept = first!.hospitalId
      first!.hospitalId = second!.hospitalId
      second!.hospitalId = kept
    })
    expect(failedChecks(swapped)).toContain('releases')
  })

  it.each([
    ['protocolHash', sha256OfJson('another protocol')],
    ['deviceDigest', sha256OfJson('another device')],
    ['manifestHash', sha256OfJson('another set')],
    ['recipient', '01890a5d-ac96-774b-bcce-b302099a8057'],
    ['evaluationId', '01890a5d-ac96-774b-bcce-b302099a8057'],
  ])('fails for a release that its hospital signed for another %s', (field, value) => {
    const [hospital] = example.hospitals
    const payload = { ...example.releases[0]!.payload, [field]: value }
    const redirected = forged(({ evidence }) => {
      evidence.releases[0]!.envelope = sign(payload, payloadTypes.release, hospital!.key)
    })
    expect(failedChecks(redirected)).toContain('releases')
  })

  it.each([
    ['results-file', { supervision, disclosed: { cases: 12, before: 0 } }, { supervision: undefined }],
    ['results-file', { supervision, disclosed: { cases: 12, before: 0 } }, { disclosed: { cases: 0, before: 0 } }],
    ['appliance', { disclosed: { cases: 12, before: 3 } }, { disclosed: { cases: 11, before: 3 } }],
    ['appliance', { disclosed: { cases: 12, before: 3 } }, { supervision }],
  ] as const)(
    'fails for a release of a run by %s that does not say what such a run has to say',
    async (way, told, kept) => {
      const options = { plan: { wayOfRunning: way }, isolation: 'not-seen', ...told } as const
      const { bundle, trust } = await sealedExample(options)
      expect(verifyReport(bundle, { trust }).outcome).toBe('passed')
      const { hub, hospitals, releases } = exampleEvaluation(options)
      const { payload } = releases[0]!
      const conduct = JSON.parse(JSON.stringify({ ...payload.conduct, ...kept }))
      bundle.evidence.releases[0]!.envelope = sign({ ...payload, conduct }, payloadTypes.release, hospitals[0]!.key)
      const { checks } = verifyReport(sealReport(bundle.report, bundle.evidence, [pdf], hub.key), { trust })
      const detail = `Northgate Hospital: conduct.${Object.keys(kept)[0]} is not what the way of running asks for`
      expect(checks).toContainEqual({ id: 'releases', status: 'failed', detail })
    },
  )

  it('fails for an approval of another set, and without one', () => {
    const { id: hospitalId, key } = example.hospitals[0]!
    const { evaluationId, protocolHash, deviceDigest } = example.releases[0]!.payload
    const manifestHash = sha256OfJson('another set')
    const approval = { evaluationId, hospitalId, protocolHash, deviceDigest, manifestHash }
    const signed = { schema: 'assay.approval/1', ...approval, approvedAt: example.protocol.lockedAt }
    const other = forged(({ evidence }) => {
      evidence.approvals[0]!.envelope = sign(signed, payloadTypes.approval, key)
    })
    expect(failedChecks(other)).toEqual(['approvals'])
    expect(failedChecks(forged(({ evidence }) => void evidence.approvals.shift()))).toEqual(['approvals'])
  })

  it('fails for a stranger’s signature, and for keys that are not trusted', () => {
    const { report, evidence } = example.bundle
    expect(failedChecks(sealReport(report, evidence, [pdf], stranger))).toContain('attestation')
    const others: TrustFile = { schema: 'assay.trust/1', keys: example.hospitals.map(identityOf) }
    expect(failedChecks(example.bundle, others)).toContain('origin')
    const fewer: TrustFile = { schema: 'assay.trust/1', keys: example.trust.keys.slice(0, -1) }
    expect(failedChecks(example.bundle, fewer)).toContain('hospital-keys')
  })

  it('fails for another PDF, for an act that is not in the ledger, and for what is no report', () => {
    const another = [{ ...pdf, bytes: Buffer.from('another') }]
    expect(failedChecks(example.bundle, example.trust, another)).toEqual(['files'])
    const stranger = [{ ...pdf, name: 'report.fr.pdf' }]
    expect(failedChecks(example.bundle, example.trust, stranger)).toEqual(['files'])
    for (const place of example.bundle.evidence.ledger.acts.keys()) {
      const without = forged(({ evidence }) => void evidence.ledger.acts.splice(place, 1))
      expect(failedChecks(without)).toEqual(['ledger'])
    }
    expect(failedChecks({ report: {} })).toEqual(['form'])
  })

  it('passes a report in which a hospital withheld: no figure over all is estimated', async () => {
    const { bundle, trust } = await sealedExample({ withheld: [1] })
    expect(verifyReport(bundle, { trust }).checks.filter(({ status }) => status !== 'passed')).toEqual([])
    expect(bundle.report.verdict).toBe('inconclusive')
  })
})
