import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Socket } from '@assay/contracts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkSockets } from './check-sockets.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-sockets-test-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const socket = (kind: Socket['kind'], relativePath: string): Socket => ({ slug: 'answer', kind, relativePath })
const point = { name: 'a', point: [1, 2, 3], probability: 0.5 }
const version = { major: 1, minor: 0 }

describe('a value', () => {
  const check = (kind: Socket['kind'], text: string) => {
    writeFileSync(join(folder, 'answer.json'), text)
    return checkSockets(folder, [socket(kind, 'answer.json')])
  }

  it.each<[Socket['kind'], unknown]>([
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
    expect(check(kind, JSON.stringify(value))).toBe('completed')
  })

  it.each<[Socket['kind'], string]>([
    ['Integer', '1.5'],
    ['Integer', '9007199254740993'],
    ['Float', 'NaN'],
    ['Float', 'Infinity'],
    ['Float', '1e999'],
    ['Float', '"1"'],
    ['Bool', '1'],
    ['Anything', '{"a":'],
    ['Anything', '['.repeat(100_000)],
    ['Anything', `${'['.repeat(65)}${']'.repeat(65)}`],
    ['Anything', ''],
    ['Multiple points', JSON.stringify({ type: 'Multiple points', points: [{ point: [1, 2] }], version })],
    ['Multiple points', JSON.stringify({ type: 'Multiple points', points: [{ ...point, probability: 2 }], version })],
    ['Multiple points', JSON.stringify({ points: [point] })],
  ])('of kind %s is refused: %.40s', (kind, text) => {
    expect(check(kind, text)).toBe('output-invalid')
  })

  it('that has brackets in its texts alone is not deep', () => {
    expect(check('Anything', JSON.stringify('["{'.repeat(100)))).toBe('completed')
  })

  it('that is missing, or a folder, is told', () => {
    expect(checkSockets(folder, [socket('Float', 'none.json')])).toBe('output-missing')
    mkdirSync(join(folder, 'answer.json'))
    expect(checkSockets(folder, [socket('Float', 'answer.json')])).toBe('output-invalid')
  })
})

describe('an image', () => {
  const header = (sizes: string, data = 'LOCAL') =>
    `ObjectType = Image\nNDims = ${sizes.split(' ').length}\nDimSize = ${sizes}\nElementType = MET_UCHAR\nElementDataFile = ${data}\n`
  const check = (files: Record<string, string>) => {
    const place = join(folder, 'images/mask')
    mkdirSync(place, { recursive: true })
    for (const [name, text] of Object.entries(files)) writeFileSync(join(place, name), text)
    return checkSockets(folder, [socket('Segmentation', 'images/mask')])
  }

  it('is one MetaImage or TIFF of any name', () => {
    expect(check({ 'any.mha': `${header('2 2 1')}....` })).toBe('completed')
    rmSync(join(folder, 'images'), { recursive: true })
    expect(check({ 'any.tif': 'II' })).toBe('completed')
  })

  it.each([
    ['two of them', { 'a.mha': header('1 1 1'), 'b.mha': header('1 1 1') }, 'output-invalid'],
    ['none', {}, 'output-missing'],
    ['another form', { 'a.exe': '' }, 'output-invalid'],
    ['an absurd size', { 'a.mha': header('100000 100000 100000') }, 'output-invalid'],
    ['no size', { 'a.mha': header('0 1 1') }, 'output-invalid'],
    ['its data in another file', { 'a.mha': header('1 1 1', '/etc/passwd') }, 'output-invalid'],
    ['no header', { 'a.mha': 'x'.repeat(100_000) }, 'output-invalid'],
  ] as [string, Record<string, string>, string][])('is refused with %s', (_, files, outcome) => {
    expect(check(files)).toBe(outcome)
  })
})
