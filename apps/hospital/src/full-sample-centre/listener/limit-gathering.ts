import { AssayError } from '@assay/contracts'

/** What is gathered in memory of one message: a command, or a data set that is no object. The longest list that storage commitment takes fits. */
const mostGathered = 16 * 2 ** 20

interface Gathering {
  readonly write: (piece: Uint8Array) => boolean
}

/**
 * Sees to it that a message without an end is an error (`too-large`) before it fills the memory of a reader that gathers, in its
 * `dimseStream`, what it does not write to a file.
 */
export function limitGathering(reader: object): void {
  let gathering: Gathering | undefined
  Object.defineProperty(reader, 'dimseStream', {
    get: () => gathering,
    set: (next: Gathering | undefined) => {
      gathering = next && limited(next)
    },
  })
}

function limited(stream: Gathering): Gathering {
  const write = stream.write.bind(stream)
  let size = 0
  return Object.assign(stream, {
    write: (piece: Uint8Array) => {
      size += piece.length
      if (size > mostGathered) throw new AssayError('too-large', { limit: mostGathered })
      return write(piece)
    },
  })
}
