import { z } from 'zod'
import { provenance } from './data.ts'
import { instant, line, slug, text, uuid } from './primitives.ts'

/** What was wrong, as an error code and what it speaks of. */
const reasonCode = z.object({
  code: z.string(),
  parameters: z.record(z.string(), z.union([z.string(), z.number()])),
})

/** How data came into the node. */
const intakeWay = z.enum(['folder', 'watched', 'upload', 'listener', 'pull'])
export type IntakeWay = z.infer<typeof intakeWay>

/** What an intake is declared to bring. */
const declared = z.object({ category: slug, provenance })

export const intakeRequest = declared.extend({
  /** Folder below the node's intake folder, e.g. `2026-11`; `.` for the folder itself. */
  folder: z.string().min(1).max(200),
  /**
   * Whether names of files and folders are known to hold nothing that identifies a person. Only then are they kept and
   * shown. When not given: for synthetic and public data yes, for patients' data no.
   */
  namesAreNeutral: z.boolean().optional(),
})

export const intakeRun = declared.extend({
  id: uuid,
  way: intakeWay,
  /** Where it came from: a folder, the node's AE title that was called, the name of a PACS. */
  source: line,
  /** `stopped`: a steward stopped it; what was taken in before stays. */
  state: z.enum(['running', 'finished', 'failed', 'stopped']),
  found: z.number().int().min(0),
  accepted: z.number().int().min(0),
  /** Already taken in before: the same bytes. */
  known: z.number().int().min(0),
  quarantined: z.number().int().min(0),
  /** Bytes of what was looked at so far. */
  bytes: z.number().int().min(0),
  /** What it looks at in a second, while it runs; null before that can be said. */
  perSecond: z.number().min(0).nullable(),
  /** What it will still take at that rate, in seconds. */
  secondsLeft: z.number().min(0).nullable(),
  startedAt: instant,
  finishedAt: instant.nullable(),
  /** Why it failed; while it runs, what interrupted it: it is tried again by itself. */
  failure: reasonCode.nullable(),
})
export type IntakeRun = z.infer<typeof intakeRun>

/** What became of something in quarantine. */
const quarantineState = z.enum(['waiting', 'accepted', 'discarded', 'resolved'])

/** A file, record or study that intake put aside: what, where, why. Nothing else is lost for it. */
export const quarantined = z.object({
  id: uuid,
  intakeId: uuid,
  /** `study`: it is in the index, de-identified, and its quality is in question. The others are kept apart as they came. */
  what: z.enum(['object', 'record', 'study']),
  /** A neutral handle; the file's own name where names were declared neutral. */
  name: line,
  /** The study in the index that it is about. */
  studyId: uuid.nullable(),
  ...reasonCode.shape,
  state: quarantineState,
  /** Whether a steward may accept it with a reason; the rest can be corrected and checked again, or discarded. */
  acceptable: z.boolean(),
  at: instant,
  decidedAt: instant.nullable(),
  reason: z.string().nullable(),
})
export type Quarantined = z.infer<typeof quarantined>

/** Which entries of the quarantine to list, the newest first. */
export const quarantineQuery = z.object({
  state: z.union([quarantineState, z.literal('any')]).default('waiting'),
  what: quarantined.shape.what.optional(),
  category: slug.optional(),
  /** The reason, as an error code. */
  code: slug.optional(),
  intake: uuid.optional(),
  study: uuid.optional(),
  /** The last entry of the page before. */
  after: uuid.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
})
export type QuarantineQuery = z.infer<typeof quarantineQuery>

/** How many entries of the quarantine there are, by kind of data, what it is, reason and state. */
export const quarantineCounts = z.object({
  kinds: z.array(
    z.object({
      category: slug,
      what: quarantined.shape.what,
      code: z.string(),
      state: quarantineState,
      entries: z.number().int().min(1),
    }),
  ),
  /** When the first of those that wait was put aside. */
  waitingSince: instant.nullable(),
})
export type QuarantineCounts = z.infer<typeof quarantineCounts>

/** A steward's act on something in quarantine. */
export const quarantineAct = z.object({ reason: text })

/** A kind of data that the node knows: how it comes, and what devices do with it that can be evaluated here. */
export const knownCategory = z.object({
  id: slug,
  /** `records`: each is listed with its patient in patients.tsv; `files`: each says itself what it is. */
  comes: z.enum(['records', 'files']),
  tasks: z.array(slug),
})
export type KnownCategory = z.infer<typeof knownCategory>

/** A folder that is looked at again and again; what comes into it is taken in. */
export const watchedFolder = intakeRequest.extend({ id: uuid, namesAreNeutral: z.boolean(), since: instant })
export type WatchedFolder = z.infer<typeof watchedFolder>

/** An application entity's title (PS3.8): at most 16 characters of the default repertoire, no backslash. */
export const aeTitle = z
  .string()
  .trim()
  .regex(/^[\x20-\x5b\x5d-\x7e]{1,16}$/)

/** The DICOM listener: under which titles it answers, to whom, and how. */
export const listenerSettings = z.object({
  enabled: z.boolean(),
  /** Address that it listens on: 127.0.0.1 for this machine alone, 0.0.0.0 for every network. */
  host: z.union([z.ipv4(), z.ipv6()]),
  /** 0 for any that is free. */
  port: z.number().int().min(0).max(65_535),
  /** With TLS, from `listener/` in the node's directory: certificate.pem, key.pem, and authorities.pem of the clients. */
  tls: z.boolean(),
  /** The node's own titles; each takes data in for one category. */
  titles: z
    .array(declared.extend({ aeTitle }))
    .max(50)
    .refine((titles) => new Set(titles.map((one) => one.aeTitle)).size === titles.length, 'unique'),
  /** Who may call: by title, and by address where one is given. Anybody else is rejected. */
  peers: z
    .array(
      z.object({
        aeTitle,
        address: z.union([z.ipv4(), z.ipv6()]).nullable(),
        /** Where storage commitment is reported when the peer closed its association: its host and port. */
        commitment: z.object({ host: line, port: z.number().int().min(1).max(65_535) }).nullable(),
      }),
    )
    .max(200),
})
export type ListenerSettings = z.infer<typeof listenerSettings>

/** What TLS stands on, as it lies in the node's directory: null and 0 for what is missing or unreadable. */
const listenerTls = z.object({
  certificate: z.object({ names: z.string(), sha256: z.string(), from: instant, to: instant }).nullable(),
  hasKey: z.boolean(),
  /** Certificates of the authorities that clients' certificates are held against. */
  authorities: z.number().int().min(0),
})
export type ListenerTls = z.infer<typeof listenerTls>

/** Why a caller did not come as far as to say its title: it showed no certificate that counts here, or spoke no TLS that does. */
const tlsRefusal = z.enum([
  ...['certificate-none', 'certificate-unknown', 'certificate-expired', 'certificate-early'],
  ...['certificate-revoked', 'certificate-weak', 'certificate-unfit', 'revocations-unusable'],
  ...['tls-none', 'tls-old', 'tls-unfinished', 'tls-failed'],
] as const)
export type TlsRefusal = z.infer<typeof tlsRefusal>

/** A caller that was sent away: who it said it was (nothing where it did not come so far), and what was not known of it. */
const listenerRefusal = z.object({
  calling: z.string(),
  called: z.string(),
  address: z.string(),
  why: z.enum(['calling', 'address', 'called', ...tlsRefusal.options]),
  at: instant,
})
export type ListenerRefusal = z.infer<typeof listenerRefusal>

/** What a peer has sent to one of the node's titles. */
const listenerSender = z.object({
  peer: z.string(),
  title: z.string(),
  objects: z.number().int().min(0),
  bytes: z.number().int().min(0),
  firstAt: instant,
  lastAt: instant,
})
export type ListenerSender = z.infer<typeof listenerSender>

/** The listener's settings and how it stands. */
export const listenerStatus = listenerSettings.extend({
  /** Port that it listens on; null while it does not. */
  listening: z.number().int().nullable(),
  failure: reasonCode.nullable(),
  /** Addresses at which senders reach it: those of this machine where it listens on all. */
  addresses: z.array(z.string()),
  files: listenerTls,
  senders: z.array(listenerSender),
  /** The newest, since this start of the node. */
  refusals: z.array(listenerRefusal),
})
export type ListenerStatus = z.infer<typeof listenerStatus>

/** A PACS that the node may ask by DICOMweb. */
export const pacsSettings = declared.extend({
  name: slug,
  /** Base of its DICOMweb services, e.g. https://pacs.example/dicom-web. */
  url: z.url({ protocol: /^https?$/ }),
  /** Addresses that its name may mean, single or as a network (10.1.0.0/16). Every connection is held to them. */
  addresses: z
    .array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]))
    .min(1)
    .max(50),
})
export type PacsSettings = z.infer<typeof pacsSettings>

/** A day as DICOM writes it in queries, YYYYMMDD. */
const dicomDay = z.string().regex(/^\d{8}$/)

/** Which studies to fetch from a PACS. */
export const pullRequest = z.object({
  pacs: slug,
  studyUids: z
    .array(z.string().regex(/^[0-9.]{1,64}$/))
    .max(10_000)
    .optional(),
  modality: z
    .string()
    .regex(/^[A-Z]{2,16}$/)
    .optional(),
  from: dicomDay.optional(),
  to: dicomDay.optional(),
  /** Studies at most. */
  limit: z.number().int().min(1).max(100_000).default(1000),
})
export type PullRequest = z.infer<typeof pullRequest>

/** What a pull would fetch, as the PACS says: counts and days, nothing of a patient. */
export const pullPreview = z.object({
  studies: z.number().int().min(0),
  /** Whether there may be more than were asked for. */
  isLimited: z.boolean(),
  /** Objects of all studies together; null where the PACS does not count them for each. */
  objects: z.number().int().min(0).nullable(),
  /** Studies with each modality; a study may have several. */
  modalities: z.array(z.object({ modality: z.string().max(16), studies: z.number().int().min(1) })),
  days: z.object({ first: dicomDay, last: dicomDay }).nullable(),
})
export type PullPreview = z.infer<typeof pullPreview>
