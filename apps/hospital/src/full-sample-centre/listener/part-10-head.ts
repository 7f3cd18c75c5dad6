/** Implementation Class UID of this program's files: under 2.25, from a UUID (ITU-T X.667). */
const implementationClassUid = '2.25.222714383413374011927164917306204391061'

/**
 * What a file of DICOM PS3.10 begins with, before the data set as it came over the network: preamble, DICM, and the meta
 * information, explicit and little-endian. Who sent it is left out.
 */
export function part10Head(sopClassUid: string, sopInstanceUid: string, transferSyntaxUid: string): Buffer {
  const elements = Buffer.concat([
    element(0x0001, 'OB', Buffer.from([0, 1])),
    element(0x0002, 'UI', uid(sopClassUid)),
    element(0x0003, 'UI', uid(sopInstanceUid)),
    element(0x0010, 'UI', uid(transferSyntaxUid)),
    element(0x0012, 'UI', uid(implementationClassUid)),
  ])
  const length = Buffer.alloc(4)
  length.writeUInt32LE(elements.length)
  return Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), element(0x0000, 'UL', length), elements])
}

function uid(value: string): Buffer {
  return Buffer.from(value.length % 2 === 0 ? value : `${value}\0`, 'latin1')
}

function element(number: number, vr: 'OB' | 'UI' | 'UL', value: Buffer): Buffer {
  const isLong = vr === 'OB'
  const head = Buffer.alloc(isLong ? 12 : 8)
  head.writeUInt16LE(0x0002, 0)
  head.writeUInt16LE(number, 2)
  head.write(vr, 4, 'latin1')
  if (isLong) head.writeUInt32LE(value.length, 8)
  else head.writeUInt16LE(value.length, 6)
  return Buffer.concat([head, value])
}
