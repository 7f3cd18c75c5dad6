import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AssayError, type SocketValueKind } from '@assay/contracts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readValueOutput } from './read-value-output.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-value-output-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** The value, or what is said of it. */
function read(kind: SocketValueKind, relativePath = 'answer.json'): unknown {
  try {
    return readValueOutput(folder, { slug: 'answer', kind, relativePath })
  } catch (error) {
    if (!(error instanceof AssayError)) throw error
    const { where, what, detail = '' } = error.parameters
    return [error.code, where, what, detail].join(' ').trim()
  }
}
const point = { name: 'a', point: [1, 2, 3], probability: 0.5 }
const version = { major: 1, minor: 0 }

describe('a value', () => {
  const check = (kind: SocketValueKind, text: string | Uint8Array) => {
    writeFileSync(join(folder, 'answer.json'), text)
    return read(kind)
  }

  it.each<[SocketValueKind, unknown]>([
    ['Integer', 3],
    ['Float', 0.25],
    ['Bool', true],
    ['Choice', 'referable'],
    ['Anything', { deep: [[1]] }],
    ['Multiple points', { type: 'Multiple points', points: [point, { point: [0, 0, 0] }], version }],
    [
      'Multiple 2D bounding boxes',
      { type: 'Multiple 2D bounding boxes', boxes: [{ corners: Array(4).fill([1, 2, 0]) }], version },
    ],
    [
      'Multiple polygons',
      { type: 'Multiple polygons', polygons: [{ path_points: Array(3).fill([1, 2, 0]) }], version },
    ],
  ])('of kind %s is taken', (kind, value) => {
    expect(check(kind, JSON.stringify(value))).toEqual(value)
  })

  const one = (change: object) =>
    JSON.stringify({ type: 'Multiple points', points: [{ ...point, ...change }], version })
  const boxes = (corners: unknown) =>
    JSON.stringify({ type: 'Multiple 2D bounding boxes', boxes: [{ corners }], version })
  const polygons = (path_points: unknown) =>
    JSON.stringify({ type: 'Multiple polygons', polygons: [{ path_points }], version })

  it.each<[SocketValueKind, string, string]>([
    ['Integer', '1.5', 'json-not-of-kind Integer'],
    ['Integer', '9007199254740993', 'json-not-of-kind Integer'],
    ['Float', 'NaN', 'output-not-json'],
    ['Float', 'Infinity', 'output-not-json'],
    ['Float', '1e999', 'json-not-of-kind Float'],
    ['Float', '"1"', 'json-not-of-kind Float'],
    ['Bool', '1', 'json-not-of-kind Bool'],
    ['Choice', '["a"]', 'json-not-of-kind Choice'],
    ['Choice', JSON.stringify('x'.repeat(1001)), 'json-not-of-kind Choice'],
    ['Anything', '{"a":', 'output-not-json'],
    ['Anything', '{"a":[1e999]}', 'json-not-of-kind Anything'],
    ['Anything', '['.repeat(100_000), 'json-too-deep 64'],
    ['Anything', `${'['.repeat(65)}${']'.repeat(65)}`, 'json-too-deep 64'],
    ['Anything', '', 'output-not-json'],
    ['Multiple points', one({ point: [1, 2] }), 'json-not-of-kind Multiple points › points › 0 › point'],
    ['Multiple points', one({ point: [1, 2, 3, 4] }), 'json-not-of-kind Multiple points › points › 0 › point'],
    ['Multiple points', one({ probability: 2 }), 'json-not-of-kind Multiple points › points › 0 › probability'],
    ['Multiple points', JSON.stringify({ points: [point] }), 'json-not-of-kind Multiple points › type'],
    [
      'Multiple 2D bounding boxes',
      boxes([[1, 2, 3]]),
      'json-not-of-kind Multiple 2D bounding boxes › boxes › 0 › corners',
    ],
    ['Multiple polygons', polygons([[1, 2, 3]]), 'json-not-of-kind Multiple polygons › polygons › 0 › path_points'],
  ])('of kind %s is refused: %.40s', (kind, text, expected) => {
    expect(check(kind, text)).toBe(`output-invalid answer ${expected}`)
  })

  it('that is no UTF-8, or too large, is refused unread', () => {
    expect(check('Anything', Buffer.from([0x22, 0xff, 0x22]))).toBe('output-invalid answer output-not-json')
    truncateSync(join(folder, 'answer.json'), 2 ** 26 + 1)
    expect(read('Anything')).toBe('output-invalid answer json-too-large 67108864')
  })

  it('that has brackets in its texts alone is not deep', () => {
    expect(check('Anything', JSON.stringify('["{'.repeat(100)))).toBe('["{'.repeat(100))
  })

  it('that is missing, or a folder, is told', () => {
    expect(read('Float', 'none.json')).toBe('output-missing answer none.json')
    mkdirSync(join(folder, 'answer.json'))
    expect(read('Float')).toBe('output-invalid answer output-no-file')
  })
})
