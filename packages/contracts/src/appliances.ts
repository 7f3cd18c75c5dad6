import { z } from 'zod'
import { aeTitle } from './intake.ts'
import { instant, line, slug } from './primitives.ts'

/** A coded concept as an answer has it (PS3.3 8): value and scheme; what it means is for people. */
const concept = z.strictObject({ value: line, scheme: line, meaning: line.optional() })

/** Words that scoring reads, by the concept that an answer has for them. */
const labels = z
  .array(z.strictObject({ concept, label: line }))
  .min(1)
  .max(500)

/**
 * How an output of the device's task is taken from its answers:
 * - `json`: what it posts, in the words of the output's kind;
 * - `sr-times`: coded findings of a structured report (TID 1500) that refer to points in time of a waveform;
 * - `sr-number`: the measurement of a concept; `sr-choice`: the evaluation of a concept;
 * - `sr-points`: points in space (SCOORD3D), each with the measurement of its probability;
 * - `seg`: a segmentation, whose segments become labels by their property type.
 */
export const applianceAnswer = z.discriminatedUnion('form', [
  z.strictObject({ form: z.literal('json'), output: slug }),
  z.strictObject({ form: z.literal('sr-times'), output: slug, labels }),
  z.strictObject({ form: z.literal('sr-number'), output: slug, concept }),
  z.strictObject({ form: z.literal('sr-choice'), output: slug, concept, labels }),
  z.strictObject({ form: z.literal('sr-points'), output: slug, probability: concept }),
  z.strictObject({
    form: z.literal('seg'),
    output: slug,
    segments: z
      .array(z.strictObject({ concept, label: z.number().int().min(1).max(65_535) }))
      .min(1)
      .max(500),
  }),
])
export type ApplianceAnswer = z.infer<typeof applianceAnswer>

/** What `device.json` says of a device that is a box in the hospital's network: how its answers are read. */
export const applianceProgram = z.strictObject({ answers: z.array(applianceAnswer).min(1).max(50) })

/** Where an appliance is sent cases. */
const applianceWay = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('dicom'),
    host: line,
    port: z.number().int().min(1).max(65_535),
    /** Its application entity, and the node's own when it calls. */
    called: aeTitle,
    calling: aeTitle,
    tls: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal('dicomweb'),
    /** Base of its DICOMweb services: studies are posted to /studies below it. */
    url: z.url({ protocol: /^https?$/ }),
  }),
])

/** Where the node takes an appliance's answers by C-STORE. Over HTTP it answers at the node's own address. */
const applianceListener = z.strictObject({
  host: z.union([z.ipv4(), z.ipv6()]),
  port: z.number().int().min(0).max(65_535),
  /** The node's application entity for its answers, and the appliance's own. */
  called: aeTitle,
  calling: aeTitle,
  tls: z.boolean(),
})

/**
 * An appliance as the steward registered it. Its secrets lie in `appliances/NAME/` of the node's directory: `authorities.pem`,
 * `certificate.pem` and `key.pem` for TLS, `authorization` for DICOMweb, and `answer-secret`, which the node makes.
 */
export const applianceSettings = z.strictObject({
  name: slug,
  /** As the protocol names them: an evaluation goes to the appliance of its device and its vendor. */
  vendor: line,
  device: line,
  way: applianceWay,
  /** Addresses that it may have, single or as a network. Every connection is held to them. */
  addresses: z
    .array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]))
    .min(1)
    .max(50),
  /** Null where it answers over HTTP alone. */
  listener: applianceListener.nullable(),
  /** From the last byte of a case that it acknowledged to its answer. */
  answerSeconds: z.number().int().min(1).max(86_400).default(600),
  /** Times that a case is sent before the run waits for a steward, and the first pause between two, which doubles. */
  attempts: z.number().int().min(1).max(20).default(5),
  pauseSeconds: z.number().min(0.05).max(600).default(5),
})
export type ApplianceSettings = z.infer<typeof applianceSettings>

/** What became of an answer. Only `taken` is scored; nothing else touches another case. */
export const answerOutcome = z.enum([
  'taken',
  'sent-again',
  'unknown-case',
  'ambiguous',
  'differs',
  'late',
  'wrong-kind',
  'unreadable',
  'picture-kept',
])
export type AnswerOutcome = z.infer<typeof answerOutcome>

/** An appliance with what became of its last answers, by outcome. */
export const applianceView = applianceSettings.extend({
  /** Cases of sealed sets that were sent to it, ever. */
  casesShown: z.number().int().min(0),
  answers: z.partialRecord(answerOutcome, z.number().int().min(0)),
  lastAnswerAt: instant.nullable(),
})
export type ApplianceView = z.infer<typeof applianceView>
