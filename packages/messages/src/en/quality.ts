/** Data quality: what was found, and what to do, in the words of the steward. */
export const quality = {
  tier: {
    standardisation: 'Standardisation',
    acquisition: 'Acquisition and validation',
    integration: 'Integration',
    use: 'Development and use',
  },
  verdict: {
    accept: 'Accepted',
    warn: 'Accepted with remarks',
    quarantine: 'Held in quarantine',
    reject: 'Rejected',
  },
  measured: '{{name}}: {{value}}',
  range: '{{least}} to {{most}}',
  remark: 'A remark',
  place: {
    series: 'series {{series}}',
    file: 'file {{file}}',
    attribute: 'attribute {{attribute}}',
    frame: 'frame {{frame}}',
    region: 'voxels ({{from}}) to ({{to}})',
    channel: 'channel {{channel}}',
    seconds: 'from {{from}} s to {{to}} s',
  },
  phase: {
    native: 'native (without contrast)',
    arterial: 'arterial',
    'portal-venous': 'portal-venous',
    late: 'late',
    enhanced: 'no phase named',
  },
  about: {
    patient: 'the patient',
    sex: "the patient's sex",
    age: "the patient's age",
    laterality: 'the side',
    'body-part': 'the part of the body',
    study: 'the study',
    hospitals: 'hospitals',
    devices: 'recording devices',
    patients: 'patients',
  },
  finding: {
    'check-failed': {
      what: 'This check could not be carried out ({{fault}}), so nothing is known of what it looks for.',
      advice:
        'Look whether the file opens in a viewer; if it does, tell the operator, who will find the fault in the log.',
    },
    'waveform-unit-unexpected': {
      what: 'The channel is given in "{{measured}}", where {{expected}} is expected.',
      advice: 'Export the record again in the right unit; a wrong unit makes every amplitude wrong.',
    },
    'noise-too-high': {
      what: 'The noise in soft tissue is {{measured}}; at most {{expected}} is taken.',
      advice: 'Look at the images. Send a smoother reconstruction of the same scan if there is one.',
    },
    'ecg-mains-noise': {
      what: 'The mains hum through the channel with {{measured}}; at most {{expected}} is taken.',
      advice: 'Look at the record. If beats drown in it, have the electrodes and the earth checked, and record again.',
    },
    'ecg-baseline-wander': {
      what: 'The baseline wanders by {{measured}}; at most {{expected}} is taken.',
      advice:
        'Look whether the ST segment can still be read; record again with the patient at rest and fresh electrodes.',
    },
    'ecg-noisy': {
      what: 'The signal stands only {{measured}} above the noise; at least {{expected}} is needed.',
      advice: 'Look whether the beats can be told from the noise. Leave the record out if they can not.',
    },
    'ecg-flat-line': {
      what: '{{measured}} of the record show no signal in this channel; at most {{expected}} are taken.',
      advice: 'The lead was most likely off. Record again, or leave the channel out.',
    },
    'ecg-saturated': {
      what: '{{measured}} of the samples are cut off at the end of the range; at most {{expected}} are taken.',
      advice: 'Amplitudes are wrong there. Record again with a lower gain.',
    },
    'ecg-leads-disagree': {
      what: 'The leads I, II and III do not belong together: I + III differs from II by {{measured}} of the largest lead; at most {{expected}} is taken.',
      advice:
        'Channels were exchanged, scaled or recorded at different times. Export the record again and compare the names of the leads.',
    },
    'ecg-cables-exchanged': {
      what: 'The cables {{cables}} seem to be exchanged: no single dipole explains {{measured}} of the twelve leads (at most {{expected}} is usual), but only {{undone}} with these cables put back.',
      advice:
        'Have a reader compare the leads with an earlier record. If it is so, record again, or leave the record out.',
    },
    'ecg-ground-exchanged': {
      what: 'Lead {{lead}} is flat ({{measured}} of the largest limb lead; at least {{expected}} is usual): the ground and an arm seem to be exchanged ({{cables}}).',
      advice: 'Record again with the electrodes in their places: chest leads are wrong, too, since their reference is.',
    },
    'ecg-limb-lead-flat': {
      what: 'Lead {{lead}} is flat: {{measured}} of the largest limb lead; at least {{expected}} is usual.',
      advice:
        'Look whether an electrode was loose, or whether the axis of the heart stands at right angles to this lead.',
    },
    'ecg-heart-mirrored': {
      what: 'The leads fit each other, but point to the right ({{measured}} of the largest dipole; at most {{expected}} is usual): not the cables, but the heart may be mirrored.',
      advice: 'Have a reader look: dextrocardia, a marked right axis, or chest electrodes placed on the right.',
    },
    'ecg-leads-exchanged': {
      what: 'Lead I runs against V6 (correlation {{measured}}, at least {{expected}} is expected): the arms’ electrodes were most likely exchanged.',
      advice: 'Have a cardiologist look at the record; a heart on the right side looks alike.',
    },
    'air-value-odd': {
      what: 'Air measures {{measured}} where {{expected}} is expected.',
      advice:
        'The values were rescaled wrongly, or the scanner is out of calibration. Send the series again from the archive; tell the physicist if it stays so.',
    },
    'body-cut-off': {
      what: 'The field of view cuts the body off: tissue stands on {{measured}} of its edge; at most {{expected}} is taken.',
      advice: 'Send a reconstruction with a larger field of view, if there is one.',
    },
    'lung-cut-off': {
      what: 'The scan cuts the lungs off: its end shows {{measured}} of the most lung that a slice shows; at most {{expected}} is taken.',
      advice: 'Look whether slices are missing at this end, and send the whole series again.',
    },
    'contrast-phase-odd': {
      what: 'The brightest blood measures {{measured}}, where {{expected}} is expected of this contrast phase. This is an estimate from the images.',
      advice: 'Look whether it is the right phase of the examination, and send the right one.',
    },
    'contrast-stated-not-seen': {
      what: '{{attribute}} says that a contrast medium was given ({{statedPhase}}), but the aorta measures {{measured}}, as blood without contrast does; with it, at least {{expected}} is usual.',
      advice:
        'Look at the images. Have the right series sent, or the header mended; as it is, do not use the series as one with contrast.',
    },
    'contrast-seen-not-stated': {
      what: '{{attribute}} says that no contrast medium was given, but the aorta measures {{measured}}; without it, at most {{expected}} is usual.',
      advice:
        'Look at the images. Have the right series sent, or the header mended; as it is, do not use the series as a native one.',
    },
    'contrast-phase-stated-otherwise': {
      what: '{{attribute}} names the phase {{statedPhase}}; aorta ({{measured}}) and liver look like {{phase}}.',
      advice:
        'Look at the images. The phases of the examination may have been exchanged, or the scan came too early or too late.',
    },
    'contrast-phase-unexpected': {
      what: 'The contrast phase looks like {{phase}}: the aorta measures {{measured}}. Wanted here: {{wantedPhases}}.',
      advice: 'Look whether it is the right phase of the examination, and send the right one.',
    },
    'contrast-phase-undecided': {
      what: 'The images do not decide the contrast phase: the aorta measures {{measured}}, between the levels of two phases, or no liver is in the images. Wanted here: {{wantedPhases}}.',
      advice: 'Look at the images, and accept the study if the phase is right.',
    },
    'front-steps': {
      what: 'The front of the body steps by {{measured}} between these slices; at most {{expected}} is taken.',
      advice:
        'The patient most likely breathed between two rotations. Look at the images from the side; what lies there may be shown twice or not at all.',
    },
    'heart-rate-odd': {
      what: 'The heart rate measures {{measured}}; {{expected}} is expected.',
      advice:
        'The sampling frequency may be stated wrongly, or the signal is no electrocardiogram. Look at the record.',
    },
    'image-size-odd': {
      what: 'The image has {{measured}} pixels in a row or a column; {{expected}} are expected.',
      advice: 'Look whether the image is a preview, or was cut or enlarged, and send the original.',
    },
    'contour-doubled': {
      what: 'The body’s contour stands twice in the slice, {{measured}} apart; at most {{expected}} is taken.',
      advice:
        'The patient most likely moved while the slice was scanned. Look at it and its neighbours; do not measure there.',
    },
    'patient-moved': {
      what: 'The body steps aside by {{measured}} from one slice to the next; at most {{expected}} is taken.',
      advice:
        'The patient most likely moved, or slices of two acquisitions were mixed. Look at the images in another plane.',
    },
    'cine-frames-odd': {
      what: 'The cine has {{measured}} frames, where {{expected}} are expected.',
      advice: 'The acquisition may have been broken off, or the export left frames out. Send the whole cine again.',
    },
    'cine-times-uneven': {
      what: 'The time from the frame before to this one is {{measured}} away from the usual time between frames; at most {{expected}} is taken.',
      advice:
        'A frame was most likely lost or a beat left out. Send the cine again, and do not measure over time on this one.',
    },
    'cine-frame-frozen': {
      what: 'Frame {{frame}} shows the same picture as the frame before it.',
      advice:
        'A frame was most likely lost and the one before stored in its place. Send the cine again from the device.',
    },
    'mr-noisy': {
      what: 'The signal is {{measured}} times the noise; at least {{expected}} times is needed.',
      advice: 'Look at the images, and leave the series out if they can not be read.',
    },
    'mr-blurred': {
      what: 'The finest detail that the slices show is {{measured}}; at most {{expected}} is taken.',
      advice:
        'The patient moved, the images were filtered or smoothed, or much of k-space was not acquired. Look at the images and at the protocol.',
    },
    'mr-ghosts': {
      what: 'Ghosts of the object stand in the air around it, {{measured}} of its signal; at most {{expected}} is taken.',
      advice: 'The patient moved, or blood pulsed. Look at the images.',
    },
    'attribute-missing': {
      what: 'The attribute {{attribute}}, which this kind of object must have, is missing in {{count}} of {{total}} files.',
      advice: 'Have the device’s export or the archive’s settings mended, and send the study again.',
    },
    'attribute-empty': {
      what: 'The attribute {{attribute}}, which must have a value, is empty in {{count}} of {{total}} files.',
      advice: 'Have the device’s export or the de-identification mended: this attribute may be replaced, not emptied.',
    },
    'attribute-multiplicity': {
      what: 'The attribute {{attribute}} has {{measured}} values, where {{expected}} are expected.',
      advice: 'Have the device’s export mended, and send the study again.',
    },
    'representation-odd': {
      what: 'The attribute {{attribute}} is written as {{measured}}; the standard has {{expected}}.',
      advice: 'Most programs read it all the same. Tell the maker of the device or of the software that wrote it.',
    },
    'value-malformed': {
      what: 'The value of {{attribute}} is not written as the standard wants a value of the kind {{measured}}, in {{count}} of {{total}} files.',
      advice:
        'Tell the maker of the device or of the software that wrote it; programs may read another value, or none.',
    },
    'instance-twice': {
      what: '{{count}} files have the same SOP Instance UID; one of the others is {{other}}.',
      advice: 'Look whether they are the same image. Keep one of them, or have the archive assign identifiers anew.',
    },
    'series-missing': {
      what_zero:
        'The study holds no series of {{modalities}} with at least {{instances}} images; the kind of data asks for {{expected}}.',
      what_one:
        'The study holds only one series of {{modalities}} with at least {{instances}} images; the kind of data asks for {{expected}}.',
      what_other:
        'The study holds only {{shown}} series of {{modalities}} with at least {{instances}} images; the kind of data asks for {{expected}}.',
      advice: 'Look whether all of the study was sent, and whether it belongs to this category.',
    },
    'code-incomplete': {
      what: 'A coded concept lacks {{attribute}} in {{count}} of {{total}} files.',
      advice:
        'Tell the maker of the device or of the software that wrote it; the concept can not be matched without it.',
    },
    'character-set-unknown': {
      what: 'The character set {{measured}} is not one that is taken here.',
      advice: 'Have the device or the archive write GB18030 or UTF-8 (ISO_IR 192).',
    },
    'character-set-missing': {
      what: 'The text of {{attribute}} is not plain ASCII, yet the file declares no character set.',
      advice: 'Have the device declare its character set; nobody can tell how the text is to be read.',
    },
    'text-undecodable': {
      what: 'The text of {{attribute}} is not in the character set that the file declares.',
      advice: 'Have the device’s character set corrected, and send the study again.',
    },
    'transfer-syntax-unexpected': {
      what: 'The transfer syntax {{measured}} is not one that is taken here.',
      advice: 'Have the archive send the study in another transfer syntax, such as Explicit VR Little Endian.',
    },
    'identity-not-removed': {
      what: 'The file does not say that the patient’s identity was removed, in {{count}} of {{total}} files.',
      advice: 'Take the study in again through the node’s de-identification; don’t set the mark by hand.',
    },
    'deidentification-unrecorded': {
      what: 'The method {{method}} of de-identification, which the options declare, is not recorded in {{count}} of {{total}} files.',
      advice: 'Take the study in again through the node’s de-identification.',
    },
    'identifier-left': {
      what: 'The attribute {{attribute}}, which may identify the patient, still has a value in {{count}} of {{total}} files.',
      advice:
        'Don’t pass the study on. Take it in again through the node’s de-identification, and tell the data protection officer.',
    },
    'text-burned-in': {
      what: 'The file says that text is burned into the image, in {{count}} of {{total}} files.',
      advice: 'Look at the images. If they show a name or a number, have them blackened or leave the series out.',
    },
    'text-in-pixels': {
      what: 'There seems to be text in the image.',
      advice: 'Look at the place. If it shows a name or a number, have it blackened or leave the series out.',
    },
    'value-unexpected': {
      what: 'The attribute {{attribute}} has the value {{measured}}, where {{expected}} is expected, in {{count}} of {{total}} files.',
      advice: 'Look whether the series belongs here; if so, ask the working group to take this value into the rule.',
    },
    'waveform-rate-low': {
      what: 'The record was sampled at {{measured}}; at least {{expected}} is needed.',
      advice: 'Export the record at its full rate, if the device kept it.',
    },
    'waveform-short': {
      what: 'The record lasts {{measured}}; at least {{expected}} is needed.',
      advice: 'Look whether the whole record was exported.',
    },
    'lead-missing': {
      what: 'A lead that the data standard asks for is missing.',
      advice: 'Export all leads, or have the names of the channels corrected.',
    },
    'plane-without-place': {
      what: '{{count}} of {{total}} images have no place in the patient.',
      advice: 'Have the device’s export mended; look whether screenshots or reports were put into the series.',
    },
    'orientation-mixed': {
      what: '{{count}} of {{total}} slices are turned against the first one, this one by {{measured}}; at most {{expected}} is taken.',
      advice: 'Split the series: slices of several orientations must not be stacked.',
    },
    'planes-displaced': {
      what: '{{count}} of {{total}} slices lie beside the line of the others, this one by {{measured}}; at most {{expected}} is taken.',
      advice:
        'Look whether two acquisitions were put into one series, or the table was moved; split it, or send it again.',
    },
    'plane-sizes-mixed': {
      what: '{{count}} of {{total}} slices have another size than the first one: {{rows}} rows and {{columns}} columns, not {{firstRows}} and {{firstColumns}}.',
      advice: 'Split the series: slices of several sizes must not be stacked.',
    },
    'frames-of-reference': {
      what: 'The series has {{count}} frames of reference, whose positions can not be compared.',
      advice: 'Split the series, or send the acquisitions one by one.',
    },
    'slices-missing': {
      what_one: 'One slice is missing between {{from}} mm and {{to}} mm: {{measured}} where {{expected}} is usual.',
      what_other:
        '{{shown}} slices are missing between {{from}} mm and {{to}} mm: {{measured}} where {{expected}} is usual.',
      advice: 'Send the whole series again from the archive.',
    },
    'spacing-uneven': {
      what: 'Two slices are {{measured}} apart, where {{expected}} is usual.',
      advice: 'Look whether two acquisitions were put into one series; split it if so.',
    },
    'slices-at-one-place': {
      what: '{{count}} of {{total}} slices stand where another one stands.',
      advice: 'Look whether the series was sent twice, or holds several phases; keep one.',
    },
    'slices-out-of-order': {
      what: 'The numbers of {{count}} of {{total}} slices do not follow their places in the body.',
      advice:
        'Programs that sort by number build another volume. Have the series numbered anew, or sort it by position.',
    },
    'gantry-tilted': {
      what: 'The slices are tilted by {{measured}} against the way they are stacked; at most {{expected}} is taken.',
      advice: 'Send the series without tilt, or resampled to a straight grid.',
    },
    'pixel-spacing-missing': {
      what: 'The series does not say how large a pixel is.',
      advice: 'Have the device’s export mended: nothing can be measured without it.',
    },
    'pixel-spacing-odd': {
      what: 'A pixel is {{measured}} wide, where {{expected}} is expected.',
      advice: 'Look whether the series was resampled, or the value is wrong.',
    },
    'pixels-not-square': {
      what: 'Pixels are not square: rows are {{rows}} mm apart and columns {{columns}} mm.',
      advice: 'Look whether the series was resampled; send the original.',
    },
    'pixel-spacing-mixed': {
      what: 'The slices of the series have pixels of different sizes.',
      advice: 'Split the series: it holds several reconstructions.',
    },
    'thickness-missing': {
      what: 'The series does not say how thick its slices are.',
      advice: 'Have the device’s export mended, and send the study again.',
    },
    'slices-thick': {
      what: 'The slices are {{measured}} thick; at most {{expected}} is taken.',
      advice: 'Send a thinner reconstruction of the same scan, if there is one.',
    },
    'slices-apart': {
      what: 'Slices are {{measured}} apart and only {{expected}} thick: tissue between them is on no slice.',
      advice: 'Look whether slices are missing throughout; send the whole series.',
    },
    'slices-alike': {
      what: 'Slice {{slice}} holds the same pixels as slice {{other}}.',
      advice: 'A slice was doubled under another identifier. Send the whole series again from the archive.',
    },
    'acquisition-unknown': {
      what: '{{count}} of {{total}} files do not state {{attribute}}, or not as a value that can be read.',
      advice: 'Have the device’s export or the de-identification mended: this attribute identifies nobody.',
    },
    'acquisition-out-of-range': {
      what: '{{attribute}} is {{measured}} in {{count}} of {{total}} files, where {{expected}} is expected.',
      advice: 'Look whether the series was made with the protocol that the product asks for.',
    },
    'kernel-unexpected': {
      what: 'The images were reconstructed with the kernel {{measured}}; kernels that begin with {{expected}} are taken.',
      advice: 'Send the reconstruction that the product was made for, if there is one.',
    },
    'patient-missing': {
      what: 'The study has no patient.',
      advice: "Look in the hospital's system whose it is, and send it again with the patient's number.",
    },
    'patient-twice': {
      what: 'This patient and {{other}} share an identity number: they are one person.',
      advice: "Find out in the hospital's system under which number the person goes on, and correct the other studies.",
    },
    'patient-elsewhere': {
      what_one: 'One other hospital has this patient, too.',
      what_other: '{{shown}} other hospitals have this patient, too.',
      advice: 'In sets over several hospitals, let only one of them count the patient.',
    },
    'content-of-another-patient': {
      what: 'The same picture or signal lies here under another patient, in study {{study}}.',
      advice: "One of the two is not this patient's. Find out whose it is before either is used.",
    },
    'content-in-another-study': {
      what: "The same picture or signal lies in the patient's study {{study}}, too.",
      advice: 'Keep the original, and discard the copy.',
    },
    'content-twice': {
      what: 'This file holds the same picture or signal as {{other}}.',
      advice: 'Discard one of the two.',
    },
    'content-elsewhere': {
      what: 'Another hospital has the same picture or signal.',
      advice: 'Find out where it was made; only that hospital should use it.',
    },
    'statements-differ': {
      what: 'This file says something else about {{about}} than {{other}}.',
      advice: "Open both files. One of them may be another patient's.",
    },
    'reference-astray': {
      what_one: 'It refers to one picture that the study does not have.',
      what_other: 'It refers to {{shown}} pictures that the study does not have.',
      advice: 'Send the missing pictures, or the report or reference that belongs to this study.',
    },
    'word-unknown': {
      what: 'The attribute has a word that the vocabulary of the category does not know.',
      advice:
        'If the word is right, ask the working group to add it; otherwise correct it at the machine that wrote it.',
    },
    'distribution-apart': {
      what: '{{feature}}: the patients of this hospital are at least {{measured}} away from those of the others (0 alike, 1 nothing in common); at most {{expected}} is taken.',
      advice:
        'Look whether other patients come here, or whether a machine measures otherwise. Say so in the data sheet.',
    },
    'distribution-unclear': {
      what: '{{feature}}: this hospital may be as far as {{measured}} from the others (0 alike, 1 nothing in common); at most {{expected}} is taken. The others’ suppressed counts leave it open.',
      advice: 'Look at the picture of the distributions. More patients here or at the others make it clearer.',
    },
    'feature-drifted': {
      what: '{{feature}} has drifted to {{measured}} since {{since}}; at the beginning it lay at {{expected}}.',
      advice: 'Look what changed at that time: a machine, its software, a protocol.',
    },
    'composition-apart': {
      what: '{{stratum}}: {{measured}} of the patients would have to be others for the set to be composed as its target population is; at most {{expected}} is taken. Furthest off is “{{value}}”: {{found}} instead of {{wanted}}.',
      advice: 'Draw more cases of what is too rare, or declare the target that the set stands for.',
    },
    'stratum-thin': {
      what_zero: '{{stratum}}, {{value}}: no patient; at least {{expected}} are needed.',
      what_one: '{{stratum}}, {{value}}: only one patient; at least {{expected}} are needed.',
      what_other: '{{stratum}}, {{value}}: only {{shown}} patients; at least {{expected}} are needed.',
      advice: 'Take more of these patients in before the set is sealed; nothing can be said of them otherwise.',
    },
    'set-uniform': {
      what: 'By how its patients and cases are spread, the set has an effective number of {{about}} of {{measured}}; at least {{expected}} is needed.',
      advice: 'Add cases of others: there are too few, or one of them outweighs the rest.',
    },
    'class-rare': {
      what_zero: 'No patient has {{label}}; at least {{expected}} of the patients should.',
      what_other: 'Only {{measured}} of the patients have {{label}}; at least {{expected}} should.',
      advice: "Add patients of this class, by a declared enrichment and never by a device's own results.",
    },
    'training-overlap': {
      what_one:
        'One patient of the set is in what {{device}} was trained with, as its vendor declared (allowed: {{expected}}).',
      what_other:
        '{{shown}} patients of the set are in what {{device}} was trained with, as its vendor declared (allowed: {{expected}}).',
      advice: 'Leave these patients out of every evaluation of that device.',
    },
    'training-from-here': {
      what: '{{device}} was trained with {{dataSet}}, which its vendor says comes from this hospital.',
      advice:
        'Read what the vendor declared, and ask whether patients are shared that no hash would show. A good result here says less about other hospitals.',
    },
    'labels-read-once': {
      what_zero: 'No case was read by two readers or more; at least {{expected}} of the cases should be.',
      what_other: 'Only {{measured}} of the cases were read by two readers or more; at least {{expected}} should be.',
      advice: 'Have the others read again, independently.',
    },
    'labels-noisy': {
      what: '{{measured}} of the readings differ from the reference standard; at most {{expected}} is taken.',
      advice: 'Look at the cases in which readers disagree, and at the instructions that they were given.',
    },
    'readers-disagree': {
      what: 'Beyond chance, the readers agree by {{measured}} only (Krippendorff’s alpha); at least {{expected}} is needed.',
      advice: 'Look at the items in which they disagree, and at the instructions that they were given.',
    },
    'labels-likely-wrong': {
      what: 'By what the readers say, {{measured}} of the labels are likely wrong; at most {{expected}} is taken.',
      advice: 'Have the items arbitrated in which the reference standard stands against most readers.',
    },
    'labels-implausible': {
      what: 'In this case {{measured}} of the labels compared (in number: {{doubted}}) look like another class than they name; at most {{expected}} is taken. Label → what they look like: {{items}}.',
      advice: 'Have a reader look at these items. It is a sign, not a proof; nothing is changed by itself.',
    },
    'set-expired': {
      what: 'The set was sealed {{measured}} ago; at most {{expected}} are taken.',
      advice: 'Seal a new version with newer cases.',
    },
    'set-past-expiry': {
      what: 'The day until which the set may be used passed {{measured}} ago.',
      advice: 'Seal a new version; what was measured on this one since then does not count.',
    },
    'cases-old': {
      what: 'The oldest case was examined {{measured}} ago; at most {{expected}} are taken.',
      advice: 'Replace the oldest cases: machines and treatment have changed since.',
    },
    'set-worn': {
      what: 'Only {{measured}} of the cases have met fewer than {{most}} device families; at least {{expected}} are needed.',
      advice: 'Retire the cases that are used up, and seal a new version with new ones.',
    },
    'fundus-field-missing': {
      what: 'No round field of a retina can be seen in the photograph.',
      advice: 'Look whether it is a fundus photograph, and whether it was exposed.',
    },
    'fundus-field-cut': {
      what: 'Only {{measured}} of the round field is lit and in the picture; at least {{expected}} is needed.',
      advice: 'Take the photograph again with the pupil in the middle, or send the picture uncut.',
    },
    'fundus-out-of-focus': {
      what: 'The photograph is out of focus: fine structure is {{measured}} of the coarse; at least {{expected}} is needed.',
      advice: 'Take the photograph again. A clouded lens looks alike; note it if so, and count the eye as ungradable.',
    },
    'fundus-brightness-odd': {
      what: 'The retina’s brightness is {{measured}} of the range; {{expected}} is expected.',
      advice: 'Take the photograph again with another flash.',
    },
    'fundus-uneven': {
      what: 'The retina is lit unevenly: its dark parts have {{measured}} of the brightness of its bright ones; at least {{expected}} is needed.',
      advice: 'Take the photograph again with the pupil in the middle.',
    },
  },
  notApplicable: {
    'other-data': 'The rule speaks of other data.',
    'too-little-tissue': 'There is too little soft tissue in the images to measure.',
    'too-short': 'The record is too short, or has too many gaps, to measure.',
    'leads-missing': 'The record does not have the leads that this is measured on.',
    'too-little-air': 'There is too little air in the images to measure.',
    'no-lung': 'No slice shows lungs.',
    'no-aorta': 'No aorta was found in the images, or they are not axial.',
    'too-few-slices': 'There are too few slices to measure.',
    'too-few-frames': 'There are too few frames to measure.',
    'no-background': 'The air around the object was removed from the images, so that noise can not be measured in it.',
    'never-linked': 'No round of linkage has compared it with other hospitals yet.',
    'nothing-decoded': 'Nothing of it could be decoded, so there is nothing to compare.',
    'nothing-to-compare': 'There is nothing to compare it with.',
    'no-target': 'No target population is declared.',
    'set-empty': 'The set has no case.',
    'nothing-declared': 'No vendor has declared training data.',
    'no-contents-declared':
      'What was declared holds no hashes of contents, so that no patient could be compared. This is no pass.',
    'no-data-sets-declared': 'What was declared names no data sets.',
    'labels-not-collected': 'Nothing was collected of the labels of its cases.',
  },
  outcome: {
    passed: 'Passed',
    failed: 'Failed',
    inconclusive: 'Could not be checked',
    'not-applicable': 'Does not apply',
  },
  severity: {
    reject: 'rejects',
    quarantine: 'quarantines',
    warn: 'remarks',
  },
  sourceStatus: {
    verified: 'read in the source',
    fragment: 'read in parts',
    unverified: 'not verified',
  },
  passport: {
    title: 'Quality passport',
    category: 'Category {{category}}',
    manifest: 'files {{hash}}…',
    allPassed: 'All {{total}} rules that speak of this study are kept.',
    someHeld_one: 'One of the {{total}} rules that speak of this study is not kept, or could not be checked.',
    someHeld_other: '{{count}} of the {{total}} rules that speak of this study are not kept, or could not be checked.',
    noneJudged: 'No rule could judge it yet.',
    notJudged: 'Not judged yet',
    passedOver: 'Results of rules that speak of other data: {{passedOver}}.',
    nothing: 'Nothing was found.',
    outcome: '{{check}}: {{verdict}}',
    more_one: 'One more of these is not listed.',
    more_other: '{{count}} more of these are not listed.',
    advice: 'What to do: {{advice}}',
    study: 'Study',
    files: 'Files of the study',
    instrument: '{{name}} ({{date}}; {{status}})',
    undated: 'no date',
    ruleSetsText:
      'Each rule set is a document that its working group owns. The status says how far its source was read; limits that are not verified are the platform’s or a product’s own choice.',
    evidenceText:
      'The first hash is over the names, roles and contents of all files of the study; the others are over the rule sets as they were used. The same files and rules give the same passport.',
    section: {
      tiers: '1 Tiers',
      findings: '2 What was found',
      measurements: '3 What was measured',
      ruleSets: '4 Rule sets',
      rules: '5 Rules, one by one',
      evidence: '6 Evidence',
    },
    column: {
      tier: 'Tier',
      verdict: 'Verdict',
      what: 'What',
      where: 'Where',
      check: 'Check',
      series: 'Series',
      measured: 'Measured',
      outcome: 'Outcome',
      ruleSet: 'Rule set',
      version: 'Version',
      owner: 'Owner',
      instrument: 'Instrument',
      rule: 'Rule',
      severity: 'A failure',
      hash: 'Hash',
    },
  },
} as const
