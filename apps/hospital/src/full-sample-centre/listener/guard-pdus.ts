import type { Socket } from 'node:net'

/** Larger than any that is negotiated here (256 KiB), with room for an association's list of contexts. */
const largestPdu = 1024 * 1024

const headerBytes = 6

/**
 * Ends a connection that announces a protocol data unit (PS3.8 9.3) larger than any that was negotiated, before anything
 * gathers it in memory. Must be called before anybody else listens for data.
 */
export function guardPdus(socket: Socket): void {
  let header = Buffer.alloc(0)
  let left = 0
  socket.on('data', (data: Buffer) => {
    for (let place = 0; place < data.length; ) {
      if (left > 0) {
        const taken = Math.min(left, data.length - place)
        left -= taken
        place += taken
        continue
      }
      const taken = Math.min(headerBytes - header.length, data.length - place)
      header = Buffer.concat([header, data.subarray(place, place + taken)])
      place += taken
      if (header.length < headerBytes) return
      left = header.readUInt32BE(2)
      header = Buffer.alloc(0)
      if (left > largestPdu) return void socket.destroy()
    }
  })
}
