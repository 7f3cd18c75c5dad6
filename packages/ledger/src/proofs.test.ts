import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  completedBy,
  consistencyRanges,
  emptyRoot,
  foldSubtrees,
  inclusionRanges,
  leafHash,
  nodeHash,
  nodesAdded,
  type Range,
  subtreesOf,
} from './merkle-tree.ts'
import { isConsistent, isIncluded } from './proofs.ts'

// The published test tree of Certificate Transparency, from github.com/transparency-dev/merkle, proof/verify_test.go:
// entries, roots of the trees of 1 to 8 entries, inclusion and consistency proofs. The proofs there count leaves from 1.
const entries = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map((hex) => Buffer.from(hex, 'hex'))

const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]

const a = '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7'
const h = '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e'
const l = '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4'
const e = 'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b'
const pair67 = 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0'
const k = 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7'
const g = 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'
const i = '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a'
const j = 'b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f'

const publishedInclusion: [index: number, size: number, hashes: string[]][] = [
  [0, 1, []],
  [0, 8, [a, h, l]],
  [5, 8, [e, pair67, k]],
  [2, 3, [g]],
  [1, 5, ['6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d', h, e]],
]

const publishedConsistency: [firstSize: number, secondSize: number, hashes: string[]][] = [
  [1, 1, []],
  [1, 8, [a, h, l]],
  [6, 8, [i, pair67, k]],
  [2, 5, [h, e]],
  [6, 7, [i, j, k]],
]

/** The tree in memory: every complete subtree's hash, as the store keeps it. */
function treeOf(leaves: readonly string[]) {
  const nodes = new Map<string, string>()
  const read = ({ level, position }: { level: number; position: number }) => nodes.get(`${level}/${position}`)!
  leaves.forEach((leaf, index) => {
    for (const { level, position, hash } of nodesAdded(index, leaf, completedBy(index).map(read))) {
      nodes.set(`${level}/${position}`, hash)
    }
  })
  return (range: Range) => foldSubtrees(subtreesOf(range).map(read))
}

const leaves = entries.map((entry) => leafHash(entry))
const published = treeOf(leaves)

describe('published vectors of Certificate Transparency', () => {
  test('the empty tree, RFC 6962: SHA-256 of nothing', () => {
    expect(emptyRoot).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
    expect(published([0, 0])).toBe(emptyRoot)
  })

  test('roots', () => {
    expect(roots.map((_, index) => published([0, index + 1]))).toEqual(roots)
  })

  test.each(publishedInclusion)('inclusion of leaf %i in the tree of %i', (index, size, hashes) => {
    expect(inclusionRanges(index, [0, size]).map(published)).toEqual(hashes)
    expect(isIncluded(leaves[index]!, { index, size, hashes }, roots[size - 1]!)).toBe(true)
  })

  test.each(publishedConsistency)('consistency of the trees of %i and %i', (firstSize, secondSize, hashes) => {
    expect(consistencyRanges(firstSize, [0, secondSize]).map(published)).toEqual(hashes)
    const proof = { firstSize, secondSize, hashes }
    expect(isConsistent(proof, roots[firstSize - 1]!, roots[secondSize - 1]!)).toBe(true)
  })
})

// The corruptions of proof/verify_test.go in the same repository.
const some = 'abacaba000000000000000000000000000000000000000000060061e00123456'

function corruptions(hashes: readonly string[], ...roots: string[]): string[][] {
  return [
    [...hashes, some],
    [some, ...hashes],
    ...roots.flatMap((root) => [
      [...hashes, root],
      [root, ...hashes],
    ]),
    ...hashes.map((_, at) => hashes.toSpliced(at, 1)),
    ...hashes.map((hash, at) => hashes.with(at, (hash[0] === '0' ? '1' : '0') + hash.slice(1))),
    ...(hashes.length > 0 ? [[hashes[0]!, ...hashes], []] : []),
  ]
}

describe('corrupted proofs are refused', () => {
  test.each(publishedInclusion)('inclusion of leaf %i in the tree of %i', (index, size, hashes) => {
    const leaf = leaves[index]!
    const root = roots[size - 1]!
    for (const wrong of corruptions(hashes, root))
      expect(isIncluded(leaf, { index, size, hashes: wrong }, root)).toBe(false)
    for (const wrong of [index + 1, index ^ 2, size])
      expect(isIncluded(leaf, { index: wrong, size, hashes }, root)).toBe(false)
    for (const wrong of [some, emptyRoot]) {
      expect(isIncluded(wrong, { index, size, hashes }, root)).toBe(false)
      expect(isIncluded(leaf, { index, size, hashes }, wrong)).toBe(false)
    }
    for (const wrong of [size * 2, Math.floor(size / 2)]) {
      expect(isIncluded(leaf, { index, size: wrong, hashes }, root)).toBe(false)
    }
  })

  test.each(publishedConsistency.slice(1))('consistency of the trees of %i and %i', (firstSize, secondSize, hashes) => {
    const [first, second] = [roots[firstSize - 1]!, roots[secondSize - 1]!]
    const holds = (change: object, one = first, two = second) =>
      isConsistent({ firstSize, secondSize, hashes, ...change }, one, two)
    expect(holds({})).toBe(true)
    for (const wrong of corruptions(hashes, first, second)) expect(holds({ hashes: wrong })).toBe(false)
    for (const wrong of [firstSize + 1, firstSize ^ 2])
      expect(holds({ firstSize: wrong })).toBe(wrong === 0 && hashes.length === 0)
    for (const wrong of [secondSize * 2, Math.floor(secondSize / 2)]) expect(holds({ secondSize: wrong })).toBe(false)
    expect(holds({}, second, first)).toBe(false)
    expect(holds({}, some)).toBe(false)
    expect(holds({}, first, some)).toBe(false)
  })

  test('degenerate sizes', () => {
    const of = (firstSize: number, secondSize: number, hashes: string[]) => ({ firstSize, secondSize, hashes })
    expect(isConsistent(of(0, 0, []), some, some)).toBe(true)
    expect(isConsistent(of(0, 0, []), some, emptyRoot)).toBe(false)
    expect(isConsistent(of(0, 5, []), emptyRoot, some)).toBe(true)
    expect(isConsistent(of(0, 5, [some]), emptyRoot, some)).toBe(false)
    expect(isConsistent(of(2, 1, []), some, emptyRoot)).toBe(false)
    expect(isConsistent(of(1, 2, []), some, emptyRoot)).toBe(false)
    expect(isIncluded(some, { index: 0, size: 0, hashes: [] }, some)).toBe(false)
  })
})

test('RFC 6962, section 2.1.3: the shapes of the example with seven leaves', () => {
  expect(inclusionRanges(0, [0, 7])).toEqual([
    [1, 2],
    [2, 4],
    [4, 7],
  ])
  expect(inclusionRanges(3, [0, 7])).toEqual([
    [2, 3],
    [0, 2],
    [4, 7],
  ])
  expect(inclusionRanges(4, [0, 7])).toEqual([
    [5, 6],
    [6, 7],
    [0, 4],
  ])
  expect(inclusionRanges(6, [0, 7])).toEqual([
    [4, 6],
    [0, 4],
  ])
  expect(consistencyRanges(3, [0, 7])).toEqual([
    [2, 3],
    [3, 4],
    [0, 2],
    [4, 7],
  ])
  expect(consistencyRanges(4, [0, 7])).toEqual([[4, 7]])
  expect(consistencyRanges(6, [0, 7])).toEqual([
    [4, 6],
    [6, 7],
    [0, 4],
  ])
})

/** MTH as RFC 6962, section 2.1, writes it: the slow truth. */
function mth(hashes: readonly string[]): string {
  if (hashes.length === 0) return emptyRoot
  if (hashes.length === 1) return hashes[0]!
  let split = 1
  while (split * 2 < hashes.length) split *= 2
  return nodeHash(mth(hashes.slice(0, split)), mth(hashes.slice(split)))
}

test('trees of any size: the root is the definition’s, every proof holds, and none for another state', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(), fc.nat(), fc.nat(), (size, one, two, three) => {
      const many = Array.from({ length: size }, (_, index) => leafHash(`${index} ${three}`))
      const hash = treeOf(many)
      const index = one % size
      const firstSize = 1 + (two % size)
      expect(hash([0, size])).toBe(mth(many))
      const inclusion = { index, size, hashes: inclusionRanges(index, [0, size]).map(hash) }
      expect(isIncluded(many[index]!, inclusion, mth(many))).toBe(true)
      const consistency = { firstSize, secondSize: size, hashes: consistencyRanges(firstSize, [0, size]).map(hash) }
      expect(isConsistent(consistency, mth(many.slice(0, firstSize)), mth(many))).toBe(true)
      const rewritten = mth(many.with(0, leafHash('rewritten')).slice(0, firstSize))
      expect(isConsistent(consistency, rewritten, mth(many))).toBe(false)
    }),
    { numRuns: 200 },
  )
})

test('a hundred thousand entries', () => {
  const size = 100_000
  const many = Array.from({ length: size }, (_, index) => leafHash(`${index}`))
  const hash = treeOf(many)
  expect(hash([0, size])).toBe(mth(many))
  for (const index of [0, 1, 65_535, 65_536, 99_999]) {
    const hashes = inclusionRanges(index, [0, size]).map(hash)
    expect(hashes.length).toBeLessThanOrEqual(17)
    expect(isIncluded(many[index]!, { index, size, hashes }, hash([0, size]))).toBe(true)
  }
})
