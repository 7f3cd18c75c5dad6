import { lstatSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AssayError, type Socket, type SocketValue, type SocketValueKind, socketValues } from '@assay/contracts'
import { outputInvalid } from './refuse-output.ts'

const mostJsonBytes = 64 * 2 ** 20
const mostJsonDepth = 64

/** Whether an output of this kind is JSON in a file. */
export function isValueOutput(kind: Socket['kind']): kind is SocketValueKind {
  return Object.hasOwn(socketValues, kind)
}

/**
 * Reads a value that a device left as JSON, as hostile: bounded in size and depth, and what its kind says.
 * @param folder what the runner found to be plain files in plain folders
 * @throws AssayError output-missing, output-invalid (`where` the output's slug; `what`, `detail`: what is wrong, nothing of the case)
 */
export function readValueOutput<Kind extends SocketValueKind>(
  folder: string,
  { slug, kind, relativePath }: Socket & { kind: Kind },
): SocketValue<Kind> {
  const path = join(folder, relativePath)
  const stat = lstatSync(path, { throwIfNoEntry: false })
  if (!stat) throw new AssayError('output-missing', { where: slug, what: relativePath })
  if (!stat.isFile()) throw outputInvalid(slug, 'output-no-file')
  if (stat.size > mostJsonBytes) throw outputInvalid(slug, 'json-too-large', `${mostJsonBytes}`)
  const value = parse(readFileSync(path), slug)
  const read = socketValues[kind].safeParse(value)
  if (read.success) return read.data as SocketValue<Kind>
  throw outputInvalid(slug, 'json-not-of-kind', placeOf(read.error.issues[0]?.path, kind))
}

function parse(bytes: Uint8Array, slug: string): unknown {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw outputInvalid(slug, 'output-not-json')
  }
  if (depthOf(text) > mostJsonDepth) throw outputInvalid(slug, 'json-too-deep', `${mostJsonDepth}`)
  try {
    return JSON.parse(text)
  } catch {
    throw outputInvalid(slug, 'output-not-json')
  }
}

/** Where the first thing is that does not fit, in names of the kind and numbers, none of the device's own words. */
function placeOf(path: readonly PropertyKey[] | undefined, kind: string): string {
  return [kind, ...(path ?? []).map(String)].join(' › ')
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
