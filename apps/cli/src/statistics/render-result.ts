import type { Language } from '@assay/contracts'
import stringWidth from 'string-width'
import type { MethodResult, NumberFormat, ResultCell, ResultTable } from './method.ts'

/** A result as text: each table with its title, columns aligned; then the notes. */
export function renderResult({ tables, notes }: MethodResult, language: Language): string {
  const blocks = tables.map((table) => renderTable(table, language))
  return [...blocks, ...(notes.length > 0 ? [notes.join('\n')] : [])].join('\n\n')
}

function renderTable({ title, columns, rows }: ResultTable, language: Language): string {
  const body = rows.map((row) => row.map((cell) => renderCell(cell, language)))
  const isText = columns.map((_, column) => rows.every((row) => typeof row[column] === 'string'))
  const widths = columns.map((name, column) =>
    Math.max(stringWidth(name), ...body.map((row) => stringWidth(row[column] ?? ''))),
  )
  const line = (cells: readonly string[]) =>
    cells
      .map((text, column) => pad(text, widths[column]!, isText[column] ?? true))
      .join('  ')
      .trimEnd()
  const rule = widths.map((width) => '─'.repeat(width)).join('  ')
  return [...(title === '' ? [] : [title]), line(columns), rule, ...body.map(line)].join('\n')
}

function pad(text: string, width: number, isLeft: boolean): string {
  const space = ' '.repeat(Math.max(0, width - stringWidth(text)))
  return isLeft ? text + space : space + text
}

function renderCell(cell: ResultCell, language: Language): string {
  if (typeof cell === 'string') return cell
  if ('none' in cell) return cell.none
  if ('value' in cell) return renderNumber(cell.value, cell.format)
  const [lower, upper] = [renderNumber(cell.lower, cell.format), renderNumber(cell.upper, cell.format)]
  return language === 'zh' ? `${lower} 至 ${upper}` : `${lower} to ${upper}`
}

/** Digits for reading; `--json` has them all. */
function renderNumber(value: number, format: NumberFormat): string {
  if (value === Infinity || value === -Infinity) return value > 0 ? '∞' : '−∞'
  switch (format) {
    case 'share':
      return `${(100 * value).toFixed(2)} %`
    case 'points':
      return `${signed((100 * value).toFixed(2))} pp`
    case 'p':
      return value < 0.0001 ? '< 0.0001' : value.toFixed(4)
    case 'count':
      return String(value)
    case 'number':
      return signless(
        Math.abs(value) >= 1e-4 && Math.abs(value) < 1e6 ? trimmed(value) : value === 0 ? '0' : value.toExponential(3),
      )
  }
}

function trimmed(value: number): string {
  return Math.abs(value) >= 1000 ? value.toFixed(1) : Number(value.toPrecision(5)).toString()
}

function signed(text: string): string {
  return text.startsWith('-') ? signless(text) : `+${text}`
}

/** With the minus sign of typography. */
function signless(text: string): string {
  return text.replace(/^-/, '−')
}
