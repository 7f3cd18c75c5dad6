// An appliance for images as a vendor might build it, in a process of its own: a PACS takes what it is sent, pydicom decodes
// it, a program looks at it, and its findings go back as a structured report, by C-STORE (dcmtk) or STOW-RS. Started by tests.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as pause } from 'node:timers/promises'
import { runProgram, startOrthanc } from './dicom-programs.ts'
import { fetchStudy, type Received, wholeStudies } from './receive-studies.ts'
import { writeImagingAnswer } from './write-imaging-answer.ts'

/** How a box behaves. */
interface BoxConduct {
  /** Where it keeps what it has. */
  readonly folder: string
  /** Its program, which reads a MetaImage below INPUT_DIR and writes JSON below OUTPUT_DIR. */
  readonly program: string
  /** Where that looks for its image. */
  readonly image: string
  /** Objects of a study of its kind. */
  readonly objects: number
  readonly answers:
    | { readonly kind: 'dicom'; readonly port: number; readonly called: string; readonly calling: string }
    | { readonly kind: 'stow'; readonly url: string; readonly name: string; readonly secretFile: string }
}

const conduct: BoxConduct = JSON.parse(process.argv[2] ?? '')
const { folder, answers } = conduct
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`)

/** Slices of a CT in Hounsfield units in the order of their places, or one photograph in colours, as a MetaImage. */
const decode = `
import glob, sys
import numpy as np, pydicom
sent = [pydicom.dcmread(name) for name in glob.glob(sys.argv[1] + '/*.dcm')]
words = lambda values: ' '.join(repr(float(value)) for value in values)
if sent[0].get('ImagePositionPatient'):
    a = np.array([float(v) for v in sent[0].ImageOrientationPatient]); normal = np.cross(a[:3], a[3:])
    along = lambda one: float(np.dot([float(v) for v in one.ImagePositionPatient], normal))
    sent.sort(key=along)
    first, step = sent[0], along(sent[1]) - along(sent[0])
    spacing = [float(first.PixelSpacing[1]), float(first.PixelSpacing[0]), step]
    voxels = np.stack([one.pixel_array * float(one.RescaleSlope) + float(one.RescaleIntercept) for one in sent])
    lines = ['NDims = 3', f'DimSize = {first.Columns} {first.Rows} {len(sent)}', f'ElementSpacing = {words(spacing)}',
        f'Offset = {words(first.ImagePositionPatient)}', f'TransformMatrix = {words([*a, *normal])}', 'ElementType = MET_SHORT']
    body = np.round(voxels).astype('<i2').tobytes()
else:
    lines = ['NDims = 2', f'DimSize = {sent[0].Columns} {sent[0].Rows}', 'ElementNumberOfChannels = 3', 'ElementType = MET_UCHAR']
    body = sent[0].pixel_array.astype('u1').tobytes()
lines = ['ObjectType = Image', *lines, 'BinaryData = True', 'BinaryDataByteOrderMSB = False', 'CompressedData = False', 'ElementDataFile = LOCAL']
with open(sys.argv[2], 'wb') as out: out.write(('\\n'.join(lines) + '\\n').encode() + body)
`

function run(program: string, words: readonly string[], environment: NodeJS.ProcessEnv = {}): void {
  const env = { PATH: process.env.PATH, ...environment }
  const { status, stderr } = spawnSync(program, words, { env, encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
}

/** The program's findings about a study, as a report. */
function look({ place }: Received): string {
  const [input, output] = [join(place, 'in'), join(place, 'out')]
  mkdirSync(join(input, conduct.image), { recursive: true })
  run('/usr/bin/python3', ['-c', decode, place, join(input, conduct.image, 'image.mha')])
  run(process.execPath, [conduct.program], { INPUT_DIR: input, OUTPUT_DIR: output })
  const read = (name: string) => JSON.parse(readFileSync(join(output, `${name}.json`), 'utf8'))
  const found = conduct.image.endsWith('ct')
    ? { points: read('nodule-locations').points }
    : { likelihood: read('referable-retinopathy-likelihood'), grade: read('retinopathy-grade') }
  return writeImagingAnswer({ kind: 'report', received: place, ...found })
}

async function send(file: string): Promise<string> {
  if (answers.kind === 'dicom') {
    const words = ['-R', '-aet', answers.calling, '-aec', answers.called, '127.0.0.1', `${answers.port}`, file]
    return `${(await runProgram('storescu', words)).status}`
  }
  const secret = readFileSync(answers.secretFile, 'utf8').trim()
  const edge = 'edge-of-parts'
  const body = Buffer.concat([
    Buffer.from(`--${edge}\r\nContent-Type: application/dicom\r\n\r\n`),
    readFileSync(file),
    Buffer.from(`\r\n--${edge}--\r\n`),
  ])
  const { status } = await fetch(`${answers.url}/appliance/studies`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${answers.name}:${secret}`).toString('base64')}`,
      'content-type': `multipart/related; type="application/dicom"; boundary=${edge}`,
    },
    body,
  })
  return `${status}`
}

const inbox = await startOrthanc(join(folder, 'inbox'))
let isOver = false
process.stdin.on('close', () => {
  isOver = true
})
process.stdin.resume()
say({ dicomPort: inbox.dicomPort, url: inbox.url })
while (!isOver) {
  for (const id of await wholeStudies(inbox, conduct.objects)) {
    const received = await fetchStudy(inbox, id, folder)
    say({ study: received.study, said: await send(look(received)) })
  }
  await pause(100)
}
await inbox.stop()
process.exit()
