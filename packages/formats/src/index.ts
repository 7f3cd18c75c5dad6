export { type Aecg, readAecg } from './aecg/read-aecg.ts'
export type { KnownIdentifiers } from './deidentification/clean-text.ts'
export { defaultDeidentification } from './deidentification/default-options.ts'
export {
  type Deidentified,
  type Deidentify,
  type DeidentifyContext,
  deidentifier,
} from './deidentification/deidentifier.ts'
export {
  type HeaderContext,
  type HeaderDeidentifier,
  headerDeidentifier,
} from './deidentification/headers/header-deidentifier.ts'
export type { PrivacyRisk } from './deidentification/privacy-risks.ts'
export { type PatientIdentity, type Pseudonymiser, pseudonymiser } from './deidentification/pseudonyms.ts'
export { maskOfStructure } from './dicom/contour-mask.ts'
export { type Dataset, type Element, items, valueBytes } from './dicom/dataset.ts'
export { type DecodingPool, startDecodingPool } from './dicom/decoding/start-decoding-pool.ts'
export { readSeries, type SeriesForm } from './dicom/forms/read-series.ts'
export type { SeriesFile } from './dicom/forms/series-file.ts'
export { type Plane, planesOf } from './dicom/geometry/plane.ts'
export { type GeometryFinding, harmlessFaults, seriesGeometry } from './dicom/geometry/series-geometry.ts'
export { framesOf } from './dicom/pixels/read-frames.ts'
export { type ContourSet, readContours } from './dicom/read-contours.ts'
export { readDataset } from './dicom/read-dataset.ts'
export { type MeasurementReport, readMeasurementReport } from './dicom/read-measurement-report.ts'
export { type DicomWaveform, readWaveforms } from './dicom/read-waveforms.ts'
export { number, numbers, text, texts } from './dicom/values.ts'
export { vrOfTag } from './dicom/vr.ts'
export type { Cine } from './images/cine.ts'
export { onCommonGrid } from './images/common-grid.ts'
export { readNiftiCine } from './images/read-nifti.ts'
export { readVolume, volumeExtension } from './images/read-volume.ts'
export { type FileSource, streamVolume, type VolumeStream } from './images/stream-volume.ts'
export { gridDistance, skewOf, type Volume } from './images/volume.ts'
export { writeMetaImage } from './images/write-metaimage.ts'
export type { Photograph } from './photographs/photograph.ts'
export { readPhotograph } from './photographs/read-photograph.ts'
export { type PhotographPool, startPhotographPool } from './photographs/start-photograph-pool.ts'
export { readScpEcg, type ScpEcg } from './scp-ecg/read-scp-ecg.ts'
export { type FileFormat, sniffFormat } from './sniff-format.ts'
export type { Annotation } from './wfdb/annotation.ts'
export { headerExtent, headerReferences } from './wfdb/header-references.ts'
export { readAnnotations } from './wfdb/read-annotations.ts'
export { type FileOf, readRecord } from './wfdb/read-record.ts'
export { missingSample, type Waveform, type WaveformChannel } from './wfdb/waveform.ts'
export { writeAnnotations } from './wfdb/write-annotations.ts'
export { writeRecord } from './wfdb/write-record.ts'
