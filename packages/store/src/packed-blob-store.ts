import { type BlobStore, concat, verified } from './blob-store.ts'
import type { Packed, Packs } from './packs.ts'

/** Which blob lies where in which pack. */
export interface PackIndex {
  readonly find: (sha256: string) => Promise<Packed | undefined>
  /** Forgets where a blob lies. Gives its place, and whether its pack holds nothing else; undefined if it was in none. */
  readonly forget: (sha256: string) => Promise<{ readonly place: Packed; readonly isLast: boolean } | undefined>
}

/** Blobs of which some lie in packs and others in files of their own: read and removed alike. */
export function packedBlobStore(loose: BlobStore, packs: Packs, index: PackIndex): BlobStore {
  const stream = async function* (sha256: string): AsyncGenerator<Uint8Array> {
    const place = await index.find(sha256)
    yield* place ? verified(packs.stream(place), sha256) : loose.stream(sha256)
  }
  return {
    ...loose,
    stream,
    read: (sha256) => concat(stream(sha256)),
    head: async (sha256, most) => {
      const place = await index.find(sha256)
      return place ? packs.head(place, most) : loose.head(sha256, most)
    },
    has: async (sha256) => (await index.find(sha256)) !== undefined || loose.has(sha256),
    remove: async (sha256) => {
      const forgotten = await index.forget(sha256)
      if (forgotten?.isLast) await packs.remove(forgotten.place.pack)
      else if (forgotten) await packs.erase(forgotten.place)
      await loose.remove(sha256)
    },
  }
}
