import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { examplePassport } from '../testing/example-passport.ts'
import type { FindingPicture } from './describe-passport.ts'
import { renderPassportPdfs } from './render-pdf.ts'

const hasPoppler = spawnSync('pdftotext', ['-v']).status === 0

/** A PNG of one grey pixel. */
const onePixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=='

function textOf(pdf: Uint8Array): string {
  const { stdout, status } = spawnSync('pdftotext', ['-raw', '-', '-'], { input: pdf, encoding: 'utf8' })
  expect(status).toBe(0)
  return stdout.replaceAll(/[\s\u200b]/g, '')
}

describe('renderPassportPdfs', () => {
  it('gives the same bytes for the same passport', async () => {
    const [first, second] = await Promise.all([
      renderPassportPdfs(examplePassport(), ['en', 'zh']),
      renderPassportPdfs(examplePassport(), ['en', 'zh']),
    ])
    expect(first.map((pdf, i) => Buffer.from(pdf).equals(second[i]!))).toEqual([true, true])
  })

  it.skipIf(!hasPoppler)(
    'says in both languages what was found, where, what to do and by which rules (needs pdftotext)',
    async () => {
      const [english, chinese] = (await renderPassportPdfs(examplePassport(), ['en', 'zh'])).map(textOf) as [
        string,
        string,
      ]
      for (const words of [
        'HELDINQUARANTINE',
        '3ofthe3rulesthatspeakofthisstudyarenotkept,orcouldnotbechecked.',
        'Thenoiseinsofttissueis71.25HU;atmost60HUistaken.',
        '2slicesaremissingbetween12.5mmand16.25mm:3.75mmwhere1.25mmisusual.',
        'fileIM0014',
        'Whattodo:Sendthewholeseriesagainfromthearchive.',
        '21moreofthesearenotlisted.',
        'Limitsofthisplatform(nodate;notverified)',
        'Nosliceshowslungs.',
        'c'.repeat(64),
      ])
        expect(english).toContain(words)
      for (const words of ['已隔离，待处理', '软组织的噪声为71.25HU，上限为60HU。', '肺部CT：采集', '未核实'])
        expect(chinese).toContain(words)
    },
  )

  it.skipIf(!hasPoppler)('shows where in the image, and then says that it stays (needs poppler)', async () => {
    const png = Buffer.from(onePixel, 'base64')
    const at = { series: '1', slice: 13, from: [1, 2], to: [3, 4], isSlice: true } satisfies Partial<FindingPicture>
    const pictures: FindingPicture[] = [
      { ...at, outcome: 1, isFramed: true, png },
      { ...at, outcome: 1, isFramed: false, slice: 20, png },
    ]
    const [english, chinese] = await renderPassportPdfs(examplePassport(), ['en', 'zh'], pictures)
    expect(textOf(english!)).toContain('Spacingofslices:Slice14,withtheplaceframed,Slice21')
    expect(textOf(english!)).toContain('Thisdocumentholdsimagesofapatient.')
    expect(textOf(chinese!)).toContain('仅限本院内部')
    const images = (pdf: Uint8Array) => spawnSync('pdfimages', ['-list', '-'], { input: pdf, encoding: 'utf8' }).stdout
    expect(images(english!).match(/^ +\d+ +\d+ image/gm)).toHaveLength(2)
    const [without] = await renderPassportPdfs(examplePassport(), ['en'])
    expect(images(without!)).not.toMatch(/^ +\d+ +\d+ image/m)
    expect(textOf(without!)).not.toContain('imagesofapatient')
  })

  it.skipIf(!hasPoppler)('prints what others wrote as it is (needs pdftotext)', async () => {
    const [pdf] = await renderPassportPdfs(examplePassport('#read("/etc/passwd") $x$'), ['en'])
    expect(textOf(pdf!)).toContain('#read("/etc/passwd")$x$')
  })
})
