import { createReadStream, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DeviceManifest } from '@assay/contracts'
import { emptyTree, folderAt, invalid, type TreeFolder } from '../image/file-tree.ts'
import { readImage } from '../image/read-image.ts'
import { assertAnswers } from './assert-answers.ts'
import { interpreterWords } from './interpreter-words.ts'
import { parseManifest } from './parse-manifest.ts'
import { type PackageFile, type PackageSource, unpackFiles } from './unpack-files.ts'
import { isImageArchive, unpackLabelledImage } from './unpack-labelled-image.ts'
import type { PackageProcess, UnpackedPackage } from './unpacked-package.ts'

const mostManifestBytes = 2 ** 20
const modelFolder = 'model/'

/**
 * Reads a device package whole, as hostile.
 * @param work an empty folder for what has to lie on the disk meanwhile: the package's own files are in `files` afterwards
 * @param isKept whether the contents of files stay there, to be written
 * @throws AssayError device-package-invalid, device-digest-mismatch
 */
export async function unpackPackage(
  source: PackageSource,
  work: string,
  { digest, isKept }: { digest?: string | undefined; isKept: boolean },
): Promise<UnpackedPackage> {
  if (await isImageArchive(source)) return unpackLabelledImage(source, work, { digest, isKept })
  const folder = join(work, 'files')
  mkdirSync(folder, { mode: 0o700 })
  const files = await unpackFiles(source, folder, digest)
  const manifest = readManifest(folder, files)
  const { program } = manifest
  if ('appliance' in program) return applianceOf(manifest, files)
  const needed = 'image' in program ? program.image : program.file
  if (!files.some(({ path }) => path === needed)) throw invalid(needed, 'program-missing')
  const model = files.filter(({ path }) => path.startsWith(modelFolder))
  if (!('image' in program))
    return {
      manifest,
      model,
      imageDigest: undefined,
      tree: treeOf(folder, files),
      process: programProcess(manifest, program.file),
    }
  const odd = files.find(({ path }) => path !== 'device.json' && path !== needed && !path.startsWith(modelFolder))
  if (odd) throw invalid(odd.path, 'file-unknown')
  const { configDigest, tree, process } = await readImage(createReadStream(join(folder, needed)), work, { isKept })
  return { manifest, model, imageDigest: configDigest, tree, process }
}

/** An appliance's package says what it is and how it answers, and holds nothing else: there is nothing to start. */
function applianceOf(manifest: DeviceManifest, files: readonly PackageFile[]): UnpackedPackage {
  const odd = files.find(({ path }) => path !== 'device.json')
  if (odd) throw invalid(odd.path, 'file-unknown')
  assertAnswers(manifest)
  const process = { command: [], environment: {}, workingFolder: '/' }
  return { manifest, model: [], imageDigest: undefined, tree: emptyTree(), process }
}

/** A program's root holds its files; the interpreter comes to it where it runs. */
function treeOf(folder: string, files: readonly PackageFile[]): TreeFolder {
  const root = emptyTree()
  for (const { path, size, isExecutable } of files) {
    if (path.startsWith(modelFolder)) continue
    const parts = `opt/device/${path}`.split('/')
    const { children } = folderAt(root, parts.slice(0, -1), 1)!.folder
    const content = join(folder, path)
    children.set(parts.at(-1)!, { kind: 'file', layer: 1, content, size, isExecutable, modified: 0 })
  }
  return root
}

function programProcess({ limits }: DeviceManifest, file: string): PackageProcess {
  return {
    command: ['/usr/bin/node', ...interpreterWords(limits), `/opt/device/${file}`],
    environment: { PATH: '/usr/bin' },
    workingFolder: '/opt/device',
  }
}

function readManifest(folder: string, files: readonly PackageFile[]): DeviceManifest {
  const file = files.find(({ path }) => path === 'device.json')
  if (!file) throw invalid('device.json', 'manifest-missing')
  if (file.size > mostManifestBytes) throw invalid('device.json', 'too-many-bytes', { most: mostManifestBytes })
  return parseManifest(readFileSync(join(folder, 'device.json'), 'utf8'), 'device.json')
}
