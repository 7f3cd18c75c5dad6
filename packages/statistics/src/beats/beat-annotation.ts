/** A beat or an event of an ECG, as WFDB annotation files give it. */
export interface BeatAnnotation {
  /** Sample number, from 0, in the record's sampling frequency. */
  sample: number
  /** WFDB mnemonic: `N`, `V`, `+`, `~`, `[`, `]`, … */
  code: string
  /** WFDB subtype; for `~` (signal quality) −1 says that the signal can't be read: shutdown. */
  subtype: number
  channel?: number
  aux?: string
}
