import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import type { TreeFolder } from '../image/file-tree.ts'
import { writeTree } from '../image/write-tree.ts'
import { addMountPoints } from './mount-points.ts'
import { linkRuntime } from './place-runtime.ts'

/**
 * Writes the root that a device is given: its tree, what executors mount over, and the interpreter for a program.
 * @param area where devices run: the interpreter is laid there once
 * @param folder a path where nothing is yet
 */
export function writeRoot(area: string, tree: TreeFolder, folder: string, kind: 'image' | 'program'): void {
  addMountPoints(tree)
  writeTree(tree, folder)
  // Container engines give a file system that they mount the permissions of the folder below it.
  chmodSync(join(folder, 'tmp'), 0o1777)
  if (kind === 'program') linkRuntime(area, folder)
}
