import type { en } from './en/catalogue.ts'

/** The same tree of keys, any texts. */
type Texts<T> = { readonly [K in keyof T]: T[K] extends string ? string : Texts<T[K]> }

/** What a language has to have: the keys of the English texts. */
export type Catalogue = Texts<typeof en>

/** A text with a count has forms by number: `x_zero` (where none is said otherwise), `x_one` and `x_other` are the key `x`. */
type Numberless<K extends string> = K extends `${infer Key}_${'zero' | 'one' | 'other'}` ? Key : K

type KeysOf<T> = {
  [K in keyof T & string]: T[K] extends string ? Numberless<K> : `${K}.${KeysOf<T[K]>}`
}[keyof T & string]

/** The key of a text: its namespace and the way to it, e.g. `cli.verify.passed`. */
export type MessageKey = KeysOf<typeof en>
