import type { Socket, SocketValue, SocketValueKind } from '@assay/contracts'
import type { ImageOutput } from './image-output.ts'
import { isImageOutput, readImageOutput } from './read-image-output.ts'
import { isValueOutput, readValueOutput } from './read-value-output.ts'
import type { OutputPool } from './start-output-pool.ts'

/** What a device left for a case, each output as its kind says it. */
export interface SocketOutputs {
  /** The value of an output whose kind is JSON. */
  value<Kind extends SocketValueKind>(socket: Pick<Socket, 'slug'> & { readonly kind: Kind }): SocketValue<Kind>
  /** The image of an output whose kind is one. */
  image(socket: Pick<Socket, 'slug'>): ImageOutput
}

/**
 * Reads the values and images among a device's outputs, as hostile. Waveforms, and files of other kinds, are for the task that asks for them.
 * @param folder what the runner found to be plain files in plain folders
 * @throws AssayError output-missing, output-invalid (`where` the output's slug; `what`, `detail`: what is wrong, nothing of the case)
 */
export async function readOutputs(
  pool: OutputPool,
  folder: string,
  outputs: readonly Socket[],
): Promise<SocketOutputs> {
  const values = new Map<string, unknown>()
  const images = new Map<string, ImageOutput>()
  for (const socket of outputs) {
    const { slug, kind } = socket
    if (isValueOutput(kind)) values.set(slug, readValueOutput(folder, { ...socket, kind }))
    else if (isImageOutput(kind)) images.set(slug, await readImageOutput(pool, folder, { ...socket, kind }))
  }
  return {
    value: <Kind extends SocketValueKind>({ slug }: Pick<Socket, 'slug'>) => of(values, slug) as SocketValue<Kind>,
    image: ({ slug }) => of(images, slug),
  }
}

function of<T>(read: ReadonlyMap<string, T>, slug: string): T {
  if (!read.has(slug)) throw new RangeError(`no output ${slug} of this kind`)
  return read.get(slug)!
}
