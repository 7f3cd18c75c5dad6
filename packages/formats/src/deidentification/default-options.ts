import { type DeidentificationOptions, deidentificationOptions } from '@assay/contracts'
import document from './default-options.json' with { type: 'json' }

/** The options that hold until a working group decides others: what subgroups of patients and devices are told apart by stays. */
export const defaultDeidentification: DeidentificationOptions = deidentificationOptions.parse(document)
