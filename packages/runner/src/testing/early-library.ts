import { Buffer } from 'node:buffer'

/**
 * Machine code for x86-64 that copies files to standard error: their paths follow it, each ended by a zero, all by another.
 *
 *         push rbx                       ; 53
 *         lea  rbx, [paths]              ; 48 8d 1d 45 00 00 00
 *   next: cmp  byte [rbx], 0             ; 80 3b 00
 *         je   done                      ; 74 3e
 *         mov  eax, 2 (open)             ; b8 02 00 00 00
 *         mov  rdi, rbx                  ; 48 89 df
 *         xor  esi, esi                  ; 31 f6
 *         syscall                        ; 0f 05
 *         mov  edi, eax                  ; 89 c7
 *         lea  rsi, [paths + 0x400]      ; 48 8d 35 2b 04 00 00
 *         mov  edx, 4096                 ; ba 00 10 00 00
 *         xor  eax, eax (read)           ; 31 c0
 *         syscall                        ; 0f 05
 *         mov  edx, eax                  ; 89 c2
 *         lea  rsi, [paths + 0x400]      ; 48 8d 35 19 04 00 00
 *         mov  edi, 2                    ; bf 02 00 00 00
 *         mov  eax, 1 (write)            ; b8 01 00 00 00
 *         syscall                        ; 0f 05
 *   skip: inc  rbx                       ; 48 ff c3
 *         cmp  byte [rbx - 1], 0         ; 80 7b ff 00
 *         jne  skip                      ; 75 f7
 *         jmp  next                      ; eb bd
 *   done: pop  rbx                       ; 5b
 *         ret                            ; c3
 */
const code =
  '53488d1d45000000803b00743eb8020000004889df31f60f0589c7488d352b040000ba0010000031c00f0589c2488d3519040000bf02000000b801000000' +
  '0f0548ffc3807bff0075f7ebbd5bc3'

const [typeShared, machine] = [3, 62]
const [load, dynamic] = [1, 2]
const table = { hash: 4, strings: 5, symbols: 6, stringsSize: 10, symbolSize: 11, init: 12 }

/** Where the parts of the file lie. */
const at = { segments: 64, dynamic: 176, symbols: 288, strings: 312, hash: 320, code: 336 }

/** What the code writes to beyond the file's end. */
const roomBytes = 0x400 + 4096

/**
 * A shared library (ELF, x86-64) whose initialisation copies files to standard error, before the program that it is loaded
 * into does anything: what a hostile image would have run as early as can be.
 */
export function earlyLibrary(paths: readonly string[]): Buffer {
  const told = Buffer.from(`${paths.map((path) => `${path}\0`).join('')}\0`)
  const file = Buffer.concat([Buffer.alloc(at.code), Buffer.from(code, 'hex'), told])
  const word = (where: number, ...values: number[]) =>
    values.forEach((value, index) => void file.writeBigUInt64LE(BigInt(value), where + 8 * index))
  file.write('\x7fELF\x02\x01\x01', 'latin1')
  file.writeUInt16LE(typeShared, 16)
  file.writeUInt16LE(machine, 18)
  file.writeUInt32LE(1, 20)
  word(32, at.segments)
  for (const [index, half] of [64, 56, 2, 64, 0, 0].entries()) file.writeUInt16LE(half, 52 + 2 * index)
  const segment = (index: number, type: number, flags: number, words: readonly number[]) => {
    file.writeUInt32LE(type, at.segments + 56 * index)
    file.writeUInt32LE(flags, at.segments + 56 * index + 4)
    word(at.segments + 56 * index + 8, ...words)
  }
  segment(0, load, 7, [0, 0, 0, file.length, file.length + roomBytes, 4096])
  segment(1, dynamic, 6, [at.dynamic, at.dynamic, at.dynamic, 112, 112, 8])
  const entries = [
    ...[table.hash, at.hash, table.strings, at.strings, table.symbols, at.symbols],
    ...[table.stringsSize, 1, table.symbolSize, 24, table.init, at.code, 0, 0],
  ]
  word(at.dynamic, ...entries)
  for (const [index, value] of [1, 1, 0, 0].entries()) file.writeUInt32LE(value, at.hash + 4 * index)
  return file
}
