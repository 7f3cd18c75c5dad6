/** A case of a set with what tells whether the set fits its use. */
export interface SetCase {
  readonly id: string
  readonly patient: string
  readonly hospital: string
  /** Manufacturer and model of what recorded it. */
  readonly device: string
  /** Name of a stratum → its value, e.g. `sex` → `F`. */
  readonly strata: Readonly<Record<string, string>>
  /** By the reference standard. */
  readonly label: string
  /** What each reader said before arbitration; empty where it is not known. */
  readonly readings: readonly string[]
  /** ISO 8601 date of the examination, as shifted; undefined where it is not known. */
  readonly examinedAt: string | undefined
  /** SHA-256 of decoded contents. */
  readonly contents: readonly string[]
  /** Device families that have met this case. */
  readonly exposures: readonly string[]
  /** Vendors that were shown this case itself, by an appliance: they may have kept it. */
  readonly disclosures?: readonly string[]
}

/** What a vendor says that a device was trained and tuned with: hashes of contents, tokens of patients. */
interface TrainingDeclaration {
  readonly device: string
  readonly contents: ReadonlySet<string>
  readonly patients: ReadonlySet<string>
}

/** A set of cases before it is sealed, or a sealed one, as rules of tier 4 see it. */
export interface SetSubject {
  readonly id: string
  readonly category: string
  readonly manifestHash: string
  readonly cases: readonly SetCase[]
  /** Shares of the declared target population, by stratum and value; what is not declared is not judged. */
  readonly target: Readonly<Record<string, Readonly<Record<string, number>>>>
  readonly training: readonly TrainingDeclaration[]
  /** ISO 8601 dates. */
  readonly sealedAt: string | undefined
  /** Last day on which it may be used, as declared when it was sealed. */
  readonly expiresOn?: string | undefined
  readonly today: string
}
