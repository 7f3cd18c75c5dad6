/**
 * A figure was asked for from a sample that can't give it: `weights`, the estimator has no use for design weights;
 * `prevalence`, the figure depends on how common the condition is, and the sample was enriched.
 */
export class DesignRefused extends Error {
  override readonly name = 'DesignRefused'
  readonly reason: 'weights' | 'prevalence'
  /** The figure or the estimator. */
  readonly what: string

  constructor(reason: 'weights' | 'prevalence', what: string) {
    super(`${what}: refused for its design (${reason})`)
    this.reason = reason
    this.what = what
  }
}
