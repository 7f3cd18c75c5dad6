/** A decoded picture or signal, by the SHA-256 of its values and geometry: the same under any file name, UID or syntax. */
interface Content {
  readonly file: string
  readonly sha256: string
}

/** The same content in another place of the node. */
export interface SameContent extends Content {
  /** The study that it lies in. */
  readonly study: string
  readonly patient: string
}

/** What a part of a study says about its patient and its examination. What it does not say is left out. */
export interface Statement {
  /** `table`: what came with the study says it, not a file of it. */
  readonly source: 'image' | 'report' | 'reference' | 'table'
  readonly file: string
  readonly patient?: string
  /** Patient's Sex (0010,0040). */
  readonly sex?: string
  /** Years. */
  readonly age?: number
  /** Laterality (0020,0060). */
  readonly laterality?: string
  readonly bodyPart?: string
  readonly study?: string
  /** SOP instances that it speaks of. */
  readonly references?: readonly string[]
}

/** A value of an attribute whose words should be the same everywhere, as the file has it. */
interface Term {
  readonly file: string
  readonly attribute: string
  readonly value: string
}

/** A study with what the node knows around it, as rules of tier 3 see it. */
export interface IntegrationSubject {
  readonly id: string
  readonly category: string
  readonly manifestHash: string
  /** The patient's pseudonym; undefined where there is none. */
  readonly patient: string | undefined
  /** Other pseudonyms here that share an identifier with this patient. */
  readonly otherNames: readonly string[]
  /** Other hospitals that have this patient, by the last round of linkage; undefined where there was none. */
  readonly sharedWith: number | undefined
  readonly contents: readonly Content[]
  readonly sameContents: readonly SameContent[]
  /** Contents of this study that other hospitals have, too; undefined where no round of linkage compared any. */
  readonly contentsShared: readonly Content[] | undefined
  /** SOP instances of the study. */
  readonly instances: readonly string[]
  readonly statements: readonly Statement[]
  readonly terms: readonly Term[]
}
