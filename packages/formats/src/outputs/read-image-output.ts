import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AssayError, type Socket } from '@assay/contracts'
import {
  type ImageOutput,
  type ImageOutputKind,
  imageOutputKinds,
  mostOutputBytes,
  mostOutputFiles,
} from './image-output.ts'
import { outputInvalid } from './refuse-output.ts'
import type { OutputPool } from './start-output-pool.ts'

/** Whether an output of this kind is an image in a folder. */
export function isImageOutput(kind: Socket['kind']): kind is ImageOutputKind {
  return (imageOutputKinds as readonly string[]).includes(kind)
}

/**
 * Reads an image that a device left, as hostile: exactly one `.mha` or `.tif` in the output's folder, or the DICOM files of one series; sizes
 * are looked at before anything is decoded, and decoding happens in a process of the pool.
 * @param folder what the runner found to be plain files in plain folders
 * @throws AssayError output-missing, output-invalid (`where` the output's slug; `what`, `detail`: what is wrong, nothing of the case)
 */
export async function readImageOutput(
  pool: OutputPool,
  folder: string,
  { slug, kind, relativePath }: Socket & { kind: ImageOutputKind },
): Promise<ImageOutput> {
  const place = join(folder, relativePath)
  const names = namesIn(place, slug)
  if (names.length === 0) throw new AssayError('output-missing', { where: slug, what: relativePath })
  if (kind !== 'DICOM Image Set') assertOneImage(names, slug)
  else if (names.length > mostOutputFiles) throw outputInvalid(slug, 'image-files', `${names.length}`)
  return pool.decode(kind, filesOf(place, names, slug), slug)
}

function namesIn(place: string, slug: string): string[] {
  const stat = lstatSync(place, { throwIfNoEntry: false })
  if (!stat) return []
  if (!stat.isDirectory()) throw outputInvalid(slug, 'image-no-folder')
  return readdirSync(place).sort()
}

function assertOneImage(names: readonly string[], slug: string): void {
  if (names.length > 1) throw outputInvalid(slug, 'image-several', `${names.length}`)
  if (!/\.(mha|tiff?)$/i.test(names[0]!)) throw outputInvalid(slug, 'image-form')
}

function filesOf(place: string, names: readonly string[], slug: string): Uint8Array[] {
  const stats = names.map((name) => lstatSync(join(place, name)))
  if (!stats.every((stat) => stat.isFile())) throw outputInvalid(slug, 'image-no-file')
  const bytes = stats.reduce((sum, { size }) => sum + size, 0)
  if (bytes > mostOutputBytes) throw outputInvalid(slug, 'image-larger-than-allowed', `${bytes}`)
  return names.map((name) => readFileSync(join(place, name)))
}
