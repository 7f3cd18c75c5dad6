import { z } from 'zod'

/**
 * Every error that a person or another program may meet: a stable code and the HTTP status it has at a boundary.
 * The words live in the catalogue of messages, namespace `errors`, under the same code.
 */
export const errorStatuses = {
  // any boundary
  'input-invalid': 400,
  'not-found': 404,
  'not-allowed': 403,
  'not-logged-in': 401,
  'too-many-attempts': 429,
  'state-conflict': 409,
  'too-large': 413,
  'internal-error': 500,
  // access
  'credentials-wrong': 401,
  'invitation-invalid': 403,
  'account-exists': 409,
  'password-too-weak': 400,
  // programs and their directories
  'arguments-invalid': 400,
  'data-directory-in-use': 500,
  'port-in-use': 500,
  'database-unreachable': 500,
  'database-newer': 500,
  'blob-corrupt': 500,
  'key-unreadable': 500,
  'key-file-exposed': 500,
  'sealed-unreadable': 500,
  // signing, link, ledger
  'json-not-canonical': 400,
  'envelope-invalid': 400,
  'key-invalid': 400,
  'trust-file-invalid': 400,
  'signature-invalid': 403,
  'signer-unknown': 403,
  'message-expired': 403,
  'message-misdirected': 403,
  'message-type-unknown': 400,
  'message-reused': 409,
  'hub-unreachable': 502,
  'proof-invalid': 400,
  // devices and runs
  'device-package-invalid': 400,
  'device-digest-mismatch': 409,
  'device-exists': 409,
  'file-stands-already': 409,
  'declaration-differs': 502,
  // linkage of sites
  'linkage-invalid': 422,
  'linkage-too-few': 400,
  'linkage-budget-spent': 429,
  'linkage-members-differ': 409,
  // distributions of sites
  'distribution-asked-already': 409,
  'distribution-definition-differs': 409,
  'distribution-impossible': 422,
  'distribution-outdated': 409,
  // isolation of devices
  'isolation-unavailable': 409,
  'cluster-failed': 502,
  'run-halted': 409,
  // appliances
  'appliance-missing': 409,
  'appliance-task-unsupported': 409,
  'appliance-in-use': 409,
  'appliance-unreachable': 502,
  'appliance-listener-failed': 500,
  'appliance-answer-refused': 422,
  'training-overlap': 409,
  'training-unchecked': 409,
  'cases-disclosed': 409,
  // results files of runs under supervision
  'way-of-running-differs': 409,
  'cases-not-handed-over': 409,
  'supervision-missing': 409,
  'device-version-differs': 409,
  'results-taken-already': 409,
  'results-archive-invalid': 422,
  'results-not-brought': 409,
  'results-unsound': 422,
  'results-incomplete': 422,
  'output-missing': 422,
  'output-invalid': 422,
  // data
  'intake-folder-invalid': 400,
  'intake-patients-missing': 400,
  'patients-table-invalid': 400,
  'readings-table-invalid': 400,
  'readings-after-sealing': 409,
  'records-list-invalid': 400,
  'reference-table-invalid': 400,
  'reference-invalid': 422,
  'reference-without-image': 422,
  'reference-differs': 422,
  'image-unreadable': 422,
  'image-unsupported': 422,
  // reading DICOM
  'dicom-unreadable': 422,
  'dicom-unsupported': 422,
  'images-apart': 422,
  'image-not-labels': 422,
  'record-without-patient': 422,
  'record-unreadable': 422,
  'record-truncated': 422,
  'record-unsupported': 422,
  'annotations-unreadable': 422,
  'annotations-do-not-match': 422,
  'record-of-another-patient': 422,
  'record-of-another-provenance': 422,
  'test-set-empty': 409,
  'test-set-mixed': 409,
  'not-enrolled': 409,
  'test-set-altered': 409,
  'hub-key-differs': 403,
  'hub-refused': 409,
  // rules of data quality
  'rule-set-invalid': 400,
  // de-identification
  'deidentification-refused': 422,
  // ways in, quarantine, index
  'listener-certificate-missing': 400,
  'listener-certificate-unusable': 400,
  'pacs-address-refused': 400,
  'pacs-unreachable': 502,
  'pacs-certificate-refused': 502,
  'pacs-refused': 409,
  'pacs-answer-invalid': 409,
  'set-unreadable': 400,
  'set-entry-refused': 400,
  'set-entry-unreadable': 422,
  'object-unreadable': 422,
  'object-not-taken': 422,
  'object-differs': 422,
  'study-of-another-patient': 422,
  'study-of-another-provenance': 422,
  'study-quality': 422,
  'study-altered': 409,
  'study-in-use': 409,
  'quarantine-not-acceptable': 409,
  'quarantine-not-kept': 409,
  // protocol, release, report
  'protocol-invalid': 400,
  'protocol-mismatch': 409,
  'provenance-not-releasable': 409,
  'release-changed': 409,
  'release-incomplete': 422,
  'report-not-ready': 409,
  // tables and options at the command line
  'table-missing': 400,
  'table-unreadable': 400,
  'table-column-twice': 400,
  'table-column-missing': 400,
  'table-value-invalid': 400,
  'table-empty': 400,
  'table-refused': 400,
  'readings-refused': 400,
  'plan-impossible': 400,
  'option-invalid': 400,
} as const satisfies Record<string, number>

export type ErrorCode = keyof typeof errorStatuses

/** What an error says about its case: names, places, limits. Never personal data. */
export type ErrorParameters = Record<string, string | number>

/** An error with a stable code. `message` is for logs of programs; people read the catalogue's words for the code. */
export class AssayError extends Error {
  readonly code: ErrorCode
  readonly parameters: ErrorParameters

  constructor(code: ErrorCode, parameters: ErrorParameters = {}, options?: ErrorOptions) {
    super(Object.keys(parameters).length > 0 ? `${code} ${JSON.stringify(parameters)}` : code, options)
    this.name = 'AssayError'
    this.code = code
    this.parameters = parameters
  }
}

const codes = Object.keys(errorStatuses) as [ErrorCode, ...ErrorCode[]]

/** An error as it crosses HTTP. */
export const errorBody = z.object({
  error: z.object({
    code: z.enum(codes),
    parameters: z.record(z.string(), z.union([z.string(), z.number()])),
  }),
})
export type ErrorBody = z.infer<typeof errorBody>
