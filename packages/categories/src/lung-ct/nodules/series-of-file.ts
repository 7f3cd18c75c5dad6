/** LUNA16 calls a volume's file by its series: subset0/1.3.6….mhd. Undefined for what is no volume. */
export function seriesOfFile(path: string): string | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1)
  return /^(.+)\.(?:mhd|mha|nii\.gz|nii|nrrd)$/i.exec(name)?.[1]
}
