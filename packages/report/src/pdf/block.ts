/** A column of a table. Numbers stand to the right, their decimal points below each other. */
export interface Column {
  title: string
  align: 'left' | 'right'
  /** Takes the room that the others leave. */
  isWide?: boolean
}

/** A piece of a printed document: what it says, not how it looks. All of it is data; nothing is markup. */
export type Block =
  | { type: 'section'; title: string }
  | { type: 'subsection'; title: string }
  | { type: 'paragraph'; text: string }
  | { type: 'notice'; title: string; text: string }
  | { type: 'verdict'; word: string; sentence: string; detail: string }
  /** Label and value; a hash may break anywhere. */
  | { type: 'facts'; rows: { label: string; value: string; isHash?: boolean }[] }
  | {
      type: 'table'
      columns: Column[]
      /** A row of one cell begins a group. */
      rows: string[][]
      /** Of each column, the most digits after a decimal point. */
      decimals: number[]
      /** Whether the last row is a sum. */
      hasTotal: boolean
    }
  | { type: 'figure'; svg: string; caption: string }
  | { type: 'list'; items: string[] }
  | { type: 'command'; text: string }

/** A document ready to be set. */
export interface PrintedDocument {
  language: 'en' | 'zh'
  title: string
  subtitle: string
  /** Under the title: what it is about, and when. */
  about: string[]
  /** At the top of every page, to the left and to the right. */
  header: [string, string]
  /** At the foot: to the left; and to the right, with `{{page}}` and `{{pages}}` kept for the numbers. */
  footer: [string, string]
  blocks: Block[]
}

/** A table whose numbers can be aligned. A column of percentages says so in its title, and its cells don't. */
export function tableOf(columns: Column[], rows: string[][], hasTotal = false): Block {
  const percent = columns.map(
    ({ align }, place) => align === 'right' && isPercentages(rows.map((row) => row[place] ?? '')),
  )
  const titled = columns.map((column, place) => (percent[place] ? { ...column, title: `${column.title} (%)` } : column))
  const cells = rows.map((row) => row.map((cell, place) => (percent[place] ? cell.replaceAll(' %', '') : cell)))
  const decimals = columns.map((_, place) => Math.max(0, ...cells.map((row) => decimalsIn(row[place] ?? ''))))
  return { type: 'table', columns: titled, rows: cells, decimals, hasTotal }
}

function isPercentages(cells: readonly string[]): boolean {
  const numbers = cells.filter((cell) => /\d/.test(cell))
  return numbers.length > 0 && numbers.every((cell) => cell.endsWith(' %'))
}

/** Most digits after a decimal point of the numbers in a text. */
function decimalsIn(text: string): number {
  return Math.max(0, ...Array.from(text.matchAll(/\d\.(\d+)/g), ([, digits = '']) => digits.length))
}

/** The text that a document shows, every string changed. Charts were drawn with changed text already. */
export function mapTexts(document: PrintedDocument, change: (text: string) => string): PrintedDocument {
  const map = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') return key === 'svg' || key === 'type' || key === 'language' ? value : change(value)
    if (Array.isArray(value)) return value.map((one) => map(one, ''))
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, map(inner, name)]))
    return value
  }
  return map(document, '') as PrintedDocument
}
