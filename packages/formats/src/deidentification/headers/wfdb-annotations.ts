import { readAnnotations } from '../../wfdb/read-annotations.ts'
import { writeAnnotations } from '../../wfdb/write-annotations.ts'

/**
 * What a note of an annotation may say: rhythms, changes of ST segment and T wave with their microvolts, missed beats and pauses, the
 * clock of the annotations. Source: the annotation code tables of PhysioBank; annot(5) of the WFDB Applications Guide.
 */
const keptNotes = [
  /^\((AB|AFIB|AFL|AVB|B|BI|BII|BIII|IVR|N|NOD|P|PM|PREX|SAB|SBR|ST|SVTA|T|VF|VFL|VT|NSR|J|JPT|B3|PAC|ASYS|NOISE)$/,
  /^\(?A?(ST|T|rtst|st|LRST|lrst)\d?[+-]*\d{0,5}\)?$/,
  /^(MISSB|PSE|TS|M|NOISE|[nsvfqNSVFQ])$/,
  /^## time resolution: \d{1,6}(\.\d{1,6})?$/,
]

/**
 * An annotation file in which every annotation stays, and of their notes only those that are terms of the field: a note can hold whatever
 * somebody typed. It is written anew, so that nothing stands behind its end.
 * @throws AssayError annotations-unreadable
 */
export function wfdbAnnotationsWithoutTexts(bytes: Uint8Array, where: string): Uint8Array {
  const annotations = readAnnotations(bytes, where)
  return writeAnnotations(
    annotations.map((annotation) => ({
      ...annotation,
      aux: keptNotes.some((kept) => kept.test(annotation.aux)) ? annotation.aux : '',
    })),
  )
}
