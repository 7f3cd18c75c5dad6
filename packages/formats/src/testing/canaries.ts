import { deflateRawSync } from 'node:zlib'
import iconv from 'iconv-lite'
import { type Entry, type WritingOptions, writeDataset, writeFile } from './dicom-writer.ts'

/** What is planted: none of it may come out, in any encoding or order. All of it is made up; the check digit of the identity card is right. */
export const canaries = {
  names: ['欧阳静怡', '欧阳^静怡', '静怡', 'Ouyang^Jingyi', 'Ouyang', 'Jingyi', 'JINGYI OUYANG', 'Ou Yang Jing Yi'],
  physicians: ['诸葛若曦', 'Zhuge^Ruoxi', 'Ruoxi Zhuge', 'Grzegorzewski^Wojciech', 'Wojciech Grzegorzewski'],
  relatives: ['欧阳国栋', 'Ouyang^Guodong', 'Guodong'],
  numbers: [
    'MRN-7350918264',
    '7350918264',
    'ACC20199417',
    'VISIT-661902',
    '330106198403174129',
    '13857190426',
    '057188273645',
  ],
  days: ['19840317', '1984-03-17', '1984年3月17日', '17/03/1984', '17 Mar 1984'],
  places: ['钱塘江医科大学附属第九医院', 'Qiantang Ninth Hospital', '文澜街道八十七号', 'Wenlan Street 87'],
  others: ['jingyi.ouyang@qiantang-ninth.example', 'QTJ9 RADIOLOGY'],
  uids: ['1.2.826.0.1.3680043.10.9417.1', '1.2.826.0.1.3680043.10.9417.1.2', '1.2.826.0.1.3680043.10.9417.1.2.3'],
} as const

/** Machines' names, which the option for the identity of devices keeps. */
export const stationCanaries: readonly string[] = ['PACS_QTJ_09', 'WORKSTATION-WL87']

export const allCanaries: readonly string[] = Object.values(canaries).flat()

const free =
  '患者欧阳静怡，1984年3月17日生，联系电话13857190426。Seen by Wojciech Grzegorzewski; mail jingyi.ouyang@qiantang-ninth.example.'
const short = 'CT chest JINGYI OUYANG 19840317'

type Layout = 'plain' | 'delimited'

/** Elements of a CT slice with an identifier in every kind of place. */
function canaryElements(alphabetic: boolean): Entry[] {
  const patient = alphabetic ? 'Ouyang^Jingyi' : 'Ouyang^Jingyi=欧阳^静怡'
  const text = alphabetic ? 'Seen by Wojciech Grzegorzewski, MRN-7350918264, born 17 Mar 1984' : free
  const deep = inSequences(alphabetic)
  return [
    ...identity(patient),
    ...visits(text),
    ...nested(patient, text),
    ...deep,
    ...oddPlaces(alphabetic),
    ...image(),
  ]
}

function identity(patient: string): Entry[] {
  return [
    ['00080016', 'UI', '1.2.840.10008.5.1.4.1.1.2'],
    ['00080018', 'UI', canaries.uids[2]],
    ['0020000D', 'UI', canaries.uids[0]],
    ['0020000E', 'UI', canaries.uids[1]],
    ['00200052', 'UI', `${canaries.uids[0]}.77`],
    ['00100010', 'PN', patient],
    ['00100020', 'LO', 'MRN-7350918264'],
    ['00100021', 'LO', 'Qiantang Ninth Hospital'],
    ['00100030', 'DA', '19840317'],
    ['00100040', 'CS', 'F'],
    ['00101000', 'LO', '330106198403174129'],
    ['00101001', 'PN', 'Ou Yang Jing Yi'],
    ['00101005', 'PN', patient],
    ['00101060', 'PN', 'Ouyang^Guodong'],
    ['00101030', 'DS', '61.5'],
    ['00101040', 'LO', 'Wenlan Street 87'],
    ['00102154', 'SH', '13857190426'],
    ['00080005', 'CS', 'ISO_IR 192'],
    ['00080020', 'DA', '20230516'],
    ['00080022', 'DA', '20230516'],
    ['00080030', 'TM', '101112'],
    ['0008002A', 'DT', '20230516101112.500000+0800'],
    ['00080060', 'CS', 'CT'],
    ['00080070', 'LO', 'Assay Test Scanners'],
  ]
}

function visits(text: string): Entry[] {
  return [
    ['00080050', 'SH', 'ACC20199417'],
    ['00080080', 'LO', 'Qiantang Ninth Hospital'],
    ['00080081', 'ST', 'Wenlan Street 87'],
    ['00080090', 'PN', 'Zhuge^Ruoxi'],
    ['00081010', 'SH', 'WORKSTATION-WL87'],
    ['00081030', 'LO', short],
    ['0008103E', 'LO', 'Thorax_Ouyang-Jingyi_1.0'],
    ['00081040', 'LO', 'QTJ9 RADIOLOGY'],
    ['00081048', 'PN', 'Grzegorzewski^Wojciech'],
    ['00081070', 'PN', 'Zhuge^Ruoxi'],
    ['001021B0', 'LT', text],
    ['00104000', 'LT', text],
    ['00180015', 'CS', 'CHEST'],
    ['00181030', 'LO', 'Chest routine Zhuge Ruoxi'],
    ['00181000', 'LO', 'SN-40417'],
    ['00200010', 'SH', 'VISIT-661902'],
    ['00204000', 'LT', text],
    ['00321032', 'PN', 'Zhuge^Ruoxi'],
    ['00380010', 'LO', 'VISIT-661902'],
    ['00402010', 'SH', '057188273645'],
    ['00400241', 'AE', 'PACS_QTJ_09'],
    // Attributes that the table does not name.
    ['00180024', 'SH', 'ax Ouyang'],
    ['00082127', 'SH', 'MRN-7350918264'],
    ['0008010B', 'CS', 'JINGYI OUYANG'],
    ['00200012', 'IS', '7350918264'],
  ]
}

const code = (value: string, meaning: string): Entry[] => [
  ['00080100', 'SH', value],
  ['00080102', 'SH', 'DCM'],
  ['00080104', 'LO', meaning],
]

function nested(patient: string, text: string): Entry[] {
  const reference: Entry[] = [
    ['00081150', 'UI', '1.2.840.10008.5.1.4.1.1.2'],
    ['00081155', 'UI', `${canaries.uids[2]}.9`],
  ]
  return [
    ['00081140', 'SQ', [reference]],
    [
      '00400275',
      'SQ',
      [
        [
          ['00400007', 'LO', short],
          ['00401001', 'SH', 'ACC20199417'],
        ],
      ],
    ],
    ['00101002', 'SQ', [[['00100020', 'LO', '330106198403174129']]]],
    [
      '0040A730',
      'SQ',
      [
        [
          ['0040A040', 'CS', 'PNAME'],
          ['0040A043', 'SQ', [code('121008', 'Person Observer Name')]],
          ['0040A123', 'PN', 'Zhuge^Ruoxi'],
        ],
        [
          ['0040A040', 'CS', 'TEXT'],
          ['0040A043', 'SQ', [code('121071', 'Finding')]],
          ['0040A160', 'UT', text],
        ],
        [
          ['0040A040', 'CS', 'CONTAINER'],
          [
            '0040A730',
            'SQ',
            [
              [
                ['0040A040', 'CS', 'TEXT'],
                ['0040A160', 'UT', text],
                ['0040A121', 'DA', '19840317'],
              ],
            ],
          ],
        ],
      ],
    ],
    [
      '0040A073',
      'SQ',
      [
        [
          ['0040A027', 'LO', 'Qiantang Ninth Hospital'],
          ['0040A075', 'PN', 'Zhuge^Ruoxi'],
        ],
      ],
    ],
    ['00700001', 'SQ', [[['00700008', 'SQ', [[['00700006', 'ST', text]]]]]]],
    [
      '00880200',
      'SQ',
      [
        [
          ['00280010', 'US', [1]],
          ['7FE00010', 'OW', Buffer.from('Ouyang^Jingyi ')],
        ],
      ],
    ],
    ['00189346', 'SQ', [code('113691', `IEC body ${patient}`)]],
    [
      '04000561',
      'SQ',
      [
        [
          [
            '04000550',
            'SQ',
            [
              [
                ['00100010', 'PN', patient],
                ['00100020', 'LO', 'MRN-7350918264'],
              ],
            ],
          ],
        ],
      ],
    ],
    ['FFFAFFFA', 'SQ', [[['04000115', 'OB', Buffer.from('Zhuge Ruoxi, Qiantang Ninth Hospital')]]]],
  ]
}

/**
 * What lies in a sequence that stays, and in one in that: overlays, curves, an icon, a colour profile, private blocks, and an attribute of
 * every representation that holds text, as itself and as bytes that nobody reads.
 */
function inSequences(alphabetic: boolean): Entry[] {
  const name = alphabetic ? 'Ouyang^Jingyi' : '欧阳静怡'
  const [inUtf8, inGb18030] = [iconv.encode(`${name} `, 'utf-8'), iconv.encode(`${name} `, 'gb18030')]
  const item: Entry[] = [
    ['00080119', 'UC', 'Ouyang Jingyi'],
    ['00080120', 'UR', 'http://qiantang-ninth.example/Ouyang/Jingyi?id=MRN-7350918264'],
    ['00081150', 'UI', '1.2.840.10008.5.1.4.1.1.2'],
    ['00081155', 'UI', `${canaries.uids[2]}.9`],
    ['0008103E', 'UN', inGb18030],
    ['00081030', 'UN', inUtf8],
    ['00081190', 'UR', 'http://qiantang-ninth.example/7350918264'],
    ['00090010', 'LO', 'QTJ9 PRIVATE'],
    ['00091001', 'UN', inGb18030],
    ['00091002', 'OB', inUtf8],
    ['00091004', 'UN', inUtf8],
    ['00104000', 'UN', inGb18030],
    ['00180024', 'SH', name],
    ['00181020', 'LO', name],
    ['00181030', 'UN', inUtf8],
    ['00204000', 'LT', name],
    ['00282000', 'OB', Buffer.concat([Buffer.from('desc '), inGb18030])],
    ['0040A160', 'UT', name],
    ['00400280', 'ST', name],
    ['50003000', 'OW', Buffer.from('Ouyang^Jingyi ')],
    ['60000022', 'LO', name],
    ['60003000', 'OW', Buffer.from('Ouyang^Jingyi ')],
    ['60020022', 'UN', inGb18030],
    ['60021500', 'LO', name],
    ['60023000', 'OB', inUtf8],
    ['60024000', 'LT', name],
  ]
  const icon: Entry[] = [
    ['00280010', 'US', [1]],
    ['60003000', 'OW', Buffer.from('Ouyang^Jingyi ')],
    ['7FE00010', 'OW', inUtf8],
  ]
  return [['00082112', 'SQ', [[...item, ['00082112', 'SQ', [item]], ['00880200', 'SQ', [icon]]]]]]
}

function oddPlaces(alphabetic: boolean): Entry[] {
  const bytes = (value: string, codec: string) => iconv.encode(value, codec)
  return [
    // Private blocks, with and without a creator; one on the list of safe ones, abused.
    ['00090010', 'LO', 'QTJ9 PRIVATE'],
    ['00091001', 'LO', 'Ouyang^Jingyi'],
    ['00091002', 'OB', bytes('欧阳静怡', 'utf-16le')],
    ['00091003', 'SQ', [[['00100010', 'PN', 'Ouyang^Jingyi']]]],
    ['00190010', 'LO', 'SIEMENS MR HEADER'],
    ['0019100C', 'IS', '7350918264'],
    ['00290099', 'UN', bytes('欧阳静怡', 'gb18030')],
    // Curves and overlays.
    ['50003000', 'OW', Buffer.from('Ouyang^Jingyi ')],
    ['60000010', 'US', [1]],
    ['60000022', 'LO', 'Ouyang Jingyi'],
    ['60003000', 'OW', Buffer.from('Ouyang^Jingyi ')],
    ['60004000', 'LT', 'Ouyang^Jingyi'],
    // Representations that nobody expects: a number as text, a text as bytes, an attribute that nobody knows.
    ['00280A02', 'LO', 'Ouyang Jingyi'],
    ['00181020', 'OB', Buffer.from('Ouyang^Jingyi ')],
    ['00181151', 'IS', '330106198403174129'],
    ['00111177', 'LO', 'Ouyang Jingyi'],
    ['00121177', 'LO', 'Ouyang Jingyi'],
    // Colour profiles are bytes that stay, unless somebody is named in them.
    ['00282000', 'OB', bytes(alphabetic ? 'desc Jingyi Ouyang ' : 'desc 欧阳静怡 ', 'gb18030')],
    ['04000404', 'OB', Buffer.from('Zhuge Ruoxi')],
    ['FFFCFFFC', 'OB', Buffer.from('Ouyang^Jingyi ')],
  ]
}

const [rows, columns] = [16, 16]

/** Pixels, with an identifier behind the last one. */
function image(): Entry[] {
  const pixels = Buffer.alloc(2 * rows * columns)
  for (let i = 0; i < rows * columns; i += 1) pixels.writeUInt16LE((i * 37) % 4096, 2 * i)
  return [
    ['00280002', 'US', [1]],
    ['00280004', 'CS', 'MONOCHROME2'],
    ['00280010', 'US', [rows]],
    ['00280011', 'US', [columns]],
    ['00280100', 'US', [16]],
    ['00280101', 'US', [12]],
    ['00280102', 'US', [11]],
    ['00280103', 'US', [0]],
    ['00280301', 'CS', 'YES'],
    ['00280030', 'DS', '0.7\\0.7'],
    ['7FE00010', 'OW', Buffer.concat([pixels, Buffer.from('Ouyang^Jingyi=MRN-7350918264')])],
  ]
}

/** A file full of identifiers. */
export interface CanaryFile {
  readonly name: string
  readonly bytes: Buffer
}

const uidOf = { implicit: '1.2.840.10008.1.2', little: '1.2.840.10008.1.2.1', big: '1.2.840.10008.1.2.2' }
const deflated = '1.2.840.10008.1.2.1.99'

/** Meta information and a preamble that name people and machines. */
const others: Entry[] = [
  ['00020002', 'UI', '1.2.840.10008.5.1.4.1.1.2'],
  ['00020003', 'UI', canaries.uids[2]],
  ['00020013', 'SH', 'QTJ9 RADIOLOGY'],
  ['00020016', 'AE', 'PACS_QTJ_09'],
  ['00020017', 'AE', 'PACS_QTJ_09'],
  ['00020100', 'UI', '1.2.826.0.1.3680043.10.9417.1'],
  ['00020102', 'OB', Buffer.from('Ouyang^Jingyi ')],
]
const preamble = Buffer.alloc(128)
preamble.write('MZ Ouyang Jingyi MRN-7350918264')

interface Kind {
  readonly name: string
  readonly syntax: string
  readonly characterSet: string
  readonly options: WritingOptions
  readonly layout: Layout
}

function kind(name: string, syntax: string, characterSet: string, codec: string, layout: Layout): Kind {
  const isBigEndian = syntax === uidOf.big
  const isDelimited = layout === 'delimited'
  return {
    name,
    syntax,
    characterSet,
    layout,
    options: { isExplicit: syntax !== uidOf.implicit, isBigEndian, codec, isDelimited },
  }
}

const kinds: readonly Kind[] = [
  kind('explicit, UTF-8', uidOf.little, 'ISO_IR 192', 'utf-8', 'plain'),
  kind('explicit, GB18030, delimited', uidOf.little, 'GB18030', 'gb18030', 'delimited'),
  kind('implicit, GB18030', uidOf.implicit, 'GB18030', 'gb18030', 'plain'),
  kind('implicit, UTF-8, delimited', uidOf.implicit, 'ISO_IR 192', 'utf-8', 'delimited'),
  kind('implicit, Latin-1', uidOf.implicit, 'ISO_IR 100', 'latin1', 'plain'),
  kind('big-endian, GBK', uidOf.big, 'GBK', 'gbk', 'plain'),
  kind('deflated, UTF-8', deflated, 'ISO_IR 192', 'utf-8', 'plain'),
  kind('GB18030 that says it is Latin-1', uidOf.little, 'ISO_IR 100', 'gb18030', 'plain'),
  kind('UTF-8 that says it is Latin-1', uidOf.implicit, 'ISO_IR 100', 'utf-8', 'plain'),
]

/**
 * DICOM files with identifiers in every kind of place: attributes of the table and others, free text, nested sequences, structured content,
 * private blocks, overlays, curves, bytes, wrong representations, icons, signatures, meta information, the preamble, behind the pixels and
 * behind the data set; in UTF-8, GB18030, GBK and Latin-1; implicit, explicit, big-endian, deflated; with lengths and with delimiters.
 */
export function canaryFiles(): CanaryFile[] {
  return kinds.map(({ name, syntax, characterSet, options }) => {
    const entries = canaryElements(options.codec === 'latin1').map((entry) =>
      entry[0] === '00080005' ? (['00080005', 'CS', characterSet] as const) : entry,
    )
    const dataset = writeDataset(entries, options)
    const body = syntax === deflated ? deflateRawSync(dataset) : dataset
    return { name, bytes: writeFile(body, { syntax, preamble, others }) }
  })
}
