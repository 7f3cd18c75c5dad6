/** Dummies by representation. Source: DICOM PS3.15 E.1.1: consistent with the representation. */
const dummies: Readonly<Record<string, string>> = {
  AE: 'REMOVED',
  CS: 'REMOVED',
  LO: 'REMOVED',
  LT: 'REMOVED',
  PN: 'REMOVED',
  SH: 'REMOVED',
  ST: 'REMOVED',
  UC: 'REMOVED',
  UT: 'REMOVED',
  UR: 'urn:removed',
  AS: '000Y',
  DA: '19000101',
  TM: '000000',
  DT: '19000101000000',
  IS: '0',
  DS: '0',
}

/** A dummy: the same for everybody. Numbers become zeros of their length, bytes two zeros. */
export function dummyValue(vr: string, length: number): Buffer {
  const text = dummies[vr]
  if (text !== undefined) return Buffer.from(text)
  return Buffer.alloc(vr === 'OB' || vr === 'UN' ? 2 : length)
}
