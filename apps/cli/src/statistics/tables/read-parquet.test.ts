import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { afterAll, describe, expect, it } from 'vitest'
import { runAssay } from '../../testing/run-assay.ts'

const columns = {
  case: ['a', 'b', 'c', 'd', 'e', 'f'],
  truth: [true, true, true, false, false, false],
  call: [1, 0, null, 0, 1, 0],
  patient: ['张三', 'p1', 'p2', 'p3', 'p4', 'p5'],
}
const csv = 'case,truth,call,patient\na,1,1,张三\nb,1,0,p1\nc,1,,p2\nd,0,0,p3\ne,0,1,p4\nf,0,0,p5\n'

describe('a Parquet table', () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-parquet-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const statistics = (name: string, bytes: Uint8Array) => {
    writeFileSync(join(folder, name), bytes)
    return runAssay(['statistics', 'proportion', name, '--json'], { folder })
  }

  it.each(['UNCOMPRESSED', 'SNAPPY'] as const)('gives what the same table in CSV gives: %s', (codec) => {
    const bytes = parquetWriteBuffer({
      codec,
      columnData: [
        { name: 'case', data: columns.case, type: 'STRING' },
        { name: 'truth', data: columns.truth, type: 'BOOLEAN' },
        { name: 'call', data: columns.call, type: 'INT32', nullable: true },
        { name: 'patient', data: columns.patient, type: 'STRING' },
      ],
    })
    const expected = runAssay(['statistics', 'proportion', '--json'], { input: csv })
    expect(statistics('calls.parquet', new Uint8Array(bytes)).output).toBe(expected.output)
  })

  it('that is none is refused', () => {
    const { status, errors } = statistics('none.parquet', Buffer.from('PAR1 nothing PAR1'))
    expect(status).toBe(1)
    expect(errors).toContain('none.parquet')
  })
})
