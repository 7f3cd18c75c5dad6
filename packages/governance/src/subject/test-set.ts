/** Items of a case (beats, lesions; the case itself) of which the reference standard and the readers said the same. */
export interface ReadItems {
  /** Class by the reference standard; empty for what readers alone saw. */
  readonly reference: string
  /** Pseudonym of a reader → class that the reader gave; empty for what a reader did not see. Who did not read is left out. */
  readonly said: Readonly<Record<string, string>>
  readonly count: number
}

/** Items of a case whose data do not look like their class. */
export interface DoubtedLabels {
  /** Items that could be held against others. */
  readonly compared: number
  readonly doubted: number
  /** The first of them. */
  readonly items: readonly {
    /** Seconds from the start. */
    readonly seconds: number
    readonly label: string
    /** What their likes are labelled. */
    readonly looksLike: string
  }[]
}

/** What is known of the labels of a case. */
export interface CaseLabels {
  /** Class of the reference standard → items of it. */
  readonly classes: Readonly<Record<string, number>>
  /** Empty where only one reading, the reference standard, is known. */
  readonly readings: readonly ReadItems[]
  /** Undefined where the data were not held against the labels. */
  readonly doubts?: DoubtedLabels | undefined
}

/** A case of a set with what tells whether the set fits its use. */
export interface SetCase {
  readonly id: string
  /** As the node shows it. */
  readonly name?: string
  readonly patient: string
  readonly hospital: string
  /** Manufacturer and model of what recorded it. */
  readonly device: string
  /** Name of a stratum → its value, e.g. `sex` → `F`. */
  readonly strata: Readonly<Record<string, string>>
  readonly hasReference: boolean
  /** Undefined where they were not collected. */
  readonly labels: CaseLabels | undefined
  /** ISO 8601 date of the examination, as shifted; undefined where it is not known. */
  readonly examinedAt: string | undefined
  /** SHA-256 of decoded contents. */
  readonly contents: readonly string[]
  /** Device families that have met this case. */
  readonly exposures: readonly string[]
  /** Vendors that were shown this case itself, by an appliance: they may have kept it. */
  readonly disclosures?: readonly string[]
}

/** What a vendor says that a device was trained and tuned with: data sets by name, hashes of contents, and whose they are. */
interface TrainedWith {
  readonly device: string
  readonly dataSets: readonly { readonly name: string; readonly institutions: readonly string[] }[]
  readonly contents: ReadonlySet<string>
  /** Patients of the set of whom anything that their hospital holds is among the contents, in the set or not. */
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
  readonly training: readonly TrainedWith[]
  /** Names of the hospitals that its cases come from. */
  readonly institutions: readonly string[]
  /** ISO 8601 dates. */
  readonly sealedAt: string | undefined
  /** Last day on which it may be used, as declared when it was sealed. */
  readonly expiresOn?: string | undefined
  readonly today: string
}

/** Patients of a set who are in a vendor's declared training data, themselves or by a content of one of their cases. */
export function patientsInTraining(
  { cases }: Pick<SetSubject, 'cases'>,
  { contents, patients }: Pick<TrainedWith, 'contents' | 'patients'>,
): ReadonlySet<string> {
  const met = cases.filter((one) => patients.has(one.patient) || one.contents.some((hash) => contents.has(hash)))
  return new Set(met.map(({ patient }) => patient))
}
