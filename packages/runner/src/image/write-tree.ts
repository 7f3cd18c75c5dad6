import { chmodSync, linkSync, mkdirSync, renameSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TreeFile, TreeFolder } from './file-tree.ts'

/**
 * Writes a tree below a new folder: folders first made as folders, links last and never followed. Everybody may read all of
 * it and nobody may write: what holds the device is not the permissions in its own image.
 * @param folder a path where nothing is yet; each file's content is moved away from where it is kept
 */
export function writeTree(tree: TreeFolder, folder: string): void {
  const written = new Map<string, string>()
  const write = (from: TreeFolder, to: string) => {
    mkdirSync(to)
    for (const [name, node] of from.children) {
      const path = join(to, name)
      if (node.kind === 'folder') write(node, path)
      else if (node.kind === 'link') symlinkSync(node.target, path)
      else writeFile(node, path, written)
    }
    chmodSync(to, 0o755)
  }
  write(tree, folder)
}

function writeFile(file: TreeFile, path: string, written: Map<string, string>): void {
  if (file.content === undefined) throw new Error('the content of the image was not kept')
  const first = written.get(file.content)
  if (first !== undefined) {
    linkSync(first, path)
    return
  }
  if (file.content === '') writeFileSync(path, '')
  else renameSync(file.content, path)
  chmodSync(path, file.isExecutable ? 0o555 : 0o444)
  utimesSync(path, file.modified, file.modified)
  if (file.content !== '') written.set(file.content, path)
}
