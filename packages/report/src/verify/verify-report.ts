import { payloadTypes, type TrustFile } from '@assay/contracts'
import {
  canonicalJson,
  sha256,
  sha256OfJson,
  trustedKeys,
  type VerificationKey,
  verificationKey,
  verify,
} from '@assay/signing'
import { composeReport } from '../document/compose-report.ts'
import type { HospitalRelease } from '../document/derive-figures.ts'
import { type ReportBundle, type ReportStatement, reportBundle, reportStatement } from '../document/report-bundle.ts'
import { checkApprovals, openReleases } from './check-bindings.ts'
import { checkLedger } from './check-ledger.ts'
import type { ReportFile } from './seal-report.ts'

/** What verification looks at, in its order. */
const checkIds = [
  'form',
  'origin',
  'attestation',
  'report-hash',
  'evidence-hash',
  'files',
  'protocol',
  'hospital-keys',
  'approvals',
  'releases',
  'ledger',
  'figures',
] as const
export type CheckId = (typeof checkIds)[number]

/** One check of a report. */
export interface Check {
  id: CheckId
  status: 'passed' | 'failed' | 'unverified'
  /** Which part, in plain words for the log; empty where the check is whole. */
  detail: string
}

/** What verification came to. `unverified`: all of it holds together, but nothing shows who made the report. */
export interface Verification {
  outcome: 'passed' | 'failed' | 'unverified'
  number: string
  checks: Check[]
}

/**
 * Checks a report offline: signatures against the keys that the reader trusts, hashes, proofs from the ledger, and every
 * figure, outcome and verdict, derived again from what the hospitals signed and compared bit for bit. Without a trust
 * file the keys of the report itself are used, which shows that nothing was changed, not who made it.
 * @param value the parsed `report.json`
 * @param files the PDFs that lie beside it; each is held against its signed hash.
 */
export function verifyReport(
  value: unknown,
  { trust, files = [] }: { trust?: TrustFile; files?: readonly ReportFile[] } = {},
): Verification {
  const parsed = reportBundle.safeParse(value)
  if (!parsed.success) {
    const detail = parsed.error.issues[0]?.path.join('.') ?? ''
    return { outcome: 'failed', number: '', checks: [{ id: 'form', status: 'failed', detail }] }
  }
  const checks = runChecks(parsed.data, value as ReportBundle, trust, files)
  const failed = checks.some(({ status }) => status === 'failed')
  const unverified = checks.some(({ status }) => status === 'unverified')
  const outcome = failed ? 'failed' : unverified ? 'unverified' : 'passed'
  return { outcome, number: parsed.data.report.number, checks }
}

function runChecks(
  bundle: ReportBundle,
  given: ReportBundle,
  trust: TrustFile | undefined,
  files: readonly ReportFile[],
): Check[] {
  const { report, evidence } = bundle
  const hubKeys = lazily(() => keysOfHub(report, trust))
  const keysOf = hospitalKeys(bundle, trust)
  const statement = lazily(() => openStatement(bundle, hubKeys()))
  const releases = lazily(() => openReleases(bundle, keysOf))
  const acts: Record<CheckId, () => void> = {
    form: () => undefined,
    origin: () => void hubKeys(),
    attestation: () => void statement(),
    'report-hash': () => assertSubject(statement(), 'report', sha256OfJson(given.report)),
    'evidence-hash': () => assertSubject(statement(), 'evidence', sha256OfJson(given.evidence)),
    files: () => {
      for (const { name, bytes } of files) assertSubject(statement(), name, sha256(bytes))
    },
    protocol: () => {
      const { payload } = verify(evidence.protocol, hubKeys(), payloadTypes.protocol)
      assertEqual(payload, given.report.protocol, 'the signed protocol is another')
      if (sha256OfJson(payload) !== report.protocolHash) throw new Error('the hash of the protocol is another')
      assertEqual(report.hospitals.map(idOf), report.protocol.hospitals.map(idOf), 'the hospitals are others')
    },
    'hospital-keys': () => {
      for (const { hospitalId, name, keyId } of report.hospitals)
        if (!keysOf(hospitalId).some((key) => key.keyId === keyId)) throw new Error(`${name}: its key is not trusted`)
    },
    approvals: () => checkApprovals(bundle, keysOf),
    releases: () => void releases(),
    ledger: () => checkLedger(bundle, hubKeys()),
    figures: () => checkFigures(given, releases()),
  }
  const keys: readonly CheckId[] = ['origin', 'hospital-keys']
  return checkIds.map((id) => {
    const checked = attempt(id, acts[id])
    return !trust && keys.includes(id) && checked.status === 'passed' ? { ...checked, status: 'unverified' } : checked
  })
}

function attempt(id: CheckId, act: () => void): Check {
  try {
    act()
    return { id, status: 'passed', detail: '' }
  } catch (error) {
    return { id, status: 'failed', detail: (error as Error).message }
  }
}

function lazily<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/** The hub's keys: the trusted ones; without a trust file the report's own, so that changes still show. */
function keysOfHub({ hub }: ReportBundle['report'], trust: TrustFile | undefined): VerificationKey[] {
  const keys = trust ? trustedKeys(trust, 'hub', hub.id) : [verificationKey(hub.publicKey)]
  if (!keys.some(({ keyId, publicKey }) => keyId === hub.keyId && publicKey === hub.publicKey))
    throw new Error('the key of the hub is not trusted')
  return keys
}

function idOf({ hospitalId }: { hospitalId: string }): string {
  return hospitalId
}

/** The keys of hospitals: the trusted ones; without a trust file the ones that signed, so that changes still show. */
function hospitalKeys({ report, evidence }: ReportBundle, trust: TrustFile | undefined) {
  return (hospitalId: string): VerificationKey[] => {
    if (trust) return trustedKeys(trust, 'hospital', hospitalId)
    const key = evidence.keys.find((one) => one.id === hospitalId)
    const named = report.hospitals.find((one) => one.hospitalId === hospitalId)?.keyId
    return key && key.keyId === named ? [verificationKey(key.publicKey)] : []
  }
}

function openStatement({ attestation, report }: ReportBundle, keys: VerificationKey[]): ReportStatement {
  const statement = reportStatement.parse(verify(attestation, keys, payloadTypes.report).payload)
  if (statement.evaluationId !== report.evaluationId || statement.number !== report.number)
    throw new Error('the signature is that of another report')
  return statement
}

function assertSubject({ subjects }: ReportStatement, name: string, hash: string): void {
  const signed = subjects.find((subject) => subject.name === name)
  if (!signed) throw new Error(`${name} is not among what was signed`)
  if (signed.sha256 !== hash) throw new Error(`${name} was changed`)
}

function assertEqual(actual: unknown, expected: unknown, what: string): void {
  if (canonicalJson(actual) !== canonicalJson(expected)) throw new Error(what)
}

/** Composes the report again from what was signed, and compares all of it. */
function checkFigures(report: ReportBundle, releases: readonly HospitalRelease[]): void {
  const { protocol, manifest, hub, hospitals, story, issuedAt, softwareVersion } = report.report
  const again = composeReport({
    protocol,
    manifest,
    hub,
    releases,
    story,
    softwareVersion,
    issuedAt: new Date(issuedAt),
    hospitals: hospitals.map(({ hospitalId, keyId, state, reason, patients, cases, training }) => ({
      hospitalId,
      keyId,
      state,
      reason,
      patients,
      cases,
      ...(training === undefined ? {} : { training }),
    })),
  })
  for (const key of Object.keys(again) as (keyof typeof again)[])
    assertEqual(report.report[key], again[key], `${key} is not what the releases give`)
}
