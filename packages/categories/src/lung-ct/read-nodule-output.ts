import { AssayError } from '@assay/contracts'
import type { Mark } from '@assay/statistics/detection'
import { z } from 'zod'
import { readPlainOutput } from '../outputs/plain-output.ts'

/** More than any scan has candidates for; the score of a case is to cost no time that a device chooses. */
const mostMarks = 10_000
const mostBytes = 16 * 2 ** 20
/** Metres away from every patient. */
const mostMillimetres = 1e5

const coordinate = z.number().min(-mostMillimetres).max(mostMillimetres)

/** What challenge platforms call “Multiple points”; each needs its probability here, or nothing could be ranked. */
const multiplePoints = z.object({
  type: z.literal('Multiple points'),
  version: z.object({ major: z.literal(1), minor: z.number().int().min(0) }),
  points: z
    .array(z.object({ point: z.tuple([coordinate, coordinate, coordinate]), probability: z.number().min(0).max(1) }))
    .max(mostMarks),
})

/**
 * Reads the nodules that a device left: places in millimetres, left–posterior–superior, with probabilities.
 * @throws AssayError output-missing, output-invalid (`what`, without any content of the case)
 */
export function readNoduleOutput(folder: string, relativePath: string): Mark[] {
  const bytes = readPlainOutput(folder, relativePath, mostBytes)
  const parsed = multiplePoints.safeParse(parse(bytes, relativePath))
  if (!parsed.success) throw invalid(`${relativePath}: ${faultOf(parsed.error)}`)
  return parsed.data.points.map(({ point, probability }) => ({ centre: point, score: probability }))
}

function parse(bytes: Uint8Array, name: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw invalid(`${name} is no JSON`)
  }
}

/** Where the first fault is, in words of the format: nothing of what a device wrote. */
function faultOf({ issues: [first] }: z.ZodError): string {
  const path = (first?.path ?? []).filter((step) => typeof step === 'number' || knownKeys.has(`${String(step)}`))
  return path.length === 0 ? 'not of the form “Multiple points”' : `${path.join('.')} is not as it has to be`
}

const knownKeys = new Set(['type', 'version', 'major', 'minor', 'points', 'point', 'probability'])

function invalid(what: string): AssayError {
  return new AssayError('output-invalid', { what })
}
