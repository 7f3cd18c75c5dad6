import { crc32, deflateRawSync } from 'node:zlib'

/** An entry of a zip, with whatever its writer claims of it. */
export interface ZipWish {
  readonly name: string | Buffer
  readonly bytes?: Buffer
  /** 0 stored, 8 deflated; others are claimed alone. */
  readonly method?: number
  /** Bit 0 is encryption, bit 11 a name in UTF-8. */
  readonly flags?: number
  readonly crc?: number
  /** What it claims to become. */
  readonly size?: number
  /** Type and mode of Unix. */
  readonly mode?: number
  readonly comment?: string
}

/** Writes a zip as it is wished, right or wrong (APPNOTE.TXT 4.3). `comment` is the archive's own. */
export function writeZip(entries: readonly ZipWish[], comment = ''): Buffer {
  const [local, central]: [Buffer[], Buffer[]] = [[], []]
  let offset = 0
  for (const { name, bytes = Buffer.alloc(0), method = 0, flags = 0, crc = crc32(bytes), ...more } of entries) {
    const data = method === 8 ? deflateRawSync(bytes) : bytes
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(flags, 2)
    fields.writeUInt16LE(method, 4)
    fields.writeUInt32LE(crc, 10)
    fields.writeUInt32LE(data.length, 14)
    fields.writeUInt32LE(more.size ?? bytes.length, 18)
    const path = Buffer.from(name)
    fields.writeUInt16LE(path.length, 22)
    const own = Buffer.concat([Buffer.from('PK\x03\x04'), fields, path, data])
    const said = Buffer.from(more.comment ?? '')
    const rest = Buffer.alloc(14)
    rest.writeUInt16LE(said.length, 0)
    rest.writeUInt32LE(((more.mode ?? 0) << 16) >>> 0, 6)
    rest.writeUInt32LE(offset, 10)
    central.push(Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 3]), fields, rest, path, said]))
    local.push(own)
    offset += own.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(entries.length, 4)
  end.writeUInt16LE(entries.length, 6)
  end.writeUInt32LE(directory.length, 8)
  end.writeUInt32LE(offset, 12)
  end.writeUInt16LE(Buffer.byteLength(comment), 16)
  return Buffer.concat([...local, directory, Buffer.from('PK\x05\x06'), end, Buffer.from(comment)])
}
