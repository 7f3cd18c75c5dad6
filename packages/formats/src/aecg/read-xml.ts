import { AssayError } from '@assay/contracts'
import { SaxesParser } from 'saxes'

/** An element, with the names of the document's own namespace: prefixes are left away. */
export interface XmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: XmlElement[]
  /** Its own text, without that of its children. */
  text: string
}

const mostBytes = 2 ** 28
const mostElements = 500_000
const mostDepth = 100

/**
 * Reads an XML document of others: no document type, so that no entity is defined and none fetched; so many elements, so deep.
 * @param where the file's name, for errors
 * @throws AssayError record-unreadable
 */
export function readXml(bytes: Uint8Array, where: string): XmlElement {
  const fail = (what: string) => new AssayError('record-unreadable', { where, what })
  const text = decode(bytes, fail)
  const root: XmlElement = { name: '', attributes: {}, children: [], text: '' }
  const open = [root]
  let elements = 0
  const parser = new SaxesParser()
  parser.on('error', () => {
    throw fail('no well-formed XML')
  })
  parser.on('doctype', () => {
    throw fail('a document type, which may define entities')
  })
  parser.on('opentag', ({ name, attributes }) => {
    elements += 1
    if (elements > mostElements || open.length > mostDepth) throw fail('too many elements, or too deep')
    const element: XmlElement = { name: local(name), attributes: withoutPrefixes(attributes), children: [], text: '' }
    open.at(-1)!.children.push(element)
    open.push(element)
  })
  parser.on('text', (own) => {
    open.at(-1)!.text += own
  })
  parser.on('closetag', () => void open.pop())
  parser.write(text).close()
  return root.children[0]!
}

/** As the declaration says, else UTF-8, or UTF-16 by its mark. */
function decode(bytes: Uint8Array, fail: (what: string) => AssayError): string {
  if (bytes.length > mostBytes) throw fail(`larger than ${mostBytes} bytes`)
  const [, declared] = /^[^<]{0,3}<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)["']/.exec(
    Buffer.from(bytes.subarray(0, 256)).toString('latin1'),
  ) ?? [undefined, undefined]
  const marks: Readonly<Record<string, string>> = { fffe: 'utf-16le', feff: 'utf-16be' }
  const mark = marks[Buffer.from(bytes.subarray(0, 2)).toString('hex')]
  try {
    return new TextDecoder(mark ?? declared ?? 'utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw fail('text that is not in the encoding that it names')
  }
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

function withoutPrefixes(attributes: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [local(name), value]))
}

/** Elements that a path of names leads to. */
export function elementsAt(element: XmlElement | undefined, path: string): XmlElement[] {
  let found = element ? [element] : []
  for (const name of path.split('/'))
    found = found.flatMap(({ children }) => children.filter((child) => child.name === name))
  return found
}
