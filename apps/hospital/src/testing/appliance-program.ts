// An appliance as a vendor might build it, in a process of its own: it is sent electrocardiograms by C-STORE, and answers. Started by tests.
import { randomUUID } from 'node:crypto'
import { createServer, type Socket } from 'node:net'
import process from 'node:process'
import dimse, { type association, type requests, type responses } from 'dcmjs-dimse'
import { negotiate } from '../full-sample-centre/listener/negotiate.ts'
import type { ApplianceConduct, ApplianceStep } from './test-appliance.ts'

dimse.log.setLevel('silent')
const { PresentationContextResult, RejectReason, RejectResult, RejectSource } = dimse.constants
const conduct = JSON.parse(process.argv[2] ?? '') as ApplianceConduct
const seen = new Map<string, number>()
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`)

/** What it was shown of a case. */
interface Shown {
  readonly study: string
  readonly series: string
  readonly instance: string
  readonly sopClass: string
}

class Box extends dimse.Scp {
  readonly #socket: Socket

  constructor(socket: Socket) {
    super(socket, {})
    this.#socket = socket
    this.on('networkError', () => socket.destroy())
  }

  override associationRequested(asked: association.Association): void {
    if (conduct.receives === 'rejects') {
      say({ event: 'rejected' })
      this.sendAssociationReject(RejectResult.Permanent, RejectSource.ServiceUser, RejectReason.NoReasonGiven)
      return
    }
    for (const { context } of asked.getPresentationContexts()) {
      const answer = negotiate(context.getAbstractSyntaxUid(), context.getTransferSyntaxUids())
      if ('accepted' in answer) context.setResult(PresentationContextResult.Accept, answer.accepted)
      else context.setResult(PresentationContextResult.RejectAbstractSyntaxNotSupported)
    }
    this.sendAssociationAccept()
  }

  override associationReleaseRequested(): void {
    this.sendAssociationReleaseResponse()
  }

  override cStoreRequest(request: requests.CStoreRequest, answer: (response: responses.CStoreResponse) => void): void {
    const instance = request.getAffectedSopInstanceUid() ?? ''
    const times = (seen.get(instance) ?? 0) + 1
    seen.set(instance, times)
    const elements = (request.getDataset()?.getElements() ?? {}) as Record<string, string>
    const shown = {
      instance,
      sopClass: request.getAffectedSopClassUid() ?? '',
      study: elements.StudyInstanceUID ?? '',
      series: elements.SeriesInstanceUID ?? '',
    }
    say({ event: 'received', times, ...shown, patient: elements.PatientID, date: elements.StudyDate ?? '' })
    if (conduct.receives === 'drops-once' && times === 1) return void this.#socket.destroy()
    const response = dimse.responses.CStoreResponse.fromRequest(request)
    const status = statusFor(times)
    response.setStatus(status)
    answer(response)
    if (status === 0) void respond(shown).catch((error: Error) => say({ event: 'fault', what: error.message }))
  }
}

function statusFor(times: number): number {
  if (conduct.receives === 'busy-once' && times === 1) return 0xa700
  return conduct.receives === 'refuses' ? 0xc000 : 0
}

async function respond(shown: Shown): Promise<void> {
  for (const step of conduct.steps) {
    await new Promise((resolve) => setTimeout(resolve, step.afterMilliseconds ?? 20))
    say({ event: 'answered', form: step.form, said: await act(step, shown) })
  }
}

function act(step: ApplianceStep, shown: Shown): Promise<string> {
  const about =
    step.about === 'unknown' ? { ...shown, study: '2.25.99', series: '2.25.98', instance: '2.25.97' } : shown
  if (step.form === 'json') return post(about, step.text ?? '{"annotations":[{"sample":90000,"label":"N"}]}')
  return store(objectFor(step, about))
}

async function post({ study }: Shown, body: string): Promise<string> {
  const { url, name, secret } = conduct.http
  const authorization = `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}`
  const headers = { authorization, 'content-type': 'application/json', connection: 'close' }
  const answer = await fetch(`${url}/appliance/answers?study=${study}`, { method: 'POST', headers, body })
  return `${answer.status} ${await answer.text()}`
}

const newUid = () => `2.25.${BigInt(`0x${randomUUID().replaceAll('-', '')}`)}`
const code = (value: string, scheme: string, meaning: string) => [
  { CodeValue: value, CodingSchemeDesignator: scheme, CodeMeaning: meaning },
]

function objectFor({ form, samples = [90_001], points }: ApplianceStep, shown: Shown): object {
  const own = { SOPInstanceUID: newUid(), SeriesInstanceUID: newUid(), StudyInstanceUID: shown.study }
  if (form === 'picture')
    return {
      ...own,
      SOPClassUID: '1.2.840.10008.5.1.4.1.1.7',
      Modality: 'OT',
      Rows: 1,
      Columns: 2,
      BitsAllocated: 8,
      SamplesPerPixel: 1,
      PhotometricInterpretation: 'MONOCHROME2',
      PixelRepresentation: 0,
    }
  if (form === 'segmentation') return { ...own, SOPClassUID: '1.2.840.10008.5.1.4.1.1.66.4', Modality: 'SEG' }
  if (form === 'plan') return { ...own, SOPClassUID: '1.2.840.10008.5.1.4.1.1.481.5', Modality: 'RTPLAN' }
  return {
    ...own,
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.88.34',
    Modality: 'SR',
    ...reportOf(contentOf(shown, samples, points)),
  }
}

/** A coded finding at points in time of the waveform; or points in the patient, measured by their probabilities. */
function contentOf(shown: Shown, samples: readonly number[], points: ApplianceStep['points']): object[] {
  return points ? points.map((point) => pointOf(shown, point)) : [beatsOf(shown, samples)]
}

function beatsOf({ sopClass, instance }: Shown, samples: readonly number[]): object {
  const reference = { ReferencedSOPClassUID: sopClass, ReferencedSOPInstanceUID: instance }
  const waveform = { RelationshipType: 'SELECTED FROM', ValueType: 'WAVEFORM', ReferencedSOPSequence: [reference] }
  const places = {
    RelationshipType: 'INFERRED FROM',
    ValueType: 'TCOORD',
    TemporalRangeType: 'MULTIPOINT',
    ReferencedSamplePositions: samples,
    ContentSequence: [waveform],
  }
  return {
    RelationshipType: 'CONTAINS',
    ValueType: 'CODE',
    ConceptNameCodeSequence: code('121071', 'DCM', 'Finding'),
    ConceptCodeSequence: code('MDC_ECG_BEAT_NORMAL', 'MDC', 'Normal beat'),
    ContentSequence: [places],
  }
}

function pointOf(
  { sopClass, instance }: Shown,
  [x, y, z, probability]: NonNullable<ApplianceStep['points']>[number],
): object {
  const reference = { ReferencedSOPClassUID: sopClass, ReferencedSOPInstanceUID: instance }
  const image = { RelationshipType: 'CONTAINS', ValueType: 'IMAGE', ReferencedSOPSequence: [reference] }
  const place = {
    RelationshipType: 'CONTAINS',
    ValueType: 'SCOORD3D',
    GraphicType: 'POINT',
    GraphicData: [x, y, z],
    ConceptNameCodeSequence: code('111030', 'DCM', 'Image Region'),
    ReferencedFrameOfReferenceUID: '2.25.7',
  }
  const measured = {
    RelationshipType: 'CONTAINS',
    ValueType: 'NUM',
    ConceptNameCodeSequence: code('111047', 'DCM', 'Probability of cancer'),
    MeasuredValueSequence: [
      { NumericValue: `${probability}`, MeasurementUnitsCodeSequence: code('1', 'UCUM', 'no units') },
    ],
  }
  return {
    RelationshipType: 'CONTAINS',
    ValueType: 'CONTAINER',
    ContinuityOfContent: 'SEPARATE',
    ConceptNameCodeSequence: code('125007', 'DCM', 'Measurement Group'),
    ContentSequence: [place, image, measured],
  }
}

/** An imaging measurement report (TID 1500). */
function reportOf(content: readonly object[]): object {
  return {
    ValueType: 'CONTAINER',
    ContinuityOfContent: 'SEPARATE',
    CompletionFlag: 'COMPLETE',
    VerificationFlag: 'UNVERIFIED',
    ConceptNameCodeSequence: code('126000', 'DCM', 'Imaging Measurement Report'),
    ContentSequence: content,
  }
}

function store(elements: object): Promise<string> {
  const { host, port, called, calling } = conduct.dicom
  const dataset = new dimse.Dataset(elements as Record<string, unknown>, '1.2.840.10008.1.2.1')
  const request = new dimse.requests.CStoreRequest(dataset)
  const client = new dimse.Client()
  client.addRequest(request)
  return new Promise((resolve) => {
    let said = 'nothing'
    request.on('response', (response: responses.CStoreResponse) => {
      said = response.getStatus().toString(16)
    })
    client.on('networkError', () => resolve('network'))
    client.on('associationRejected', () => resolve('rejected'))
    client.on('closed', () => resolve(said))
    client.send(host, port, calling, called, { connectTimeout: 5000 })
  })
}

const server = createServer((socket) => {
  socket.on('error', () => socket.destroy())
  const box = new Box(socket) as Box & { connected: boolean }
  box.connected = true
})
server.listen(conduct.port, '127.0.0.1', () => say({ event: 'listening' }))
