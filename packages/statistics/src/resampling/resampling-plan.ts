/**
 * What a patient is who has both positive and negative cases, where drawing is stratified by label: `own-stratum`, one of a
 * third stratum of the site, so that as many such patients are drawn as there are; `unlabelled`, patients are then not
 * stratified by label at all; `refuse`, an error.
 */
type BothLabelsRule = 'own-stratum' | 'unlabelled' | 'refuse'

/** How cases are drawn. Codes are whole numbers from 0 on, one a case. */
export interface ResamplingDesign {
  /** Number of cases. */
  readonly cases: number
  /** Site of every case; absent: one site. */
  readonly site?: Int32Array
  /** Truth of every case, 0 or 1, by which drawing is stratified; absent: it is not. */
  readonly label?: Uint8Array
  /** Patient of every case, whose cases are drawn together; absent: every case is of another patient. */
  readonly patient?: Int32Array
  /** Needed where patients and labels are given. */
  readonly bothLabels?: BothLabelsRule
  /**
   * Rao–Wu: from each stratum of n patients n − 1 are drawn, and each counts n / (n − 1), which makes the variance right in
   * strata of few patients, too. Default false.
   */
  readonly rescaled?: boolean
}

/**
 * Who is drawn from what, worked out once. A unit is what is drawn at a time: a patient with all its cases, or a case.
 *
 * Source: Efron, Tibshirani, *An Introduction to the Bootstrap* (1993), 8.2 (strata); Davison, Hinkley, *Bootstrap Methods and
 * their Application* (1997), 3.2 and 3.8 (clusters); Rao, Wu, *JASA* 83:231–241 (1988) (rescaling).
 */
export interface ResamplingPlan {
  readonly cases: number
  readonly units: number
  /** Unit of every case; absent where every case is its own. */
  readonly unitOfCase?: Int32Array
  /** Units, stratum after stratum. */
  readonly ordered: Int32Array
  /** Where each stratum starts in `ordered`; one more, the number of units. */
  readonly starts: Int32Array
  readonly rescaled: boolean
  /** Strata of one unit, which is in every replicate: they add nothing to the variance. */
  readonly singleUnitStrata: number
}

/**
 * The plan of a design.
 * @throws RangeError for lengths that differ, codes that are none, a patient in two sites, a patient with both labels where
 *   that is refused or not ruled
 */
export function planResampling(design: ResamplingDesign): ResamplingPlan {
  checkDesign(design)
  const { cases, patient } = design
  const numbered = patient && numberCodes(patient)
  const units = numbered?.count ?? cases
  const unitOfCase = numbered?.numbers
  const strata = numberCodes(stratumCodes(design, units, unitOfCase))
  const { ordered, starts } = orderByStratum(strata)
  let singleUnitStrata = 0
  for (let h = 0; h < strata.count; h += 1) if (starts[h + 1]! - starts[h]! === 1) singleUnitStrata += 1
  const plan = { cases, units, ordered, starts, rescaled: design.rescaled ?? false, singleUnitStrata }
  return unitOfCase ? { ...plan, unitOfCase } : plan
}

function checkDesign({ cases, site, label, patient, bothLabels }: ResamplingDesign): void {
  if (!(Number.isInteger(cases) && cases >= 1)) throw new RangeError('cases: not a whole number from 1 on')
  for (const [name, codes] of Object.entries({ site, label, patient })) {
    if (codes && codes.length !== cases) throw new RangeError(`${name}: not one for every case`)
    if (codes?.some((code) => code < 0)) throw new RangeError(`${name}: below 0`)
  }
  if (label?.some((value) => value > 1)) throw new RangeError('label: neither 0 nor 1')
  if (label && patient && !bothLabels) throw new RangeError('bothLabels: no rule for patients with both labels')
}

/** One code a unit: its site, and 0, 1 or 2 for negative, positive, or both. */
function stratumCodes(design: ResamplingDesign, units: number, unitOfCase: Int32Array | undefined): Float64Array {
  const { cases, site, label } = design
  const sites = new Int32Array(units).fill(-1)
  const labels = new Uint8Array(units).fill(3)
  for (let i = 0; i < cases; i += 1) {
    const unit = unitOfCase?.[i] ?? i
    const here = site?.[i] ?? 0
    if (sites[unit] !== -1 && sites[unit] !== here) throw new RangeError('patient: one patient in two sites')
    sites[unit] = here
    if (label) labels[unit] = labels[unit] === 3 || labels[unit] === label[i] ? label[i]! : 2
  }
  if (design.bothLabels === 'refuse' && labels.includes(2))
    throw new RangeError('patient: one patient with both labels')
  const labelled = label !== undefined && !(unitOfCase && design.bothLabels === 'unlabelled')
  return Float64Array.from(sites, (here, unit) => 3 * here + (labelled ? labels[unit]! : 0))
}

/** Codes as numbers 0 … count − 1 in the order of the codes. */
function numberCodes(codes: Int32Array | Float64Array): { numbers: Int32Array; count: number } {
  const distinct = [...new Set(codes)].sort((a, b) => a - b)
  const numbers = new Map(distinct.map((code, index) => [code, index]))
  return { numbers: Int32Array.from(codes, (code) => numbers.get(code)!), count: distinct.length }
}

function orderByStratum({ numbers, count }: { numbers: Int32Array; count: number }) {
  const starts = new Int32Array(count + 1)
  for (const stratum of numbers) starts[stratum + 1]! += 1
  for (let h = 0; h < count; h += 1) starts[h + 1]! += starts[h]!
  const next = starts.slice()
  const ordered = new Int32Array(numbers.length)
  numbers.forEach((stratum, unit) => {
    ordered[next[stratum]!] = unit
    next[stratum]! += 1
  })
  return { ordered, starts }
}
