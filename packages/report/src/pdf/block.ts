/** A piece of a printed document: what it says, not how it looks. All of it is data; nothing is markup. */
export type Block =
  | { type: 'section'; title: string }
  | { type: 'paragraph'; text: string }
  | { type: 'notice'; title: string; text: string }
  | { type: 'verdict'; word: string; sentence: string; detail: string }
  /** Label and value; `mono` for hashes. */
  | { type: 'facts'; rows: { label: string; value: string; mono?: boolean }[] }
  | {
      type: 'table'
      columns: { title: string; align: 'left' | 'right'; width?: 'wide' }[]
      rows: string[][]
      bold?: number[]
    }
  | { type: 'figure'; svg: string; caption: string }
  | { type: 'list'; items: string[] }

/** A document ready to be set. */
export interface PrintedDocument {
  language: 'en' | 'zh'
  title: string
  subtitle: string
  /** At the top of every page. */
  header: string
  /** At the foot, with `{{page}}` and `{{pages}}` kept for the numbers. */
  footer: string
  blocks: Block[]
}
