import { expect, it } from 'vitest'
import { setOfFiles } from './set-of-files.ts'

const chosen = (name: string, webkitRelativePath = '') => Object.assign(new Blob(['x']), { name, webkitRelativePath })

it('sends one archive as it is, and packs anything else by its path below the chosen folder', async () => {
  const archive = chosen('set.tar.gz')
  expect(setOfFiles([archive])).toBe(archive)
  const packed = await setOfFiles([chosen('patients.tsv', 'chosen/patients.tsv'), chosen('a', 'chosen/b/a')]).text()
  expect(packed).toMatch(/^patients\.tsv\0/)
  expect(packed.slice(1024)).toMatch(/^b\/a\0/)
})
