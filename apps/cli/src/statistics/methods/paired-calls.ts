import { AssayError } from '@assay/contracts'
import type { Columns } from '../tables/columns.ts'

/** What two tests said of the same cases, in the order of the table. 255 where an output failed. */
export interface PairedCalls {
  /** Names of the two tests, in order of appearance. */
  readonly names: readonly [string, string]
  readonly first: Uint8Array
  readonly second: Uint8Array
  /** 0 or 1 a case, where the table has the truth. */
  readonly truth: Uint8Array | undefined
  readonly patients: readonly string[] | undefined
}

/**
 * Two columns of calls, or rows of two tests on the same cases.
 * @throws AssayError `table-refused` where there are neither, or not two tests; `table-value-invalid` for a case that a test lacks or has
 * twice, or that has two truths
 */
export function readPairedCalls(columns: Columns): PairedCalls {
  if (columns.has('first') && columns.has('second')) return sideBySide(columns)
  if (columns.has('case') && columns.has('test') && columns.has('call')) return belowEachOther(columns)
  throw new AssayError('table-refused', { file: columns.file, what: 'no-pairs' })
}

function sideBySide(columns: Columns): PairedCalls {
  return {
    names: ['first', 'second'],
    first: columns.binary('first'),
    second: columns.binary('second'),
    truth: columns.has('truth') ? columns.binary('truth') : undefined,
    patients: columns.has('patient') ? columns.text('patient') : undefined,
  }
}

function belowEachOther(columns: Columns): PairedCalls {
  const [cases, tests, calls] = [columns.text('case'), columns.text('test'), columns.binary('call')]
  const names = [...new Set(tests)]
  const [one, other] = names
  if (one === undefined || other === undefined || names.length > 2)
    throw new AssayError('table-refused', { file: columns.file, what: 'not-two-tests' })
  const rowsOf = (name: string) => {
    const rows = new Map<string, number>()
    tests.forEach((test, row) => {
      if (test !== name) return
      if (rows.has(cases[row]!)) throw fault(columns, row, 'case', 'case-twice')
      rows.set(cases[row]!, row)
    })
    return rows
  }
  const [firstRows, secondRows] = [rowsOf(one), rowsOf(other)]
  for (const [rows, others] of [
    [firstRows, secondRows],
    [secondRows, firstRows],
  ] as const)
    for (const [name, row] of rows) if (!others.has(name)) throw fault(columns, row, 'case', 'case-of-one-test')
  const pairs = [...firstRows].map(([name, row]) => [row, secondRows.get(name)!] as const)
  const truth = columns.has('truth') ? columns.binary('truth') : undefined
  const twofold = truth && pairs.find(([a, b]) => truth[a] !== truth[b])
  if (twofold) throw fault(columns, twofold[1], 'truth', 'two-truths')
  const patients = columns.has('patient') ? columns.text('patient') : undefined
  return {
    names: [one, other],
    first: Uint8Array.from(pairs, ([row]) => calls[row]!),
    second: Uint8Array.from(pairs, ([, row]) => calls[row]!),
    truth: truth && Uint8Array.from(pairs, ([row]) => truth[row]!),
    patients: patients && pairs.map(([row]) => patients[row]!),
  }
}

function fault(columns: Columns, row: number, column: string, what: string): AssayError {
  return new AssayError('table-value-invalid', { file: columns.file, line: columns.lineOf(row), column, what })
}
