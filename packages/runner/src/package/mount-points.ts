import { emptyTree, type TreeFolder } from '../image/file-tree.ts'

/** Folders that an executor puts something of its own over. */
const folders = ['dev', 'input', 'opt/ml/model', 'output', 'proc', 'run', 'runtime', 'sys', 'tmp']

/** Files that container engines put something of their own over. */
const files = ['etc/hostname', 'etc/hosts', 'etc/resolv.conf', 'run/.containerenv']

/** Adds what executors mount over: the root itself is read-only from the first instant on. */
export function addMountPoints(root: TreeFolder): void {
  for (const path of folders) openFolder(root, path.split('/'))
  for (const path of files) {
    const parts = path.split('/')
    const { children } = openFolder(root, parts.slice(0, -1))
    const name = parts.at(-1) ?? ''
    if (children.get(name)?.kind !== 'file')
      children.set(name, { kind: 'file', layer: 0, content: '', size: 0, isExecutable: false, modified: 0 })
  }
}

/** A folder of the image, or one in place of whatever else is there. */
function openFolder(root: TreeFolder, parts: readonly string[]): TreeFolder {
  let at = root
  for (const part of parts) {
    const found = at.children.get(part)
    const next = found?.kind === 'folder' ? found : emptyTree()
    at.children.set(part, next)
    at = next
  }
  return at
}
