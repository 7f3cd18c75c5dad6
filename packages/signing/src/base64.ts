/**
 * The bytes of a base64 text, in the standard or the URL-safe alphabet, padded or not (RFC 4648; DSSE asks verifiers to
 * take both); undefined for anything else.
 */
export function decodeBase64(text: string): Buffer | undefined {
  const digits = text.replace(/={1,2}$/, '')
  if (!/^([A-Za-z0-9+/]*|[A-Za-z0-9_-]*)$/.test(digits) || digits.length % 4 === 1) return undefined
  if (digits.length !== text.length && text.length % 4 !== 0) return undefined
  return Buffer.from(digits, 'base64url')
}
