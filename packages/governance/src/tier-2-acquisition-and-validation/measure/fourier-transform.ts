/**
 * Discrete Fourier transform in place; the length is a power of two.
 * Source: Cooley and Tukey, An algorithm for the machine calculation of complex Fourier series, Math. Comput. 1965;19:297–301.
 */
export function transform(real: Float64Array, imaginary: Float64Array): void {
  const length = real.length
  reverseBits(real, imaginary)
  for (let half = 1; half < length; half *= 2)
    for (let k = 0; k < half; k += 1) {
      const angle = (-Math.PI * k) / half
      const [c, s] = [Math.cos(angle), Math.sin(angle)]
      for (let a = k; a < length; a += 2 * half) {
        const b = a + half
        const re = real[b]! * c - imaginary[b]! * s
        const im = real[b]! * s + imaginary[b]! * c
        real[b] = real[a]! - re
        imaginary[b] = imaginary[a]! - im
        real[a]! += re
        imaginary[a]! += im
      }
    }
}

function reverseBits(real: Float64Array, imaginary: Float64Array): void {
  const length = real.length
  for (let i = 1, j = 0; i < length; i += 1) {
    let bit = length >> 1
    for (; j & bit; bit >>= 1) j ^= bit
    j ^= bit
    if (i >= j) continue
    ;[real[i], real[j]] = [real[j]!, real[i]!]
    ;[imaginary[i], imaginary[j]] = [imaginary[j]!, imaginary[i]!]
  }
}
