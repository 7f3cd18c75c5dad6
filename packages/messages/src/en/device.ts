/** Texts of `assay device`. */
export const device = {
  description: 'for vendors: begin a device, try it as a hospital would, pack it',
  help: `From an empty folder to a package: assay device init ecg my-device; assay device test my-device; assay device pack my-device -o device.tar.
Step by step: docs/first-device.md. What a device finds and has to leave: docs/device-package.md.`,
  init: {
    description: 'write a device that runs at once into a new folder: manifest, program, recipe of an image, README',
    category: 'what the device is for: {{known}}',
    folder: 'folder to write (default: named after the category); what is there is never touched',
    language: 'language of the program',
    dicom: 'the device takes its images as DICOM series, not as MetaImage (lung-ct; node and python)',
    'done-program': `A device that runs at once is in {{folder}}:
{{files}}

Next: npx assay device test {{folder}}`,
    'done-image': `A device is in {{folder}}:
{{files}}

Next: build its image as README.md says, then npx assay device test {{folder}}`,
  },
  test: {
    description: "try a device on this machine: a hospital's own checks, on generated cases of no patient",
    what: 'folder with device.json, a package, or an image archive (podman save, docker save) with the label assay.device',
    cases: 'how many cases to generate (default: 5; 25 for a device that takes many cases a start)',
    seed: 'another seed gives other cases; the same one the same',
    executor:
      'what holds the device: auto tries bubblewrap, then podman, then docker; slurm sends it to a cluster (--cluster); none forgoes isolation',
    cluster: 'with --executor slurm: a description of the cluster as JSON, as docs/operating.md has it',
    help: 'Exit status: 0 passes; 1 fails; 2 wrong words. Nothing leaves this machine, and no figure here says how good the device is.',
    stopped: 'stopped',
    intro: '{{name}} {{version}}, for {{category}}, {{task}}. Generated cases: {{cases}} (seed {{seed}}).',
    line: '{{title}}: {{text}}',
    passes: 'PASSES. A hospital would run this package. How good the device is, only patients’ cases show.',
    nextPack: '\nNext: npx assay device pack {{path}} -o device.tar',
    nextApply: '\nNext: register {{path}} in the portal under Devices, then apply for an evaluation.',
    fails: 'FAILS. Mend what is marked ✗ and try again. At a hospital every attempt counts.',
  },
  check: {
    package: 'Package',
    task: 'Task',
    isolation: 'Isolation',
    cases: 'Cases',
    limits: 'Limits',
    repeats: 'Repeats',
  },
  seen: {
    package: 'can be read; SHA-256 {{digest}}',
    task: 'the inputs and outputs are those of the task',
    isolated: 'held by {{by}}: {{parts}}',
    notIsolated:
      'NOT TRIED on this machine ({{reason}}). A hospital has it: no network, nothing writable but /output and /tmp. Install bubblewrap to try it here.',
    cases: '{{completed}} of {{total}} completed, and their outputs could be read and scored',
    failure: '{{count}} × {{outcome}}',
    noDetail: 'nothing readable was there',
    printed: 'The end of what it printed ({{name}}):',
    atHospital:
      'At a hospital you are told these outcomes and their counts, nothing more; each such case is scored as if nothing had been found.',
    beyondLimits: 'a case went beyond a limit of device.json',
    withinLimits: 'no case took half of the time or the memory that device.json asks for',
    share: '{{percent}} % of {{limit}}',
    repeats: '{{same}} of {{total}} came out alike in fresh starts',
    drawnRepeats:
      '{{same}} of {{total}} came out alike in fresh starts, drawn in secret from {{cases}} that were run in random order; a state that is carried along and changes 5 % of the results is missed with probability (1 − 0.05)^{{total}} = {{missed}}',
  },
  means: {
    crashed: 'The program ended with exit status {{status}}, or was ended by a signal. Only 0 says that all went well.',
    'timed-out': 'A case took longer than wallSeconds or cpuSeconds of device.json and was ended.',
    'out-of-memory': 'The device took more than memoryMiB of device.json and was ended.',
    'output-missing': 'The program ended well, but an output of its task is not there: {{what}}.',
    'output-invalid': 'An output is there, but can not be used: {{what}}.',
    'output-too-large': 'The device left more than outputMiB or outputFiles of device.json.',
  },
  do: {
    crashed:
      'Look at what it printed. It finds nothing but its own files, /input and the model: what else does it need?',
    'timed-out': 'Make it faster, or raise the limits in device.json (3600 seconds at most).',
    'out-of-memory': 'Load less at a time, or raise memoryMiB in device.json.',
    'output-missing': 'Write each output below /output (OUTPUT_DIR) at the relativePath that device.json gives.',
    'output-invalid':
      'Hold the file against the format in docs/device-package.md: plain files and folders, plain names, no links, nothing beyond the case.',
    'output-too-large': 'Leave only the outputs of the task, or raise outputMiB and outputFiles.',
    near: 'Cases of patients are longer and larger than these: raise that limit in device.json.',
    differing:
      'The same case came out otherwise in a fresh start. Fix the seeds, carry nothing from case to case, and use no clock: a hospital counts such cases in the report.',
  },
  hint: {
    network: 'It seems to have asked for the network. There is none: put everything that it needs into the package.',
    'read-only': 'It seems to have written elsewhere than /output and /tmp. All else is read-only.',
    'file-missing':
      'It seems to miss a file. Only what lies in the folder is packed (not node_modules, hidden files or tests).',
  },
  advice: {
    'manifest-missing': 'Put device.json at the top of the folder. assay device init CATEGORY writes one.',
    'not-json': 'A comma too many or too few, or a quotation mark? Editors that know JSON show the place.',
    'program-missing':
      'device.json names a file that is not in the folder. If it is an image, build and save it first: README.md of a new device says how.',
    'task-unknown': 'assay device init --help lists what devices can be evaluated on.',
    'sockets-differ': 'Take inputs and outputs as assay device init writes them for this task.',
  },
  template: {
    name: 'My device',
    vendor: 'My company',
    use: 'Describe for whom the device is meant, what it finds, and what it is not for.',
    'about-manifest': 'what the device is and asks for: put your names in',
    'about-program': 'the program: put your algorithm in',
    'about-readme': 'how to go on',
    'about-image': 'how to build its image',
    'about-program-image': 'if you would rather bring an image',
    'readme-program': `# {{folder}}

\`{{file}}\` is a whole device: it is started once for each case, reads the case below \`/input\`, leaves its answer below \`/output\`, and ends. It runs on the evaluation centre's own Node.js, so that nothing has to be built.

It finds

{{inputs}}

and leaves

{{outputs}}

There is no network, and nothing else can be written but \`/tmp\`.

1. Try it: \`npx assay device test {{folder}}\`. It passes as it is; its answers are not good yet.
2. Put your names into \`device.json\` and your algorithm into \`{{file}}\`. Further files beside them are packed too; a model goes into \`model/\` and is found below \`/opt/ml/model\`.
3. Try it again after every change.
4. Pack it: \`npx assay device pack {{folder}} -o {{name}}.tar\`, and register the archive in the portal.

For another language build an image instead: \`podman build -t {{name}} .\`, \`podman save --format oci-archive -o image.tar {{name}}\`, and in \`device.json\` \`"program": {"image": "image.tar"}\`.`,
    'readme-image': `# {{folder}}

\`{{file}}\` is a whole device: it is started once for each case, reads the case below \`/input\`, leaves its answer below \`/output\`, and ends. It comes in an image, which holds all that it needs.

It finds

{{inputs}}

and leaves

{{outputs}}

There is no network, and nothing else can be written but \`/tmp\`.

1. Build the image, here in this folder: \`podman build -t {{name}} .\`, then \`podman save --format oci-archive -o image.tar {{name}}\` (or \`docker build\` and \`docker save -o image.tar\`).
2. Try it: \`npx assay device test {{folder}}\`. It passes as it is; its answers are not good yet.
3. Put your names into \`device.json\` and your algorithm into \`{{file}}\`. A model goes into \`model/\` and is found below \`/opt/ml/model\`.
4. Build, save and try it again after every change.
5. Pack it: \`npx assay device pack {{folder}} -o {{name}}.tar\`, and register the archive in the portal.`,
  },
  results: {
    description: 'for stewards: results of a run that people supervised and the node did not see',
    help: `The node is found at --node (or ASSAY_NODE); who asks is a steward, by --user (or ASSAY_USER) with the password in ASSAY_PASSWORD.
Step by step: docs/device-package.md. Exit status: 0 done; 1 refused; 2 wrong words.`,
    evaluation: 'id of the evaluation, which the desk shows in its address',
    handOver:
      'write the cases of an evaluation, under ids that say nothing, with the signed list; from then on they count as disclosed',
    handedOver: `{{cases}} cases are in {{file}}. They count as disclosed from now on.

Next: record the supervision, and bring the results back.`,
    supervise: 'record who supervised the run, where, when and how',
    record:
      'JSON: supervisor, office, place, startedAt, endedAt, deviceVersion, versionReadFrom, how, inputsHeldBy; instants in UTC',
    supervised: 'The supervision is recorded. It can be corrected until results are brought.',
    bring: 'bring the results archive of a run in, once',
    archive: 'tar with cases.json as it was handed over, and results/ID/ for each case',
    missingFailed: 'the device failed on the cases that have no results: each counts as a missing output',
    check: 'only look through the archive, and take nothing',
    checked:
      '{{matched}} of {{cases}} cases have results; missing: {{missing}}, with a file twice: {{doubled}}, never handed over: {{unknown}}, not readable: {{unreadable}}.',
    entry: 'entry {{line}}',
    looked: 'Archive {{hash}} was looked through; nothing of it counts yet.',
    brought: 'The results are taken (SHA-256 {{hash}}) and are scored now. There is no second time.',
  },
  contents: {
    description: 'print the hashes by which hospitals find again what a device was trained with',
    folder: 'folder of images or signals that the device was trained or tuned with',
    help: 'One SHA-256 a line, with the file: of the pixel data of DICOM objects, of the voxels of NIfTI, NRRD and MetaImage volumes, of photographs without their texts, of other files as they are. Save it to a file, and choose that where the portal asks for hashes of contents (Devices, Declare training data). Nothing of the files is sent anywhere.',
  },
  declaration: {
    description: 'fetch what was declared that a device was trained with, whole, with its hashes of contents',
    hash: 'hash of the declaration, as the page Devices shows it and a protocol has it locked',
    hub: "the portal's address (default: ASSAY_HUB, or http://127.0.0.1:4100)",
    user: 'a name there (default: ASSAY_USER); the password is read from ASSAY_PASSWORD',
    output: 'file to write, which must not be there yet (JSON)',
    unreachable: 'No portal answers at {{node}} ({{reason}}). Name it with --hub.',
    done: '{{file}}: {{size}} bytes, SHA-256 {{hash}}, as declared.',
  },
  pack: {
    description: "make the package of a device from its folder (device.json and the program's files, or its image)",
    folder: 'folder that holds device.json',
    output: 'file to write, a tar archive',
    done: `{{name}} {{version}}: packed into {{file}}
sha256 {{digest}}

Next: log in to the portal, register {{file}} under Devices, and hold the hash that it shows against this one. Then apply for an evaluation.`,
  },
} as const
