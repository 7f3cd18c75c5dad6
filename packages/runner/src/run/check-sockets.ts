import { closeSync, existsSync, lstatSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs'
import { join } from 'node:path'
import type { CaseOutcome, Socket } from '@assay/contracts'
import { z } from 'zod'

const mostJsonBytes = 64 * 2 ** 20
const mostJsonDepth = 64

/** More than any scanner gives: 2,048 slices of 1,024 × 1,024. */
const mostVoxels = 2 ** 31
const mostHeaderBytes = 65_536

const point = z.tuple([z.number(), z.number(), z.number()])
const marked = { name: z.string().max(1000).nullish(), probability: z.number().min(0).max(1).nullish() }
const version = z.object({ major: z.number().int(), minor: z.number().int() })

/** What the JSON of a socket's kind has to be; numbers are finite, whatever JSON lets through. */
const values: Partial<Record<Socket['kind'], z.ZodType>> = {
  Integer: z.number().int(),
  Float: z.number(),
  Bool: z.boolean(),
  Choice: z.string().max(1000),
  Anything: z.unknown(),
  'Multiple points': z.object({
    ...{ type: z.literal('Multiple points'), version },
    points: z.array(z.object({ ...marked, point })).max(1_000_000),
  }),
  'Multiple 2D bounding boxes': z.object({
    ...{ type: z.literal('Multiple 2D bounding boxes'), version },
    boxes: z.array(z.object({ ...marked, corners: z.array(point).length(4) })).max(1_000_000),
  }),
  'Multiple polygons': z.object({
    ...{ type: z.literal('Multiple polygons'), version },
    polygons: z.array(z.object({ ...marked, path_points: z.array(point).min(3).max(1_000_000) })).max(100_000),
  }),
}

const imageKinds: readonly Socket['kind'][] = ['Image', 'Segmentation', 'Heat Map']

/**
 * Whether each output that the package promised is there and is what its kind says, read as hostile: JSON bounded in size
 * and depth, an image exactly one MetaImage or TIFF whose header promises no absurd size. The other kinds are read by the
 * category that scores them.
 * @param folder what `checkOutput` or `takeOutput` found to be plain files
 * @returns `completed`, or the first failure
 */
export function checkSockets(folder: string, outputs: readonly Socket[]): CaseOutcome {
  for (const { kind, relativePath } of outputs) {
    const path = join(folder, relativePath)
    const schema = values[kind]
    const found = schema ? checkValue(path, schema) : imageKinds.includes(kind) ? checkImage(path) : 'completed'
    if (found !== 'completed') return found
  }
  return 'completed'
}

function checkValue(path: string, schema: z.ZodType): CaseOutcome {
  if (!existsSync(path)) return 'output-missing'
  const stat = lstatSync(path)
  if (!stat.isFile() || stat.size > mostJsonBytes) return 'output-invalid'
  const text = readFileSync(path, 'utf8')
  if (depthOf(text) > mostJsonDepth) return 'output-invalid'
  try {
    return schema.safeParse(JSON.parse(text)).success ? 'completed' : 'output-invalid'
  } catch {
    return 'output-invalid'
  }
}

/** The deepest nesting of a JSON text, told without building anything of it. */
function depthOf(text: string): number {
  let depth = 0
  let deepest = 0
  let isInText = false
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at]
    if (isInText) {
      if (sign === '\\') at += 1
      else if (sign === '"') isInText = false
    } else if (sign === '"') isInText = true
    else if (sign === '[' || sign === '{') deepest = Math.max(deepest, ++depth)
    else if (sign === ']' || sign === '}') depth -= 1
  }
  return deepest
}

function checkImage(folder: string): CaseOutcome {
  if (!existsSync(folder)) return 'output-missing'
  const names = lstatSync(folder).isDirectory() ? readdirSync(folder) : []
  const [name, ...others] = names
  if (name === undefined || others.length > 0) return name === undefined ? 'output-missing' : 'output-invalid'
  if (/\.tiff?$/i.test(name)) return 'completed'
  return /\.mha$/i.test(name) && isSound(join(folder, name)) ? 'completed' : 'output-invalid'
}

/** MetaImage: a header of `Key = Value` lines that ends with ElementDataFile, which has to be the file itself. */
function isSound(file: string): boolean {
  const header = headerOf(file)
  const value = (key: string) => new RegExp(`^${key}\\s*=\\s*(.+?)\\s*$`, 'm').exec(header)?.[1]
  const sizes = (value('DimSize') ?? '').split(/\s+/).map(Number)
  const voxels = sizes.reduce((product, size) => product * size, 1)
  return (
    value('ElementDataFile') === 'LOCAL' &&
    sizes.length === Number(value('NDims')) &&
    sizes.every((size) => Number.isInteger(size) && size > 0) &&
    voxels <= mostVoxels
  )
}

function headerOf(file: string): string {
  const opened = openSync(file, 'r')
  try {
    const bytes = Buffer.alloc(mostHeaderBytes)
    const text = bytes.toString('latin1', 0, readSync(opened, bytes, 0, mostHeaderBytes, 0))
    const end = /^ElementDataFile\s*=.*$/m.exec(text)
    return end ? text.slice(0, end.index + end[0].length) : ''
  } finally {
    closeSync(opened)
  }
}
