import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { exampleDataSheet } from '../testing/example-data-sheet.ts'
import { renderDataSheetPdfs } from './render-pdf.ts'

const hasPoppler = spawnSync('pdftotext', ['-v']).status === 0

function textOf(pdf: Uint8Array): string {
  const { stdout } = spawnSync('pdftotext', ['-raw', '-', '-'], { input: pdf, encoding: 'utf8' })
  return stdout.replaceAll(/[\s\u200b]/g, '')
}

it.skipIf(!hasPoppler)(
  'says whether a set is fit, what is in it and what is known of it, in both languages (needs pdftotext)',
  async () => {
    const [english, chinese] = (await renderDataSheetPdfs(exampleDataSheet('#eval("x")'), ['en', 'zh'])).map(textOf)
    for (const words of [
      ...[
        'FIT,WITHREMARKS',
        'Rulesaboutitsusethatarekept:1of2.',
        '#eval("x")',
        'LungCT·Detectionoflungnodules·version3',
      ],
      ...[
        'notknown11.3',
        'Female1215.0',
        'Patientsofbothsexes:Failed',
        'Nopassport2',
        'PatientstobeexchangedtomatchthetargetinSex:34.8%',
        'Sex,Female:only12patients;atleast20areneeded.',
      ],
      ...['Effectivenumberofrecordingdevices:1.882', 'b'.repeat(64)],
      ...['Targetpopulation,SexFemale50%,Male50%', 'Lastdayofuse2027-12-31', 'Hashesofcontents:48,000.'],
      'Example2.0:“Southgatechests”,version3,fortraining,private:1,200patientsofSouthgateHospital,examinedfrom2019to2023',
    ])
      expect(english).toContain(words)
    for (const words of [
      '适用，有备注',
      '代表性',
      '有效采集设备数：1.882',
      '来自患者',
      '“Southgatechests”（3版），用于训练，非公开',
    ])
      expect(chinese).toContain(words)
  },
)

it('gives the same bytes for the same sheet', async () => {
  const [first, second] = await Promise.all([1, 2].map(() => renderDataSheetPdfs(exampleDataSheet(), ['zh'])))
  expect(Buffer.from(first![0]!).equals(second![0]!)).toBe(true)
})
