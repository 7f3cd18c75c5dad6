/**
 * Whether a name that somebody wrote names an institution: the same letters and digits, whatever their case, width, marks and spaces, or
 * one within the other ("Northgate" and "Northgate Hospital"). A name of one letter or sign is taken only as a whole. It errs towards
 * naming: what it leads to is a remark that a person reads.
 */
export function namesInstitution(written: string, own: string): boolean {
  const [a, b] = [plain(written), plain(own)]
  if (a === '' || b === '') return false
  const [short, long] = [...a].length <= [...b].length ? [a, b] : [b, a]
  return short === long || ([...short].length > 1 && long.includes(short))
}

function plain(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}
