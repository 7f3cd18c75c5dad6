import { expect, it } from 'vitest'
import { drawSvg } from './draw-svg.ts'
import { rangesOf, shareRanges } from './share-ranges.ts'

it('bounds each share by what all other cells can hold', () => {
  // 20 of 20 to 29, and 0 to 9 of the same.
  expect(rangesOf([exactly(20), { lower: 0, upper: 9 }])).toEqual([
    { least: 20 / 29, most: 1 },
    { least: 0, most: 9 / 29 },
  ])
  expect(rangesOf([exactly(0), exactly(0)])).toEqual([
    { least: 0, most: 0 },
    { least: 0, most: 0 },
  ])
})

it('draws a band for each group and names every cell', () => {
  const svg = drawSvg((document) =>
    shareRanges(
      [
        { label: 'Here', extents: [exactly(3), exactly(1)] },
        { label: 'Others <b>', extents: [{ lower: 0, upper: 9 }, exactly(40)] },
      ],
      { document, width: 600, fontFamily: 'sans-serif', cells: ['F', 'M'], formatShare: (share) => `${share * 100} %` },
    ),
  )
  for (const text of ['Here', 'Others &lt;b&gt;', '>F<', '>M<']) expect(svg).toContain(text)
})

function exactly(count: number) {
  return { lower: count, upper: count }
}
