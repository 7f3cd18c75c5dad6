import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findTask } from '@assay/categories'
import type { Language } from '@assay/contracts'
import { declaredTexts, trainingCheckTexts } from '@assay/messages'
import type { Draws } from '@assay/statistics'
import { afterAll, describe, expect, it } from 'vitest'
import type { ReportDocument } from '../document/report-document.ts'
import { type ExampleOptions, exampleEvaluation } from '../testing/example-evaluation.ts'
import { exampleTraining } from '../testing/example-training.ts'
import { renderPdfs } from './render-pdf.ts'
import { reportWords } from './report-words.ts'

const hasPoppler = spawnSync('pdftotext', ['-v']).status === 0
const folder = mkdtempSync(join(tmpdir(), 'report-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function render(options: ExampleOptions, language: Language): Promise<{ report: ReportDocument; file: string }> {
  const { report } = exampleEvaluation(options)
  const [pdf] = await renderPdfs(report, [language])
  const file = join(folder, 'report.pdf')
  writeFileSync(file, pdf!)
  return { report, file }
}

function poppler(program: string, ...words: string[]): string {
  const { stdout, status } = spawnSync(program, words, { encoding: 'utf8', maxBuffer: 2 ** 26 })
  expect(status).toBe(0)
  return stdout
}

/** The text without white space, and without the places where a long word may break. */
const textOf = (file: string, ...words: string[]) => squeeze(poppler('pdftotext', '-raw', ...words, file, '-'))
const squeeze = (text: string) => text.replaceAll(/[\s\u200b]/g, '')

/** What others may write: markup of typst, a word of 180 letters, another direction, a control, letters no font here has. */
const hostile: ExampleOptions = {
  hospitalNames: [
    'W'.repeat(180),
    '#read("/etc/passwd") $x$ *bold* _it_ \\ @ref <label> `raw` {{page}}',
    'שלום ไทย 𠮷\u202e',
  ],
  reason: '#panic("out") $ '.repeat(40),
  withheld: [1],
  texts: {
    title: '#read("/etc/passwd")',
    device: `*${'D'.repeat(150)}`,
    vendor: '#'.repeat(150),
    intendedUse: '#eval("1") [ ] \u0000 end',
    justification: `${'J'.repeat(600)} K_eff`,
  },
}

/** Scans of patients, with marks of drawn scores. */
function drawScans(patients: number, draws: Draws): unknown[] {
  return Array.from({ length: patients }, (_, patient) => {
    const lesions = draws.below(4)
    const found = Array.from({ length: lesions }, () => draws.uniform()).filter((score) => score > 0.2)
    const wrong = Array.from({ length: draws.below(6) }, () => 0.8 * draws.uniform())
    return { patient: `p${patient}`, lesions, found, false: wrong }
  })
}

describe('renderPdfs', () => {
  it('gives the same bytes for the same report, in both languages, as PDF/A-2b', async () => {
    const { report } = exampleEvaluation()
    const [first, second] = await Promise.all([renderPdfs(report, ['en', 'zh']), renderPdfs(report, ['en', 'zh'])])
    expect(first.map((pdf) => Buffer.from(pdf).equals(second[first.indexOf(pdf)]!))).toEqual([true, true])
    for (const pdf of first) {
      const bytes = Buffer.from(pdf).toString('latin1')
      expect(bytes.startsWith('%PDF-1.7')).toBe(true)
      expect(bytes).toContain('<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>')
      expect(bytes).toContain('2026-11-23T12:00:00')
    }
  })

  it('says why when a report can not be set', async () => {
    const { report } = exampleEvaluation()
    const broken = { ...report, criteria: undefined } as unknown as ReportDocument
    await expect(renderPdfs(broken, ['en'])).rejects.toThrow('undefined')
  })

  describe.skipIf(!hasPoppler)('read back by poppler', () => {
    it.each(['en', 'zh'] as const)('prints every figure of the document, in %s', async (language) => {
      const { report, file } = await render({}, language)
      const text = textOf(file)
      const words = reportWords(language)
      const figures = report.endpoints.flatMap((endpoint) => [
        ...endpoint.figures,
        ...endpoint.perHospital.flatMap((hospital) => hospital.figures),
      ])
      expect(figures).toHaveLength(4 * 13)
      for (const figure of figures) {
        const values = `${words.estimate(figure)}${words.interval(figure)}`
        expect(text).toContain(squeeze(values.replaceAll('%', '')))
      }
      for (const hash of [report.protocolHash, report.hub.keyId, ...report.hospitals.map((one) => one.releaseHash!)])
        expect(text).toContain(hash)
      expect(text).toContain(squeeze(words.t('report.section.evidence')))
    })

    it.each(['en', 'zh'] as const)(
      'says on its first page that data are synthetic and runs not isolated, in %s',
      async (language) => {
        const { file } = await render({ provenance: 'synthetic', isolation: 'none' }, language)
        const { t } = reportWords(language)
        const first = textOf(file, '-l', '1')
        expect(first).toContain(squeeze(t('report.notIsolated.title').toUpperCase()))
        expect(first).toContain(squeeze(t('report.synthetic.title').toUpperCase()))
      },
    )

    it.each(['en', 'zh'] as const)(
      'says what an appliance’s vendor was shown, and what follows, in %s',
      async (language) => {
        const plan = { wayOfRunning: 'appliance' } as const
        const options: ExampleOptions = { plan, isolation: 'not-seen', disclosed: { cases: 12, before: 5 } }
        const { report, file } = await render(options, language)
        const { t } = reportWords(language)
        const { vendor } = report.protocol.device
        const text = textOf(file)
        expect(text).toContain(squeeze(t('report.text.disclosed', { vendor, cases: '36', before: '15' })))
        expect(text).toContain(squeeze(t('report.notSeen.appliance.text')))
        expect(text).toContain(squeeze(t('report.limit.appliance')))
      },
    )

    it.each(['en', 'zh'] as const)(
      'says what was declared of training data, what was found, and that nothing declared is not nothing shared, in %s',
      async (language) => {
        const { t } = reportWords(language)
        const nothing = textOf((await render({}, language)).file)
        expect(nothing).toContain(squeeze(`${t('training.nothing')} ${t('training.nothingMeans')}`))
        const text = textOf((await render({ training: exampleTraining }, language)).file)
        const { declared, check } = exampleTraining
        for (const words of [...declaredTexts(language, declared), ...trainingCheckTexts(language, check)])
          expect(text).toContain(squeeze(words))
        for (const words of [t('training.word'), t('training.check.limits'), declared.declarationHash])
          expect(text).toContain(squeeze(words))
      },
    )

    it.each(['en', 'zh'] as const)(
      'says what a results file is, before any figure and in full, in %s',
      async (language) => {
        const supervision = {
          office: 'Radiology engineer',
          place: 'Ward #A$',
          startedAt: '2026-11-23T08:00:00.000Z',
          endedAt: '2026-11-23T09:30:00.000Z',
          deviceVersion: '2.4.1',
          versionReadFrom: 'the start screen',
          how: 'Unplugged.',
          inputsHeldBy: 'the vendor',
          recordHash: 'a'.repeat(64),
          archiveHash: 'b'.repeat(64),
        }
        const plan = { wayOfRunning: 'results-file' } as const
        const { report, file } = await render({ plan, isolation: 'not-seen', supervision }, language)
        const { t } = reportWords(language)
        expect(report.isolation).toBe('not-seen')
        expect(textOf(file, '-l', '1')).toContain(squeeze(t('report.notSeen.results-file.title').toUpperCase()))
        const text = textOf(file)
        for (const told of ['Radiology engineer', 'Ward #A$', 'the start screen', 'Unplugged.', 'aaaaaaaaaaaa…'])
          expect(text).toContain(squeeze(told))
        expect(text).toContain(squeeze(t('report.value.wayOfRunning.results-file')))
      },
    )

    it.each(['en', 'zh'] as const)(
      'prints curve, thresholds, sizes and rules of a detection, in %s',
      async (language) => {
        const { endpoints } = findTask('lung-ct', 'nodule-detection')!.template
        const criteria = { id: 'mean', endpoint: 'nodules', figure: 'mean', side: 'lower', bound: 0.5, alpha: 0.025 }
        const { report, file } = await render(
          {
            plan: { endpoints: [...endpoints] },
            patients: 40,
            scoresOf: drawScans,
            criteria: { ...criteria, side: 'lower', leastEffectivePatients: 20 },
          },
          language,
        )
        const { t, figure, estimate, interval, number } = reportWords(language)
        const text = textOf(file)
        const contains = (words: string) => expect(text).toContain(squeeze(words.replaceAll('%', '')))
        expect(report.endpoints[0]!.counts.scans).toBe(120)
        for (const endpoint of report.endpoints)
          for (const one of endpoint.figures.filter(({ id }) => !id.includes('.size-'))) contains(`${figure(one.id)}`)
        contains(t('detection.subsection.curve'))
        contains(t('detection.threshold.note', { lesions: number(report.endpoints[0]!.counts.lesions!), scans: '120' }))
        contains(t('detection.rule.most', { count: 100 }))
        contains(t('detection.method.afroc'))
        const small = report.endpoints[2]!.figures[0]!
        contains(`${estimate(small)}${interval(small)}`)
        expect(text).not.toContain('EC57')
      },
    )

    it.each(['en', 'zh'] as const)('prints whom the figures are about, and bounds, in %s', async (language) => {
      const procedure = { kind: 'holm', hypotheses: ['veb-sensitivity', 'qrs-sensitivity'] }
      const plan = {
        target: 'hospitals-like-these',
        sampling: 'enriched',
        multiplicity: { alpha: 0.02, procedure },
      } as const
      const hospitalNames = ['Ash', 'Birch', 'Cedar', 'Doum', 'Elm']
      const permit: ExampleOptions['permit'] = ({ name, value }) =>
        name.startsWith('completion.')
          ? { kind: 'rounded', value: 5 * Math.round(value / 5), to: 5 }
          : { kind: 'exact', value }
      const { report, file } = await render({ plan, hospitalNames, permit }, language)
      const text = textOf(file)
      const { t, estimate } = reportWords(language)
      const contains = (words: string) => expect(text).toContain(squeeze(words))
      contains(t('report.value.target.hospitals-like-these', { patients: '10' }))
      contains(t('report.value.sampling.enriched'))
      contains(t('report.value.procedure.holm'))
      contains(t('report.text.heterogeneityLikeThese').slice(0, 40))
      contains(t('report.reason.enriched-sample'))
      const bounded = report.endpoints[0]!.perHospital[0]!.figures.find(({ id }) => id === 'completion')!
      expect(bounded.status).toBe('bounded')
      contains(estimate(bounded).replaceAll('%', ''))
    })

    it('takes what others wrote as data, and prints letters that its font lacks by their numbers', async () => {
      const { file } = await render(hostile, 'en')
      const text = textOf(file)
      expect(text).not.toContain('root:x:0')
      for (const written of ['#read("/etc/passwd")$x$*bold*_it_\\@ref<label>`raw`{{page}}', 'W'.repeat(180)])
        expect(text).toContain(written)
      expect(text).toContain('#eval("1")[][U+0000]end')
      expect(text).toContain('[U+05E9][U+05DC][U+05D5][U+05DD][U+0E44][U+0E17][U+0E22][U+20BB7][U+202E]')
    })

    it.each(['en', 'zh'] as const)(
      'keeps every word within the margins, whatever others wrote, in %s',
      async (language) => {
        const { file } = await render(hostile, language)
        const boxes = poppler('pdftotext', '-bbox', file, '-').matchAll(/xMin="([\d.]+)".* xMax="([\d.]+)".*>(.*)</g)
        const [left, right] = [20, 190].map((millimetres) => (millimetres / 25.4) * 72) as [number, number]
        const outside = [...boxes].filter(([, from, to]) => Number(from) < left - 1 || Number(to) > right + 1)
        expect(outside.map(([, , , word]) => word)).toEqual([])
      },
    )

    it('is set in one family, that the project brings', async () => {
      const { file } = await render(hostile, 'zh')
      const fonts = poppler('pdffonts', file).trim().split('\n').slice(2)
      expect(fonts.filter((font) => !font.includes('NotoSansHans'))).toEqual([])
    })
  })
})
