/** Numbers whose form tells whose they are, in any text. */
export const personalNumbers = [
  // Chinese identity numbers, the old ones of 15 digits too; GB 11643.
  /(?<![\d.])[1-9]\d{5}[\s-]?(?:18|19|20)\d{2}[\s-]?(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])[\s-]?\d{3}[\dXx](?!\d)/gu,
  /(?<![\d.])[1-9]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}(?![\d.])/gu,
  // Mobile telephones in China, and numbers with a country's code.
  /(?<![\d.])(?:\+?86[\s-]?)?1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?![\d.])/gu,
  /\+\d{1,3}[\s-]?(?:\(?\d+\)?[\s-]?){2,5}\d/gu,
  // Electronic mail.
  /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}.-]{1,253}/gu,
] as const

const monthWords = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*'

/** Days and numbers that may be somebody's, where a text only describes. */
export const doubtfulNumbers = [
  /(?<!\d)(?:18|19|20)\d{2}\s?[-/.年]\s?\d{1,2}(?:\s?[-/.月]\s?\d{1,2}\s?日?)?(?!\d)/gu,
  /(?<!\d)\d{1,2}[-/.]\d{1,2}[-/.](?:18|19|20)\d{2}(?!\d)/gu,
  /(?<!\d)\d{1,2}\/\d{1,2}\/\d{2}(?!\d)/gu,
  new RegExp(`(?<!\\d)\\d{1,2}[\\s.-]{0,2}${monthWords}[\\s.,-]{0,2}\\d{2,4}(?!\\d)`, 'giu'),
  new RegExp(`(?<!\\p{L})${monthWords}[\\s.]{0,2}\\d{1,2}[\\s,]{1,2}\\d{4}(?!\\d)`, 'giu'),
  /[〇零一二三四五六七八九]{4}年(?:[〇零一二三四五六七八九十]{1,3}月)?(?:[〇零一二三四五六七八九十]{1,3}日)?/gu,
  // Landlines, passports, record numbers: letters and digits, or seven digits and more.
  /(?<!\d)0\d{2,3}[\s-]\d{7,8}(?!\d)/gu,
  /(?<![\p{L}\d])[A-Z]{1,3}[-]?\d{6,}(?!\d)/giu,
  /(?<![\d.])\d{3}[\s-]\d{2,4}[\s-]\d{4}(?![\d.])/gu,
  /(?<![\d.])\d{7,}(?!\d)/gu,
] as const

/** What stands beside a person's name or number: where it is met, nobody can say what else is somebody's. */
export const doubtfulWords = [
  /姓名|患者|病人|病员|住院号|门诊号|病历号|身份证|病案号|登记号|床号|电话|手机|住址|地址|家属|联系人|出生|籍贯|微信/u,
  /(?<!\p{L})(?:name|patient'?s?|mrn|dob|born|birth\w*|phone|tel|mobile|address|ssn|passport|mother|father|daughter|wife|husband|relative)(?!\p{L})/iu,
  /(?<!\p{L})(?:mr|mrs|miss|dr|prof)\.\s?\p{L}/iu,
  /(?<!\p{L})(?:Mr|Mrs|Miss|Dr|Prof)\s\p{Lu}\p{Ll}/u,
  // A character or two, and what such a person is called by.
  /\p{Script=Han}{1,3}(?:医生|医师|主任|教授|护士|护师|技师|先生|女士|小姐|同志|大夫|老师|院长)/u,
] as const
