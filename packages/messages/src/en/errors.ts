import type { ErrorCode } from '@assay/contracts'

/** One text a code: what happened, where, and what to do. */
export const errors = {
  'input-invalid': 'What was sent is not what is expected here ({{where}}: {{what}}). Correct it and send it again.',
  'not-found': 'There is no {{what}} of this name, or you may not see it.',
  'not-allowed': 'Your account may not do this. Ask somebody whose role allows it ({{role}}).',
  'not-logged-in': 'You are not logged in, or your session has ended. Log in again.',
  'too-many-attempts': 'Too many failed attempts. Wait {{seconds}} seconds and try again.',
  'state-conflict': 'This can not be done now: {{what}} is in the state "{{state}}". Reload to see what can be done.',
  'too-large': 'What was sent is larger than the {{limit}} bytes accepted here.',
  'internal-error':
    'Something went wrong inside the program. It is in the log under {{id}}; tell the operator that number.',
  'arguments-invalid': 'The word {{option}} is not known here, or lacks its value. --help says what there is.',
  'credentials-wrong': 'Name or password is wrong.',
  'invitation-invalid': 'This invitation is unknown, used, or expired. Ask for a new one.',
  'account-exists': 'There is an account of this name already. Log in with it, or choose another name.',
  'password-too-weak': 'The password needs at least {{least}} characters.',
  'data-directory-in-use': 'Another process ({{pid}}) works in {{directory}}. Stop it, or name another directory.',
  'port-in-use': 'Port {{port}} is in use by another program. Stop that program, or choose another port with --port.',
  'database-unreachable': 'The database does not answer ({{reason}}). Check that it runs, and DATABASE_URL.',
  'database-newer': 'The data were written by a newer version of this program ({{found}}). Use that version.',
  'blob-corrupt': 'The stored file {{sha256}} has changed since it was stored. Restore it from a backup.',
  'key-unreadable':
    'The key file {{path}} can not be read ({{reason}}). Restore it from a backup; a new key is another identity.',
  'key-file-exposed':
    'The key file {{path}} can be read by others on this machine. Allow its owner alone (chmod 600), and consider whether the key was copied.',
  'sealed-unreadable':
    'Something that this node keeps encrypted can not be opened: it was changed, or the file institution-key is another one. Put the institution key back from its backup.',
  'envelope-invalid': 'What should be a signed envelope is none, or says something else than is expected here.',
  'key-invalid': 'This is not an Ed25519 public key. Ask its owner for it again.',
  'trust-file-invalid':
    'The trust file can not be used: a key does not match its id, or stands there twice. Get it again.',
  'json-not-canonical':
    'A value can not be written as canonical JSON ({{path}}): only finite numbers, texts, lists and objects can.',
  'signature-invalid': 'A signature does not match what it signs. Do not rely on this content.',
  'signer-unknown': 'Signed with a key that is not known here. Compare the key with its owner by another way.',
  'message-expired':
    'A signed message arrived after it had expired. It is sent anew by itself; check both clocks if this goes on.',
  'message-misdirected': 'A signed message is meant for somebody else and was refused.',
  'message-type-unknown': 'A message of the unknown type "{{type}}" was refused. One side runs another version.',
  'message-reused': 'A message came again under the same number with other content, and was refused.',
  'hub-unreachable': 'The hub does not answer ({{reason}}). What is to be sent is kept and sent when it answers.',
  'proof-invalid': 'A proof from the ledger does not hold. Do not rely on this content.',
  'device-package-invalid':
    'The device package can not be used ({{where}}: {{what}}). Correct the package and pack it again.',
  'declaration-differs':
    'What came is not the declaration of this hash: it was damaged on its way, or the portal has another. Nothing was kept. Fetch it again; if it stays so, tell the operator of the portal.',
  'file-stands-already':
    '{{file}} is there already, and nothing was written. Name another folder, or take the file away.',
  'device-digest-mismatch': 'The device package is not the one that was registered: its hash differs. Nothing was run.',
  'device-exists': 'This device package is registered already.',
  'linkage-invalid':
    'The linkage of patients between hospitals stopped at {{what}}: it is not what the announced key gives. Nothing was compared. Ask the operator of the hub to open a new round, and check the keys of the members with them.',
  'linkage-too-few': 'A linkage needs two hospitals or more. Choose another one.',
  'linkage-budget-spent':
    'The hospital asked for more than {{most}} evaluations in one round. A dictionary of numbers would be tried this way; nothing more is answered.',
  'distribution-asked-already':
    'These hospitals have been asked for the distributions of this category already. Their stewards are asked again by themselves when their data changed enough.',
  'distribution-definition-differs':
    'The hub and the hospital count this category in different cells. Bring both to the same rules about distributions; a hospital that has let counts of patients out keeps to the cells of then.',
  'distribution-impossible':
    'What was sent about {{where}} can not be counts of patients as the policy lets them out. Nothing of it was kept. Ask the sender to check its program.',
  'distribution-outdated':
    'These counts of the other hospitals are not newer than those that are known. Nothing was changed.',
  'linkage-members-differ':
    'The members of this linkage are not those that were shown. Read the page again, and compare the keys with the hospitals by telephone.',
  'isolation-unavailable':
    'This hospital has no isolation to run a device in, and runs none without. Install bubblewrap (Debian package bubblewrap) and start the node again.',
  'cluster-failed':
    "The computing cluster could not run the device: {{reason}}. No case is lost; the device is not blamed. See that the cluster's machines and the shared folder work, then have the run go on.",
  'run-halted':
    'The run has stopped: what holds the devices failed {{count}} times (the last time: {{reason}}). Finished cases are kept, and nothing of this counts against the device. Mend the cause, then have the run go on here, or withhold it.',
  'appliance-missing':
    'No appliance is registered here for {{device}} by {{vendor}}. Register it at the desk under Appliances, or with assay appliance add, under exactly these names; or refuse the evaluation.',
  'appliance-task-unsupported':
    'The cases of {{category}}, {{task}}, can not be shown to an appliance: there is no way to send them as DICOM. Refuse the evaluation with this reason.',
  'appliance-in-use':
    'A run over the appliance {{appliance}} is under way. Change or remove it when the run has ended, or withhold the evaluation first.',
  'appliance-unreachable':
    'The appliance did not take a case ({{reason}}). This is no fault of the device: the case is sent again under the same identifiers. Look at the appliance, its address and the network.',
  'appliance-listener-failed':
    'The node can not listen for the answers of the appliance {{appliance}} on port {{port}} ({{reason}}). Choose another port, or mend the certificates in the appliance’s folder.',
  'appliance-answer-refused': 'The answer was not taken ({{outcome}}).',
  'training-overlap':
    'The vendor declared training data of {{device}} that this test set meets: rule {{rule}} of {{ruleSet}} is not kept. Refuse the evaluation, or seal a set without these patients and have it asked for anew.',
  'training-unchecked':
    'Rule {{rule}} of {{ruleSet}} could not be checked for {{device}}, so it is not known whether its declared training data meet this test set. Ask whoever keeps this node to look into its log.',
  'cases-disclosed':
    '{{cases}} cases of this set were shown to {{vendor}} before. An evaluation of its devices on them would not be blind. Refuse it with this reason, and seal a set of fresh cases.',
  'way-of-running-differs':
    'The locked protocol declares another way of running ({{way}}). A results file can not stand in for it.',
  'cases-not-handed-over':
    'No case of this evaluation was handed over yet, so that there can be no results. Hand the cases over first.',
  'supervision-missing':
    'The record of the supervision is missing. Say first who supervised the run, where, when and how.',
  'device-version-differs':
    'The version that was read from the device ({{read}}) is not the one of the locked protocol ({{locked}}). The results would be of another device.',
  'results-taken-already': 'Results of this run were taken already, and there is no second time. Nothing was changed.',
  'results-archive-invalid':
    'The results archive can not be used ({{where}}: {{what}}). Nothing was taken. Correct it and bring it again.',
  'results-not-brought':
    'This results archive is not the one that was brought last. Nothing was taken. Look at what was brought last, or bring it again.',
  'results-unsound':
    'The results archive has {{count}} findings, of which some stand in its way. Nothing was taken. Mend them, and bring it again.',
  'results-incomplete':
    'The results archive lacks {{missing}} of {{total}} cases. Nothing was taken. If the device failed on them, say so: each then counts as a missing output.',
  'output-invalid': 'The output of the device can not be used ({{what}}).',
  'intake-folder-invalid': 'The folder {{folder}} is not below the intake folder, or is not there. Name one that is.',
  'intake-patients-missing':
    'The folder {{folder}} has no patients.tsv. Records cluster in patients: give a file with a line a record or file: its path, tab, patient pseudonym.',
  'patients-table-invalid':
    'patients.tsv can not be used (line {{line}}, {{column}}). Each line is the path of a record, file or folder, a tab and a patient pseudonym of letters, digits, dots, dashes and underscores; a path has one patient. More columns need a first line that names them: path, patient, then identifier, sex (F, M or O, one a patient), age in whole years, or birth_year with examination_year.',
  'readings-table-invalid':
    'readings.tsv can not be used (line {{line}}). Each line is the path of a record, or of an image that reference.tsv knows, a tab, the pseudonym of a reader, a tab and the path of the file with what the reader said (of images a table like reference.tsv, with lines for this image); a reader reads a record or an image once.',
  'readings-after-sealing':
    '{{where}}: the record is in a sealed test set, so that no reading can be added to it. Seal a new version from a record that has all its readings.',
  'records-list-invalid':
    '{{where}} can not be used (line {{line}}). Each line is a record, with the folders that it lies in, without links and without “..”; a line that ends in / is a folder with a file RECORDS of its own.',
  'reference-table-invalid':
    'reference.tsv can not be used (line {{line}}: {{what}}). Its first line names the columns, image first; every other line is about one image: its path below the folder, or its UID, then a field a column, parted by tabs.',
  'reference-invalid':
    'What the folder’s tables say of {{where}} can not be used ({{what}}). Correct it and take the folder in again.',
  'reference-without-image':
    'reference.tsv says something of {{where}}, but no such image was taken in here. Take the image in first, or correct its path or UID, then take the folder in again.',
  'reference-differs':
    '{{where}} has a reference already, and this one says something else. The first stays. Find out which of the two is right.',
  'image-unreadable': '{{where}}: the image can not be read ({{what}}). Export it again.',
  'image-unsupported':
    '{{where}}: the image uses a form that is not read ({{what}}). Export it in another; docs/formats.md says which are.',
  'dicom-unreadable': '{{where}}: the DICOM object can not be read ({{what}}). Export it again.',
  'dicom-unsupported':
    '{{where}}: the DICOM object uses a form that is not read ({{what}}). Export it in another; docs/formats.md says which are.',
  'images-apart':
    '{{where}}: reference and result do not lie on one grid: {{reference}} against {{result}}. Resample the result to the grid of the reference.',
  'image-not-labels': '{{where}}: a label map has whole numbers from 0 on; this one has others.',
  'record-without-patient':
    'Nothing says whose {{where}} is: patients.tsv has no line for it. Add one: path of the record, file or folder, tab, patient pseudonym.',
  'record-unreadable': 'The record can not be read ({{where}}: {{what}}). Export it again.',
  'record-truncated':
    'The signal file ends too early: {{expected}} bytes are due, {{found}} are there. Export it again.',
  'record-unsupported': 'The record uses a form that is not read yet ({{what}}).',
  'annotations-unreadable': 'The annotations can not be read ({{where}}: {{what}}). Export them again.',
  'annotations-do-not-match':
    'The annotations do not belong to the signal ({{what}}). Check which file belongs to which record.',
  'listener-certificate-missing':
    "The DICOM listener can not use TLS: the file {{file}} is missing in this node's directory. Put it there, then save the listener's settings again.",
  'listener-certificate-unusable':
    "The DICOM listener can not open ({{reason}}): its certificate and key do not fit together or can not be read, or its address is not one of this machine. Correct them, then save the listener's settings again.",
  'pacs-address-refused':
    'The name of the PACS means an address that is not on its list of allowed addresses, so nothing was asked. Correct the list, or find out who changed the name.',
  'pacs-unreachable':
    'The PACS does not answer ({{reason}}). Check its address and that it is running; the intake is tried again by itself.',
  'pacs-certificate-refused':
    'The PACS could not show over TLS that it is the one meant ({{what}}), so nothing was asked of it. Correct that; the intake is tried again by itself.',
  'pacs-refused':
    "The PACS refused with status {{status}}. Check its address and this node's credentials for it, then start the intake again.",
  'pacs-answer-invalid':
    'The PACS gave an answer that is not DICOMweb. Check that its address leads to its DICOMweb services.',
  'set-unreadable':
    'The uploaded set can not be unpacked ({{what}}): it is no tar or zip, or it is cut off. Pack it again and upload it again.',
  'set-entry-refused':
    'Entry {{entry}} of the uploaded set is refused: {{what}}. Pack the set again from plain files and folders.',
  'set-entry-unreadable':
    '{{where}}, entry {{entry}} of the uploaded set, was not taken in: {{what}}. Pack this file again and upload it; the rest of the set is taken in.',
  'object-unreadable': '{{where}} can not be read ({{what}}). Export it again from where it came.',
  'object-not-taken':
    '{{where}} is a file of the format {{format}}, which is not taken in here. Take it in with a folder of the category that it belongs to, or export it as DICOM.',
  'object-differs':
    '{{where}} has the identifier of an object that is stored already, but other content. Find out which of the two is right; the first stays.',
  'study-of-another-patient':
    '{{where}} belongs to a study that is stored under another patient. Find out whose it is; nothing of it was taken in.',
  'study-of-another-provenance':
    '{{where}} belongs to a study that was taken in with another kind of source. Take it in with the same one.',
  'study-quality': 'The study does not meet these rules: {{rules}}. Its passport says what was found and where.',
  'study-altered':
    "The records of this study are not what they were when it was checked. Restore the node's database and files from a backup, and find out who changed them.",
  'study-in-use': 'This study is part of a sealed test set and can not be discarded.',
  'quarantine-not-acceptable':
    'This can not be accepted as it is: it could not be read, or a rule rejects it. Correct it where it came from, or discard it.',
  'quarantine-not-kept': 'Nothing is kept of this here. Correct it where it came from and take it in again.',
  'test-set-empty': 'There is nothing to seal: no accepted case of this category. Take data in first.',
  'deidentification-refused':
    '{{where}} is {{what}}: nobody can say which persons it speaks of, so it is not taken in. Export it again, whole; if it is no image, send the images without it.',
  'protocol-invalid': 'The protocol can not be used ({{where}}: {{what}}). Correct it and submit it again.',
  'protocol-mismatch':
    'What was signed is about something else than the locked protocol says ({{where}}). It was refused; nothing was counted.',
  'provenance-not-releasable':
    'The policy for data of patients is not there yet; only figures of synthetic and public data can leave this hospital.',
  'release-changed': 'What would leave has changed since the page was shown. Read the page again before you sign.',
  'release-incomplete':
    'The release does not say what its way of running asks for ({{where}}): a results file carries the record of its supervision, and every case that was shown outside the node counts as disclosed. It was refused; nothing was counted. Update the hospital’s node and release again.',
  'report-not-ready': 'There is no report yet. It is made when every hospital has released or withheld its figures.',
  'output-missing': 'The device left no output where it should ({{what}}).',
  'record-of-another-patient':
    'The same signal is here already under another patient ({{where}}). Find out whose it is, and correct patients.tsv.',
  'record-of-another-provenance':
    'The same signal is here already with another source of data ({{where}}). Find out which is true: it decides what may leave this hospital.',
  'test-set-altered':
    'The sealed test set is no longer what its manifest says: records of it were changed in the database. Restore it from a backup; nothing was run.',
  'test-set-mixed':
    'These cases come from several kinds of source; one release policy has to hold for all of a set. Seal the intakes of each kind by themselves.',
  'not-enrolled': 'This hospital has joined no hub yet. Join one with its operator’s invitation.',
  'hub-key-differs':
    'The hub shows another key ({{found}}) than the one its operator gave you. Do not go on; ask the operator by another way.',
  'hub-refused':
    'The hub did not take the message "{{type}}" of this hospital ({{code}}), so it does not count there. Ask the hub’s operator.',
  'table-missing': '{{file}}: can not be opened ({{reason}}). Check the path and who may read it.',
  'table-unreadable': '{{file}}, line {{line}}: {{what}}.',
  'table-column-twice': '{{file}}: the column {{column}} stands there twice. Rename one of them.',
  'table-column-missing':
    '{{file}}: there is no column {{column}}. It has: {{found}}. Name the one that is meant with {{option}} COLUMN.',
  'table-value-invalid': '{{file}}, line {{line}}, column {{column}}: {{what}}.',
  'table-empty': '{{file}}: there are no rows below the names of the columns.',
  'rule-set-invalid':
    'The rule set can not be used ({{where}}: {{what}}). Correct the document; until then none of its folder is used.',
  'table-refused': '{{file}}: {{what}}.',
  'plan-impossible':
    'No number of cases reaches this power: what is expected does not lie beyond the bound or the margin, or not far enough.',
  'readings-refused': 'The readings can not be analysed: {{reason}}.',
  'option-invalid': '{{option}}: {{what}}.',
} as const satisfies Partial<Record<ErrorCode, string>>
