import { resources, type Translator } from '@assay/messages'

const { modality: modalities, sopClass: classes } = resources.en.translation.common
const { sexOf } = resources.en.translation.fullSample.studies

/** A modality (0008,0060) with what it stands for, where that is not its code: “OP (ophthalmic photography)”. */
export function modalityWords(modality: string, t: Translator): string {
  if (!Object.hasOwn(modalities, modality)) return modality
  return t('common.modalityWords', {
    code: modality,
    meaning: t(`common.modality.${modality as keyof typeof modalities}`),
  })
}

/** The name of a SOP class in DICOM; its identifier where there are no words for it. */
export function sopClassWords(uid: string, t: Translator): string {
  const key = uid.replace(/^1\.2\.840\.10008\.5\.1\.4\.1\.1\./, 'c').replaceAll('.', '-')
  return Object.hasOwn(classes, key) ? t(`common.sopClass.${key as keyof typeof classes}`) : uid
}

/** A patient's sex (0010,0040) in words. */
export function sexWords(sex: string, t: Translator): string {
  return Object.hasOwn(sexOf, sex) ? t(`fullSample.studies.sexOf.${sex as keyof typeof sexOf}`) : sex
}
