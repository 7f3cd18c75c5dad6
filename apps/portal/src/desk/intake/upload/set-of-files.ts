import type { FileOfSet } from './tar-of-files.ts'
import { tarOfFiles } from './tar-of-files.ts'

/** What an archive is called; anything else is a file of a set. */
const archive = /\.(tar|tar\.gz|tgz|zip)$/i

type Chosen = Pick<File, 'name' | 'webkitRelativePath'> & Blob

/** What is sent for the files that were chosen: one archive as it is, anything else packed into one. */
export function setOfFiles(files: readonly Chosen[]): Blob {
  const [first] = files
  return files.length === 1 && first && archive.test(first.name) ? first : tarOfFiles(pathsOf(files))
}

/** Files by their paths below the folder that was chosen, so that what lies at its top lies at the set's. */
function pathsOf(files: readonly Chosen[]): FileOfSet[] {
  return files.map((file) => ({ path: file.webkitRelativePath.split('/').slice(1).join('/') || file.name, file }))
}
