import type { ImageConfig } from './describe-image.ts'
import { invalid, nodeAt, type TreeFolder } from './file-tree.ts'

/** What an image starts. */
export interface ImageProcess {
  /** Its first word is the path of a file of the image. */
  command: readonly string[]
  environment: Readonly<Record<string, string>>
  workingFolder: string
}

/** Command and environment together: what a system takes for the start of a program is bounded, and the executor adds its own. */
const mostWordBytes = 2 ** 18

const usualPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/**
 * What an image starts, with the first word found by the image's own PATH, so that a missing program is known before any
 * case is touched.
 * @throws AssayError device-package-invalid `command-missing`, `working-folder-missing`, `environment-odd`, `too-many-bytes`
 */
export function commandOf({ config }: ImageConfig, root: TreeFolder): ImageProcess {
  const command = [...(config?.Entrypoint ?? []), ...(config?.Cmd ?? [])]
  const words = [...command, ...(config?.Env ?? [])].reduce((sum, word) => sum + Buffer.byteLength(word), 0)
  if (words > mostWordBytes) throw invalid('image configuration', 'too-many-bytes', { most: mostWordBytes })
  const environment = environmentOf(config?.Env ?? [])
  const workingFolder = config?.WorkingDir || '/'
  if (!workingFolder.startsWith('/') || nodeAt(root, workingFolder)?.kind !== 'folder')
    throw invalid(workingFolder, 'working-folder-missing')
  const program = command[0] && findProgram(command[0], environment.PATH ?? usualPath, workingFolder, root)
  if (!program) throw invalid(command[0] ?? 'image configuration', 'command-missing')
  return { command: [program, ...command.slice(1)], environment: { PATH: usualPath, ...environment }, workingFolder }
}

function findProgram(word: string, path: string, workingFolder: string, root: TreeFolder): string | undefined {
  const candidates = word.startsWith('/')
    ? [word]
    : word.includes('/')
      ? [`${workingFolder}/${word}`]
      : path.split(':').map((folder) => `${folder}/${word}`)
  return candidates.find((candidate) => {
    const found = candidate.startsWith('/') ? nodeAt(root, candidate) : undefined
    return found?.kind === 'file' && found.isExecutable
  })
}

function environmentOf(lines: readonly string[]): Record<string, string> {
  const environment: Record<string, string> = {}
  for (const line of lines) {
    const [, name, value] = /^([A-Za-z_][A-Za-z0-9_.-]*)=([^\0]*)$/s.exec(line) ?? []
    if (name === undefined || value === undefined) throw invalid(line, 'environment-odd')
    environment[name] = value
  }
  return environment
}
