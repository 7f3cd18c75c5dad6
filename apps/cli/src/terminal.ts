import type { Language } from '@assay/contracts'
import type { Translator } from '@assay/messages'

/** Where a command reads its surroundings and leaves its words. */
export interface Terminal {
  language: Language
  t: Translator
  /** Folder that paths a person gave are relative to. */
  standing: string
  write(text: string): void
  /** Sets the exit status of the program. */
  exit(status: number): void
}
